import type { Migration } from "./migration.js";

/** One row: something known, sealed with the key that the database's secrets are sealed with. */
export const secretCheck: Migration = async (database) => {
  await database.schema
    .createTable("secret_check")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("sealed", "text", (column) => column.notNull())
    .execute();
};
