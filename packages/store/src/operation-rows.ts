import { fromOptionalText, fromText, toText } from "./json.js";
import { isSettled, type Operation, type OperationState, type Step } from "./operation.js";
import type { OperationRow, StepRow } from "./schema.js";
import { type Scope, scopeColumns } from "./scope.js";

type Columns = Omit<OperationRow, keyof Scope>;

export const toOperationRow = (scope: Scope, operation: Operation): OperationRow => ({
  ...scopeColumns(scope),
  ...toColumns(operation),
});

const toColumns = (operation: Operation): Columns => ({
  id: operation.id,
  action: operation.action,
  type: operation.type,
  resource: operation.resource,
  affected: JSON.stringify(operation.affected),
  created: operation.created ?? null,
  parent: operation.parent ?? null,
  request: isSettled(operation.state) ? null : toText(operation.request),
  preview: toText(operation.preview),
  state: operation.state,
  settled: isSettled(operation.state) ? 1 : 0,
  return_code: operation.returnCode ?? null,
  progress: operation.progress,
  status_message: operation.statusMessage ?? null,
  started: operation.started,
  changed: operation.changed,
  finished: operation.finished ?? null,
  details: toText(operation.details),
  version: operation.version,
});

export const fromOperationRow = (row: OperationRow): Operation => ({
  id: row.id,
  action: row.action,
  type: row.type,
  resource: row.resource,
  affected: fromText(row.affected) as readonly string[],
  created: row.created ?? undefined,
  parent: row.parent ?? undefined,
  request: fromOptionalText(row.request),
  preview: fromOptionalText(row.preview),
  state: row.state as OperationState,
  returnCode: row.return_code ?? undefined,
  progress: row.progress,
  statusMessage: row.status_message ?? undefined,
  started: row.started,
  changed: row.changed,
  finished: row.finished ?? undefined,
  details: fromOptionalText(row.details),
  version: row.version,
});

/** The columns that follow from an attribute; none for what a change cannot touch. */
const COLUMNS: Readonly<Record<keyof Operation, readonly (keyof Columns)[]>> = {
  id: [],
  version: [],
  action: ["action"],
  type: ["type"],
  resource: ["resource"],
  affected: ["affected"],
  created: ["created"],
  parent: ["parent"],
  request: ["request"],
  preview: ["preview"],
  state: ["state", "settled"],
  returnCode: ["return_code"],
  progress: ["progress"],
  statusMessage: ["status_message"],
  started: ["started"],
  changed: ["changed"],
  finished: ["finished"],
  details: ["details"],
};

/** Stands in for the attributes that a change leaves alone; none of it is written. */
const UNTOUCHED: Operation = {
  id: "",
  action: "",
  type: "",
  resource: "",
  affected: [],
  created: undefined,
  parent: undefined,
  request: undefined,
  preview: undefined,
  state: "RUNNING",
  returnCode: undefined,
  progress: 0,
  statusMessage: undefined,
  started: "",
  changed: "",
  finished: undefined,
  details: undefined,
  version: 0,
};

/** The columns to set for a change: an attribute that is present is written, as NULL when its value is undefined. */
export function toChangedColumns(changes: Partial<Operation>): Partial<Columns> {
  const settles = changes.state !== undefined && isSettled(changes.state);
  const attributes = (Object.keys(COLUMNS) as (keyof Operation)[]).filter((name) => name in changes);
  const names = attributes.flatMap((name) => COLUMNS[name]);
  const all = toColumns({ ...UNTOUCHED, ...changes });
  const changed: Partial<Columns> = {};
  for (const name of settles ? [...names, "request" as const] : names) copy(changed, all, name);
  return changed;
}

function copy<K extends keyof Columns>(target: Partial<Columns>, source: Columns, name: K): void {
  target[name] = source[name];
}

export const toStepRow = (scope: Scope, operation: string, step: Step): StepRow => ({
  ...scopeColumns(scope),
  operation,
  name: step.name,
  token: step.token,
  marker: step.marker,
  state: step.state,
  result: toText(step.result),
  position: step.order,
});

export const fromStepRow = (row: StepRow): Step => ({
  name: row.name,
  token: row.token,
  marker: row.marker,
  state: row.state as Step["state"],
  result: fromOptionalText(row.result),
  order: row.position,
});
