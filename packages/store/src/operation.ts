import type { Json } from "./json.js";

/** The states of a Job (5.17.1, Table 46). STOPPED, FAILED and SUCCESS are final: the operation is settled. */
export type OperationState = "QUEUED" | "RUNNING" | "STOPPING" | "STOPPED" | "FAILED" | "SUCCESS";

const SETTLED = {
  QUEUED: false,
  RUNNING: false,
  STOPPING: false,
  STOPPED: true,
  FAILED: true,
  SUCCESS: true,
} as const satisfies Record<OperationState, boolean>;

/** Whether a state is final. */
export const isSettled = (state: OperationState): boolean => SETTLED[state];

/** One write: what is to be done, committed before it begins, and the Job that tells of it. Times are ISO 8601, the caller's. */
export interface Operation {
  /** The Job's id, chosen by the caller. */
  readonly id: string;
  /** "add", "edit", "delete", "start" and so on. */
  readonly action: string;
  /** CIMI's name of the type operated on. */
  readonly type: string;
  /** CIMI path of the target: "machines/7", or "machines" for an add. */
  readonly resource: string;
  /** CIMI paths of `affectedResources`. */
  readonly affected: readonly string[];
  /** CIMI path of what the operation creates; its CREATING view answers until the native object exists. */
  readonly created: string | undefined;
  /** The id of the Job it is nested in. */
  readonly parent: string | undefined;
  /** What it takes to run the operation again. It may hold consumers' data: the store drops it when the operation settles. */
  readonly request: Json | undefined;
  /** What a GET shows of the created resource until the native object exists. */
  readonly preview: Json | undefined;
  readonly state: OperationState;
  readonly returnCode: number | undefined;
  /** Per cent. */
  readonly progress: number;
  readonly statusMessage: string | undefined;
  readonly started: string;
  /** `timeOfStatusChange`. */
  readonly changed: string;
  /** When it settled; the time that retention counts from. */
  readonly finished: string | undefined;
  /** Facts of the native side: nativeId, location, nativeRequestId. */
  readonly details: Json | undefined;
  /** Stored as given by `begin`, one more with each change. */
  readonly version: number;
}

/** A part of an operation that is one call of the provider. */
export interface Step {
  /** Unique within the operation. */
  readonly name: string;
  /** The provider's idempotency token or chosen name. */
  readonly token: string;
  /** What the native object is marked with, so that it can be found again. */
  readonly marker: string;
  readonly state: "PENDING" | "DONE" | "UNDONE";
  readonly result: Json | undefined;
  /** Its place among the steps. */
  readonly order: number;
}
