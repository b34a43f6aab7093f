import type { Engine } from "./engine.js";
import { StoreTooNew } from "./errors.js";
import { MIGRATIONS } from "./migrations/index.js";
import type { Database } from "./schema.js";

/**
 * Brings the tables to the newest schema, all steps in one transaction (both engines can undo table definitions), so
 * that a killed process leaves the old schema or the new one. Processes that start together take turns.
 *
 * @throws StoreTooNew when the database is ahead of this version.
 */
export async function migrate(engine: Engine, migrations = MIGRATIONS): Promise<void> {
  await engine.database.transaction().execute(async (transaction) => {
    await engine.lockMigrations(transaction);
    const reached = await reachedVersion(transaction);
    if (reached > migrations.length) throw new StoreTooNew(reached, migrations.length);
    for (const migration of migrations.slice(reached)) await migration(transaction, engine.types);
    await transaction.updateTable("schema_version").set({ version: migrations.length }).where("version", "=", reached).execute();
  });
}

async function reachedVersion(transaction: Database): Promise<number> {
  await transaction.schema
    .createTable("schema_version")
    .ifNotExists()
    .addColumn("version", "integer", (column) => column.notNull())
    .execute();
  const row = await transaction.selectFrom("schema_version").select("version").executeTakeFirst();
  if (row !== undefined) return row.version;
  await transaction.insertInto("schema_version").values({ version: 0 }).execute();
  return 0;
}
