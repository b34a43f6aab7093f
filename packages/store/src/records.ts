import { inBatches } from "./batches.js";
import { Conflict } from "./errors.js";
import { fromText, type Json } from "./json.js";
import type { Database, RecordRow } from "./schema.js";
import { type Scope, scopeColumns } from "./scope.js";

/** A resource that no cloud can hold: a template, a consumer's configuration, an edited ResourceMetadata. */
export interface StoredRecord {
  readonly id: string;
  /** CIMI's name of the resource type. */
  readonly type: string;
  /** The id of the record it belongs to, "" when none. */
  readonly parent: string;
  /** 1 at first, one more with each update. */
  readonly version: number;
  /** ISO 8601, the caller's. */
  readonly created: string;
  readonly updated: string;
  readonly value: Json;
}

/** The resources that live in the store only. */
export interface Records {
  get(scope: Scope, type: string, id: string): Promise<StoredRecord | undefined>;
  /** By id; unknown ids are missing from the answer. */
  getMany(scope: Scope, type: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredRecord>>;
  /** All of a type, or those of one parent; ordered by id (its bytes). */
  list(scope: Scope, type: string, parent?: string): Promise<readonly StoredRecord[]>;
  /** Version 1 of a record. @throws Conflict when the id is taken. */
  insert(scope: Scope, record: NewRecord): Promise<void>;
  /** Replaces the value if `version` is still the stored one; false when it is not, or when there is no such record. */
  update(scope: Scope, type: string, id: string, version: number, updated: string, value: Json): Promise<boolean>;
  /** False when there is no such record. */
  delete(scope: Scope, type: string, id: string): Promise<boolean>;
}

export type NewRecord = Pick<StoredRecord, "type" | "id" | "parent" | "created" | "value">;

export function recordsOf(database: Database): Records {
  const select = (scope: Scope, type: string) =>
    database
      .selectFrom("records")
      .selectAll()
      .where("tenant", "=", scope.tenant)
      .where("cloud", "=", scope.cloud)
      .where("type", "=", type);

  return {
    async get(scope, type, id) {
      const row = await select(scope, type).where("id", "=", id).executeTakeFirst();
      return row && fromRow(row);
    },

    async getMany(scope, type, ids) {
      const rows = await inBatches(ids, (batch) => select(scope, type).where("id", "in", batch).execute());
      return new Map(rows.map((row) => [row.id, fromRow(row)]));
    },

    async list(scope, type, parent) {
      const all = select(scope, type);
      const chosen = parent === undefined ? all : all.where("parent", "=", parent);
      return (await chosen.orderBy("id").execute()).map(fromRow);
    },

    async insert(scope, record) {
      const { numInsertedOrUpdatedRows: inserted } = await database
        .insertInto("records")
        .values(toRow(scope, record))
        .onConflict((conflict) => conflict.columns(["tenant", "cloud", "type", "id"]).doNothing())
        .executeTakeFirst();
      if (!inserted) throw new Conflict(`a ${record.type} with the id ${record.id} exists already: choose another id`);
    },

    async update(scope, type, id, version, updated, value) {
      const { numUpdatedRows } = await database
        .updateTable("records")
        .set((column) => ({ value: JSON.stringify(value), updated, version: column("version", "+", 1) }))
        .where("tenant", "=", scope.tenant)
        .where("cloud", "=", scope.cloud)
        .where("type", "=", type)
        .where("id", "=", id)
        .where("version", "=", version)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async delete(scope, type, id) {
      const { numDeletedRows } = await database
        .deleteFrom("records")
        .where("tenant", "=", scope.tenant)
        .where("cloud", "=", scope.cloud)
        .where("type", "=", type)
        .where("id", "=", id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

const toRow = (scope: Scope, { type, id, parent, created, value }: NewRecord): RecordRow => ({
  ...scopeColumns(scope),
  type,
  id,
  parent,
  version: 1,
  created,
  updated: created,
  value: JSON.stringify(value),
});

const fromRow = ({ id, type, parent, version, created, updated, value }: RecordRow): StoredRecord => ({
  id,
  type,
  parent,
  version,
  created,
  updated,
  value: fromText(value),
});
