import { inBatches } from "./batches.js";
import { Conflict } from "./errors.js";
import type { Lookup } from "./lookup.js";
import type { Database, IdentityRow } from "./schema.js";
import { type Scope, scopeColumns } from "./scope.js";

/** Which native object a CIMI id stands for, of what the gateway made (5.7.1: an id is decided once). */
export interface Identities {
  /** Ties the two together for good; again with the same pair it does nothing. @throws Conflict when either is tied otherwise. */
  assign(scope: Scope, type: string, id: string, nativeId: string): Promise<void>;
  /** By CIMI id; ids that were never assigned are missing from the answer. */
  nativeIds(scope: Scope, type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** By native id; objects that the gateway did not make are missing from the answer. */
  ids(scope: Scope, type: string, nativeIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** For an object that is gone. Other processes may remember the pair: the id must not be given to another object. */
  forget(scope: Scope, type: string, id: string): Promise<void>;
}

/** Memory for both directions. */
export interface IdentityLookups {
  readonly byId: Lookup<string>;
  readonly byNativeId: Lookup<string>;
}

export function identitiesOf(database: Database, lookups: IdentityLookups): Identities {
  const forgetPair = (scope: Scope, type: string, id: string, nativeId: string): void => {
    lookups.byId.forget(scope, type, id);
    lookups.byNativeId.forget(scope, type, nativeId);
  };

  return {
    async assign(scope, type, id, nativeId) {
      try {
        await assign(database, { ...scopeColumns(scope), type, id, native_id: nativeId });
      } finally {
        forgetPair(scope, type, id, nativeId);
      }
    },

    nativeIds: (scope, type, ids) =>
      lookups.byId.find(scope, type, ids, async (unknown) => {
        const rows = await inBatches(unknown, (batch) => select(database, scope, type).where("id", "in", batch).execute());
        return new Map(rows.map((row) => [row.id, row.native_id]));
      }),

    ids: (scope, type, nativeIds) =>
      lookups.byNativeId.find(scope, type, nativeIds, async (unknown) => {
        const rows = await inBatches(unknown, (batch) => select(database, scope, type).where("native_id", "in", batch).execute());
        return new Map(rows.map((row) => [row.native_id, row.id]));
      }),

    async forget(scope, type, id) {
      const row = await select(database, scope, type).where("id", "=", id).executeTakeFirst();
      if (row === undefined) return;
      try {
        await remove(database, scope, type, id);
      } finally {
        forgetPair(scope, type, id, row.native_id);
      }
    },
  };
}

const select = (database: Database, { tenant, cloud }: Scope, type: string) =>
  database
    .selectFrom("identities")
    .select(["id", "native_id"])
    .where("tenant", "=", tenant)
    .where("cloud", "=", cloud)
    .where("type", "=", type);

async function assign(database: Database, row: IdentityRow): Promise<void> {
  const { numInsertedOrUpdatedRows: inserted } = await database
    .insertInto("identities")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted) return;
  const held = await select(database, row, row.type).where("id", "=", row.id).executeTakeFirst();
  if (held?.native_id === row.native_id) return;
  throw new Conflict(
    held
      ? `the ${row.type} ${row.id} stands for ${held.native_id} already, not for ${row.native_id}: an identity is assigned once`
      : `${row.native_id} has another id already than the ${row.type} ${row.id}: an identity is assigned once`,
  );
}

async function remove(database: Database, { tenant, cloud }: Scope, type: string, id: string): Promise<void> {
  await database
    .deleteFrom("identities")
    .where("tenant", "=", tenant)
    .where("cloud", "=", cloud)
    .where("type", "=", type)
    .where("id", "=", id)
    .execute();
}
