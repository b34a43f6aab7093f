import { inBatches } from "./batches.js";
import { containing, fromText, frozen, holds, type Json } from "./json.js";
import type { Lookup } from "./lookup.js";
import type { Database } from "./schema.js";
import { type Scope, scopeColumns } from "./scope.js";

/** Attributes of a native object that its cloud cannot hold. Shared between readers, therefore frozen. */
export interface Overlay {
  /** 1 at first, one more with each put. */
  readonly version: number;
  readonly value: Json;
}

/** An overlay, and the native object that it belongs to. */
export interface FoundOverlay extends Overlay {
  readonly type: string;
  readonly nativeId: string;
}

export interface Overlays {
  /** By native id; objects without an overlay are missing from the answer. */
  get(scope: Scope, type: string, nativeIds: readonly string[]): Promise<ReadonlyMap<string, Overlay>>;
  /** All that hold a text in a string, at any depth; it looks at every overlay of the scope. */
  holding(scope: Scope, text: string): Promise<readonly FoundOverlay[]>;
  /** Replaces version `version` (0: there is none yet) as a whole; false when another one is stored. */
  put(scope: Scope, type: string, nativeId: string, version: number, value: Json): Promise<boolean>;
  delete(scope: Scope, type: string, nativeId: string): Promise<void>;
}

export function overlaysOf(database: Database, lookup: Lookup<Overlay>): Overlays {
  const writing = async <T>(scope: Scope, type: string, nativeId: string, write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } finally {
      lookup.forget(scope, type, nativeId);
    }
  };

  return {
    get: (scope, type, nativeIds) => lookup.find(scope, type, nativeIds, (unknown) => load(database, scope, type, unknown)),

    holding: (scope, text) => holding(database, scope, text),

    put: (scope, type, nativeId, version, value) =>
      writing(scope, type, nativeId, () =>
        version === 0 ? insert(database, scope, type, nativeId, value) : update(database, scope, type, nativeId, version, value),
      ),

    delete: (scope, type, nativeId) => writing(scope, type, nativeId, () => remove(database, scope, type, nativeId)),
  };
}

async function load(database: Database, { tenant, cloud }: Scope, type: string, nativeIds: readonly string[]) {
  const rows = await inBatches(nativeIds, (batch) =>
    database
      .selectFrom("overlays")
      .select(["native_id", "version", "value"])
      .where("tenant", "=", tenant)
      .where("cloud", "=", cloud)
      .where("type", "=", type)
      .where("native_id", "in", batch)
      .execute(),
  );
  return new Map(
    rows.map((row): [string, Overlay] => [row.native_id, { version: row.version, value: frozen(fromText(row.value)) }]),
  );
}

async function holding(database: Database, { tenant, cloud }: Scope, text: string): Promise<readonly FoundOverlay[]> {
  const rows = await database
    .selectFrom("overlays")
    .select(["type", "native_id", "version", "value"])
    .where("tenant", "=", tenant)
    .where("cloud", "=", cloud)
    .where("value", "like", containing(text))
    .execute();
  const found = rows.map(({ native_id: nativeId, value, ...row }) => ({ ...row, nativeId, value: frozen(fromText(value)) }));
  return found.filter(({ value }) => holds(value, text));
}

async function insert(database: Database, scope: Scope, type: string, nativeId: string, value: Json): Promise<boolean> {
  const { numInsertedOrUpdatedRows: inserted } = await database
    .insertInto("overlays")
    .values({ ...scopeColumns(scope), type, native_id: nativeId, version: 1, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.columns(["tenant", "cloud", "type", "native_id"]).doNothing())
    .executeTakeFirst();
  return (inserted ?? 0n) > 0n;
}

async function update(
  database: Database,
  scope: Scope,
  type: string,
  nativeId: string,
  version: number,
  value: Json,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable("overlays")
    .set((column) => ({ value: JSON.stringify(value), version: column("version", "+", 1) }))
    .where("tenant", "=", scope.tenant)
    .where("cloud", "=", scope.cloud)
    .where("type", "=", type)
    .where("native_id", "=", nativeId)
    .where("version", "=", version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function remove(database: Database, { tenant, cloud }: Scope, type: string, nativeId: string): Promise<void> {
  await database
    .deleteFrom("overlays")
    .where("tenant", "=", tenant)
    .where("cloud", "=", cloud)
    .where("type", "=", type)
    .where("native_id", "=", nativeId)
    .execute();
}
