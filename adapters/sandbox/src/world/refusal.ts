/** How the simulated cloud says no, and what may happen on the way to it. */
export const CODES = {
  NotFound: 404,
  Conflict: 409,
  Invalid: 400,
  Denied: 403,
  QuotaExceeded: 403,
  Throttled: 429,
  InternalError: 500,
  /** Seen by the caller only: nothing was sent. */
  Unreachable: 0,
  /** Seen by the caller only: something was sent, and no whole answer came. */
  NoAnswer: 0,
  /** Seen by the caller only: the answer makes no sense. */
  Garbled: 0,
} as const satisfies Record<string, number>;

export type Code = keyof typeof CODES;

export class Refusal extends Error {
  constructor(
    readonly code: Code,
    message: string,
    /** Seconds. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = "Refusal";
  }
}
