import type { ResourceName } from "@cimi-gateway/model";

/** Milliseconds since 1970, and waiting; injected, so that tests need no real time. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface Log {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** What every native call may use. */
export interface Context {
  /** Ends when the caller no longer waits. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tenant: string;
}

/** What makes a native call repeatable: both are the same whenever the same step of the same operation is sent again. */
export interface Once {
  /** At most 64 ASCII characters, a UUID: for providers with an idempotency token. */
  readonly token: string;
  /** Set on what the call makes, where the provider has no token, so that it is found again. For the step `create` it is the CIMI id of the resource. */
  readonly marker: string;
}

/** One native call of a write. */
export interface Call<T> {
  send(once: Once): Promise<T>;
  /** Looks for what an interrupted `send` made. Absent: sending again with the same token, name or effect is harmless. */
  find?(once: Once): Promise<T | undefined>;
  /** Takes back what the call did, when a later step fails. What is already gone is no error. */
  undo?(result: T): Promise<void>;
}

/** What can be recorded. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What a write may use. A write is an ordinary function that may be run again from its start after a crash: finished steps give
 * their recorded result, the interrupted one is found again or repeated, and the rest runs as if nothing had happened.
 * So everything that changes the cloud stands inside a step, and every step has the same name each time.
 */
export interface WriteContext extends Context {
  /** Recorded before and after; undone in reverse order when a later step fails. A result is JSON, without secrets. */
  step<T extends Json | undefined>(name: string, call: Call<T>): Promise<T>;
  /**
   * Waits until the resource with this native id is in one of the states (CIMI's words); without any, until it can be read. Waits for many resources cost one native call
   * for each type and poll. Throws ProviderFault when it is gone, in ERROR, or stays elsewhere past the operation's deadline.
   */
  reach(type: ResourceName, id: string, states: readonly string[], parent?: string): Promise<void>;
}
