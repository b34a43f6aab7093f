import type { Operation, Step } from "../operation.js";

/** An operation in the middle of its work. */
export const operation = (attributes: Partial<Operation> = {}): Operation => ({
  id: "j1",
  action: "add",
  type: "Machine",
  resource: "machines",
  affected: ["machines/m1"],
  created: "machines/m1",
  parent: undefined,
  request: { name: "web", password: "s3cret" },
  preview: { name: "web", state: "CREATING" },
  state: "RUNNING",
  returnCode: undefined,
  progress: 50,
  statusMessage: undefined,
  started: "2024-05-01T10:00:00.000Z",
  changed: "2024-05-01T10:00:00.000Z",
  finished: undefined,
  details: undefined,
  version: 1,
  ...attributes,
});

/** One that succeeded at a time. */
export const settled = (id: string, finished: string, attributes: Partial<Operation> = {}): Operation =>
  operation({
    id,
    state: "SUCCESS",
    returnCode: 0,
    progress: 100,
    finished,
    changed: finished,
    request: undefined,
    ...attributes,
  });

export const step = (attributes: Partial<Step> = {}): Step => ({
  name: "create",
  token: "token-1",
  marker: "cimi-op:j1",
  state: "PENDING",
  result: undefined,
  order: 0,
  ...attributes,
});
