import type { Clock } from "./context.js";
import { isTransient, type ProviderFault } from "./fault.js";

export interface RetryOptions {
  readonly clock: Clock;
  readonly budget: RetryBudget;
  /** Between 0 and 1; full jitter. */
  readonly random?: () => number;
  /** Sends of one call, the first included. */
  readonly attempts?: number;
  /** The first wait is at most this, in milliseconds; it doubles, up to `cap`. */
  readonly base?: number;
  readonly cap?: number;
  /** A provider that wants a longer pause than this many seconds is not waited for. */
  readonly patience?: number;
  /** Ends the waiting; asked for when there is something to wait for. */
  readonly signal?: () => AbortSignal;
}

/**
 * A store of permissions to repeat, per tenant, provider and region (RELIABILITY.md: never shared): each repeat costs, each success
 * gives a little back, so that a provider in trouble is not asked three times as often.
 */
export class RetryBudget {
  #left: number;

  constructor(
    readonly size = 500,
    readonly cost = 5,
  ) {
    this.#left = size;
  }

  take(): boolean {
    if (this.#left < this.cost) return false;
    this.#left -= this.cost;
    return true;
  }

  give(): void {
    this.#left = Math.min(this.size, this.#left + 1);
  }
}

/** Sends a call that may be repeated; waits with full jitter, or as long as the provider asks. */
export async function withRetry<T>(call: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, budget, attempts = 3, patience = 60 } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await call();
      budget.give();
      return result;
    } catch (error) {
      if (!isTransient(error) || attempt >= attempts || (error.retryAfter ?? 0) > patience || !budget.take()) throw error;
      await clock.sleep(pauseAfter(error, attempt, options), options.signal?.());
    }
  }
}

/** A throttled call waits five times as long. */
function pauseAfter(
  { kind, retryAfter }: ProviderFault,
  attempt: number,
  { base = 100, cap = 20_000, random = Math.random }: RetryOptions,
): number {
  if (retryAfter !== undefined) return retryAfter * 1000;
  return random() * Math.min(cap, base * 2 ** (attempt - 1) * (kind === "throttled" ? 5 : 1));
}
