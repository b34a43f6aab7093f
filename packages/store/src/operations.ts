import type { SelectQueryBuilder } from "kysely";
import { Conflict } from "./errors.js";
import type { Operation, Step } from "./operation.js";
import { fromOperationRow, toChangedColumns, toOperationRow } from "./operation-rows.js";
import { purge, removeOperations } from "./purge.js";
import type { Database, OperationRow, Schema } from "./schema.js";
import type { Scope } from "./scope.js";
import { readSteps, writeStep } from "./steps.js";

/** The intent of every write, which is its Job (5.17.1), and the steps recorded on the way. */
export interface Operations {
  /** Commits the intent. @throws Conflict when the id is taken. */
  begin(scope: Scope, operation: Operation): Promise<void>;
  get(scope: Scope, id: string): Promise<Operation | undefined>;
  /** Ordered by id. */
  list(scope: Scope): Promise<readonly Operation[]>;
  /** Those whose parent is `parent`, ordered by id. */
  nested(scope: Scope, parent: string): Promise<readonly Operation[]>;
  /** Those of all tenants and clouds that are not settled: what recovery starts with. */
  unsettled(): Promise<readonly (Operation & Scope)[]>;
  /** Unsettled operations that create something, of one type or of all: every list asks, so an index answers. */
  creating(scope: Scope, type?: string): Promise<readonly Operation[]>;
  /**
   * Writes the attributes that are present (an undefined value clears) if `version` is still the stored one; false when
   * it is not, or when there is no such operation. `id` and `version` cannot be changed; a final state drops `request`.
   */
  change(scope: Scope, id: string, version: number, changes: Partial<Operation>): Promise<boolean>;
  /** Removes it with its steps; nested operations stay. False when there is no such operation. */
  delete(scope: Scope, id: string): Promise<boolean>;
  /**
   * Removes, over all scopes, what settled and finished before the ISO time `before`: operations without a parent (or
   * whose parent is gone) with all nested in them. Kept as a whole while anything nested is unsettled. Returns how many went.
   */
  purge(before: string): Promise<number>;
  /** In their order. */
  steps(scope: Scope, operationId: string): Promise<readonly Step[]>;
  /** Inserts the step, or replaces the one of the same name. */
  recordStep(scope: Scope, operationId: string, step: Step): Promise<void>;
}

type OperationQuery = SelectQueryBuilder<Schema, "operations", OperationRow>;

export function operationsOf(database: Database): Operations {
  const select = (scope: Scope): OperationQuery =>
    database.selectFrom("operations").selectAll().where("tenant", "=", scope.tenant).where("cloud", "=", scope.cloud);

  return {
    begin: (scope, operation) => begin(database, toOperationRow(scope, operation)),

    async get(scope, id) {
      const row = await select(scope).where("id", "=", id).executeTakeFirst();
      return row && fromOperationRow(row);
    },

    list: (scope) => byId(select(scope)),

    nested: (scope, parent) => byId(select(scope).where("parent", "=", parent)),

    async unsettled() {
      const rows = await unsettled(database.selectFrom("operations").selectAll())
        .orderBy("tenant")
        .orderBy("cloud")
        .orderBy("id")
        .execute();
      return rows.map((row) => ({ ...fromOperationRow(row), tenant: row.tenant, cloud: row.cloud }));
    },

    creating(scope, type) {
      const all = unsettled(select(scope)).where("created", "is not", null);
      return byId(type === undefined ? all : all.where("type", "=", type));
    },

    change: (scope, id, version, changes) => change(database, scope, id, version, changes),

    delete: async (scope, id) => (await removeOperations(database, scope, [id])) > 0,

    purge: (before) => purge(database, before),

    steps: (scope, operationId) => readSteps(database, scope, operationId),

    recordStep: (scope, operationId, step) => writeStep(database, scope, operationId, step),
  };
}

/** A literal, not a parameter: only then can the planner prove that the partial index holds the rows. */
const unsettled = (query: OperationQuery): OperationQuery => query.where((column) => column("settled", "=", column.lit(0)));

const byId = async (query: OperationQuery): Promise<readonly Operation[]> =>
  (await query.orderBy("id").execute()).map(fromOperationRow);

async function begin(database: Database, row: OperationRow): Promise<void> {
  const { numInsertedOrUpdatedRows: inserted } = await database
    .insertInto("operations")
    .values(row)
    .onConflict((conflict) => conflict.columns(["tenant", "cloud", "id"]).doNothing())
    .executeTakeFirst();
  if (!inserted) throw new Conflict(`an operation with the id ${row.id} exists already: choose another id`);
}

async function change(
  database: Database,
  scope: Scope,
  id: string,
  version: number,
  changes: Partial<Operation>,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable("operations")
    .set((column) => ({ ...toChangedColumns(changes), version: column("version", "+", 1) }))
    .where("tenant", "=", scope.tenant)
    .where("cloud", "=", scope.cloud)
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
