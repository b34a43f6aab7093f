import type { Step } from "./operation.js";
import { fromStepRow, toStepRow } from "./operation-rows.js";
import type { Database } from "./schema.js";
import type { Scope } from "./scope.js";

export async function readSteps(database: Database, { tenant, cloud }: Scope, operation: string): Promise<readonly Step[]> {
  const rows = await database
    .selectFrom("steps")
    .selectAll()
    .where("tenant", "=", tenant)
    .where("cloud", "=", cloud)
    .where("operation", "=", operation)
    .orderBy("position")
    .orderBy("name")
    .execute();
  return rows.map(fromStepRow);
}

export async function writeStep(database: Database, scope: Scope, operation: string, step: Step): Promise<void> {
  const row = toStepRow(scope, operation, step);
  const { token, marker, state, result, position } = row;
  await database
    .insertInto("steps")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["tenant", "cloud", "operation", "name"]).doUpdateSet({ token, marker, state, result, position }),
    )
    .execute();
}
