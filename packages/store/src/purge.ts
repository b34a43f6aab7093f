import { setImmediate } from "node:timers/promises";
import { inBatches } from "./batches.js";
import type { Database } from "./schema.js";
import type { Scope } from "./scope.js";

/** Operations without a parent that one transaction removes: writers wait for it, a few milliseconds. */
const BATCH = 200;

/** See Operations.purge. Requests get their turn between two batches. */
export async function purge(database: Database, before: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const batch = await inTransaction(database, (transaction) => purgeBatch(transaction, before));
    removed += batch;
    if (batch === 0) return removed;
    await setImmediate();
  }
}

const inTransaction = <T>(database: Database, run: (transaction: Database) => Promise<T>): Promise<T> =>
  database.isTransaction ? run(database) : database.transaction().execute(run);

async function purgeBatch(database: Database, before: string): Promise<number> {
  const roots = await purgeable(database, before);
  let removed = 0;
  for (const { scope, ids } of byScope(roots))
    removed += await removeOperations(database, scope, await withNested(database, scope, ids));
  return removed;
}

interface Root extends Scope {
  readonly id: string;
}

function purgeable(database: Database, before: string): Promise<readonly Root[]> {
  return withBusy(database)
    .selectFrom("operations")
    .select(["operations.tenant", "operations.cloud", "operations.id"])
    .where((column) => column("settled", "=", column.lit(1)))
    .where("finished", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("operations as above")
            .select("above.id")
            .whereRef("above.tenant", "=", "operations.tenant")
            .whereRef("above.cloud", "=", "operations.cloud")
            .whereRef("above.id", "=", "operations.parent"),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("busy")
            .select("busy.id")
            .whereRef("busy.tenant", "=", "operations.tenant")
            .whereRef("busy.cloud", "=", "operations.cloud")
            .whereRef("busy.id", "=", "operations.id"),
        ),
      ),
    )
    .orderBy("finished")
    .orderBy("id")
    .limit(BATCH)
    .execute();
}

/** `busy`: every operation that an unsettled one is nested in, at any depth. */
const withBusy = (database: Database) =>
  database.withRecursive("busy(tenant, cloud, id)", (query) =>
    query
      .selectFrom("operations")
      .select(["tenant", "cloud", "parent as id"])
      .where((column) => column("settled", "=", column.lit(0)))
      .where("parent", "is not", null)
      .union(
        query
          .selectFrom("operations as nested")
          .innerJoin("busy", (join) =>
            join
              .onRef("busy.tenant", "=", "nested.tenant")
              .onRef("busy.cloud", "=", "nested.cloud")
              .onRef("busy.id", "=", "nested.id"),
          )
          .select(["nested.tenant", "nested.cloud", "nested.parent as id"])
          .where("nested.parent", "is not", null),
      ),
  );

function byScope(roots: readonly Root[]): Iterable<{ readonly scope: Scope; readonly ids: string[] }> {
  const groups = new Map<string, { readonly scope: Scope; readonly ids: string[] }>();
  for (const { tenant, cloud, id } of roots) {
    const key = JSON.stringify([tenant, cloud]);
    const group = groups.get(key) ?? { scope: { tenant, cloud }, ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  return groups.values();
}

/** The operations and all that is nested in them, at any depth. */
async function withNested(database: Database, { tenant, cloud }: Scope, ids: readonly string[]): Promise<readonly string[]> {
  const all = new Set(ids);
  for (let level = ids; level.length > 0; ) {
    const nested = await inBatches(level, (batch) =>
      database
        .selectFrom("operations")
        .select("id")
        .where("tenant", "=", tenant)
        .where("cloud", "=", cloud)
        .where("parent", "in", batch)
        .execute(),
    );
    level = nested.map(({ id }) => id).filter((id) => !all.has(id));
    for (const id of level) all.add(id);
  }
  return [...all];
}

/** Removes operations with their steps, in one transaction; returns how many operations there were. */
export async function removeOperations(database: Database, scope: Scope, ids: readonly string[]): Promise<number> {
  return inTransaction(database, async (transaction) => {
    await inBatches(ids, (batch) => removeSteps(transaction, scope, batch));
    return (await inBatches(ids, (batch) => removeRows(transaction, scope, batch))).length;
  });
}

const removeSteps = (database: Database, { tenant, cloud }: Scope, operations: readonly string[]) =>
  database
    .deleteFrom("steps")
    .where("tenant", "=", tenant)
    .where("cloud", "=", cloud)
    .where("operation", "in", operations)
    .execute();

const removeRows = (database: Database, { tenant, cloud }: Scope, ids: readonly string[]) =>
  database
    .deleteFrom("operations")
    .where("tenant", "=", tenant)
    .where("cloud", "=", cloud)
    .where("id", "in", ids)
    .returning("id")
    .execute();
