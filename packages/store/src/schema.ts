import type { Kysely } from "kysely";
import type { Scope } from "./scope.js";

/** The tables as the newest migration leaves them. Times are the caller's ISO strings, JSON is text. */
export interface Schema {
  records: RecordRow;
  identities: IdentityRow;
  overlays: OverlayRow;
  operations: OperationRow;
  steps: StepRow;
  /** One row, or none as long as there was no key. */
  secret_check: { id: number; sealed: string };
  /** One row: the number of the newest migration that was applied. */
  schema_version: { version: number };
}

/** The database itself or one transaction of it: the queries are the same. */
export type Database = Kysely<Schema>;

export interface RecordRow extends Scope {
  type: string;
  id: string;
  /** "" when the record has no parent. */
  parent: string;
  version: number;
  created: string;
  updated: string;
  value: string;
}

export interface IdentityRow extends Scope {
  type: string;
  id: string;
  native_id: string;
}

export interface OverlayRow extends Scope {
  type: string;
  native_id: string;
  version: number;
  value: string;
}

export interface OperationRow extends Scope {
  id: string;
  action: string;
  type: string;
  resource: string;
  affected: string;
  created: string | null;
  parent: string | null;
  request: string | null;
  preview: string | null;
  state: string;
  /** 1 when `state` is final, else 0: partial indexes need a condition they can prove from the query's text. */
  settled: number;
  return_code: number | null;
  progress: number;
  status_message: string | null;
  started: string;
  changed: string;
  finished: string | null;
  details: string | null;
  version: number;
}

export interface StepRow extends Scope {
  operation: string;
  name: string;
  token: string;
  marker: string;
  state: string;
  result: string | null;
  position: number;
}
