import { type CreateTableBuilder, sql } from "kysely";
import type { Database } from "../schema.js";
import type { ColumnTypes, Migration } from "./migration.js";

/** Every secondary index ends with the id: it then covers the order of lists, and is not passed over for the primary key. */
export const initial: Migration = async (database, types) => {
  await createRecords(database, types);
  await createIdentities(database, types);
  await createOverlays(database, types);
  await createOperations(database, types);
  await createSteps(database, types);
};

/** Text columns that are part of a key or of an order. */
const keys =
  <N extends string>({ key }: ColumnTypes, ...names: readonly N[]) =>
  <T extends string, C extends string>(table: CreateTableBuilder<T, C>): CreateTableBuilder<T, C | N> =>
    names.reduce<CreateTableBuilder<T, C | N>>(
      (builder, name) => builder.addColumn(name, sql`${key}`, (column) => column.notNull()),
      table,
    );

async function createRecords(database: Database, types: ColumnTypes): Promise<void> {
  await database.schema
    .createTable("records")
    .$call(keys(types, "tenant", "cloud", "type", "id", "parent"))
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("created", "text", (column) => column.notNull())
    .addColumn("updated", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("records_key", ["tenant", "cloud", "type", "id"])
    .execute();
  await database.schema
    .createIndex("records_by_parent")
    .on("records")
    .columns(["tenant", "cloud", "type", "parent", "id"])
    .execute();
}

async function createIdentities(database: Database, types: ColumnTypes): Promise<void> {
  await database.schema
    .createTable("identities")
    .$call(keys(types, "tenant", "cloud", "type", "id", "native_id"))
    .addPrimaryKeyConstraint("identities_key", ["tenant", "cloud", "type", "id"])
    .addUniqueConstraint("identities_by_native_id", ["tenant", "cloud", "type", "native_id"])
    .execute();
}

async function createOverlays(database: Database, types: ColumnTypes): Promise<void> {
  await database.schema
    .createTable("overlays")
    .$call(keys(types, "tenant", "cloud", "type", "native_id"))
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("overlays_key", ["tenant", "cloud", "type", "native_id"])
    .execute();
}

async function createOperations(database: Database, types: ColumnTypes): Promise<void> {
  await database.schema
    .createTable("operations")
    .$call(keys(types, "tenant", "cloud", "id", "type"))
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("resource", "text", (column) => column.notNull())
    .addColumn("affected", "text", (column) => column.notNull())
    .addColumn("created", "text")
    .addColumn("parent", sql`${types.key}`)
    .addColumn("request", "text")
    .addColumn("preview", "text")
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("settled", "integer", (column) => column.notNull())
    .addColumn("return_code", "integer")
    .addColumn("progress", "integer", (column) => column.notNull())
    .addColumn("status_message", "text")
    .addColumn("started", "text", (column) => column.notNull())
    .addColumn("changed", "text", (column) => column.notNull())
    .addColumn("finished", sql`${types.key}`)
    .addColumn("details", "text")
    .addColumn("version", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("operations_key", ["tenant", "cloud", "id"])
    .execute();
  await indexOperations(database);
}

async function indexOperations(database: Database): Promise<void> {
  const { schema } = database;
  const on = (name: string, columns: string[]) => schema.createIndex(name).on("operations").columns(columns);
  await on("operations_unsettled", ["tenant", "cloud", "id"]).where(sql<boolean>`settled = 0`).execute();
  await on("operations_creating", ["tenant", "cloud", "type", "id"])
    .where(sql<boolean>`settled = 0 and created is not null`)
    .execute();
  await on("operations_nested", ["tenant", "cloud", "parent", "id"]).where(sql<boolean>`parent is not null`).execute();
  await on("operations_finished", ["finished", "id"]).where(sql<boolean>`settled = 1`).execute();
}

async function createSteps(database: Database, types: ColumnTypes): Promise<void> {
  await database.schema
    .createTable("steps")
    .$call(keys(types, "tenant", "cloud", "operation", "name"))
    .addColumn("token", "text", (column) => column.notNull())
    .addColumn("marker", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("result", "text")
    .addColumn("position", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("steps_key", ["tenant", "cloud", "operation", "name"])
    .execute();
}
