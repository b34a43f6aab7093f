import { type Call, type Clock, isTransient, type Once, ProviderFault } from "@cimi-gateway/adapter";
import type { Limits } from "../types.js";

interface AttemptOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  /** An earlier process may have sent the call already. */
  readonly interrupted: boolean;
  /** Ends the waiting when the gateway stops. */
  readonly signal: AbortSignal;
}

const ATTEMPTS = 3;
/** A throttled call did nothing, and a Job can wait: a cloud that refuses a third of all calls still carries out every Job (RELIABILITY, fault 8). */
const THROTTLED_ATTEMPTS = 8;
const PROBES = 3;
/** Milliseconds before the first repeat; a throttled call waits five times as long. */
const PAUSE = 200;
/** A provider that wants to be left alone for longer, in seconds, is: the consumer is told to come back. */
const PATIENCE = 60;
/** Milliseconds of the longest pause that the cloud did not ask for. */
const LONGEST = 20_000;

/**
 * Makes one native call exactly once. Where the call can be found again it is looked for before any repeat, several times over the
 * probe window, since reads may lag behind; otherwise its token makes a repeat harmless (RELIABILITY, rule 1).
 */
export async function attempt<T>(call: Call<T>, once: Once, options: AttemptOptions): Promise<T> {
  if (options.interrupted) {
    const found = await probe(call, once, options);
    if (found !== undefined) return found;
  }
  for (let count = 1; ; count++) {
    try {
      return await call.send(once);
    } catch (error) {
      if (isRefused(error)) throw error;
      const found = error.kind === "throttled" ? undefined : await probe(call, once, options);
      if (found !== undefined) return found;
      if (count >= attemptsAfter(error) || (error.retryAfter ?? 0) > PATIENCE) throw lastWord(error);
      await options.clock.sleep(pauseAfter(error, count), options.signal);
    }
  }
}

/** Whether the call certainly did nothing and would be refused again. An answer that makes no sense says nothing of what was done. */
export const isRefused = (error: unknown): boolean =>
  !isTransient(error) && !(error instanceof ProviderFault && error.kind === "garbled");

const attemptsAfter = ({ kind, retryAfter }: ProviderFault): number =>
  kind === "throttled" && retryAfter === undefined ? THROTTLED_ATTEMPTS : ATTEMPTS;

const pauseAfter = ({ kind, retryAfter }: ProviderFault, count: number): number =>
  retryAfter === undefined
    ? Math.random() * Math.min(LONGEST, PAUSE * 2 ** count * (kind === "throttled" ? 5 : 1))
    : retryAfter * 1000;

function lastWord(fault: ProviderFault): ProviderFault {
  if (fault.kind !== "unanswered" && fault.kind !== "garbled") return fault;
  return new ProviderFault(
    fault.kind,
    `the outcome is unknown: ${fault.message}; look at the cloud before repeating the request`,
    fault,
  );
}

/** Never "not found, so create" on the first look. */
async function probe<T>({ find }: Call<T>, once: Once, { clock, limits, signal }: AttemptOptions): Promise<T | undefined> {
  if (!find) return undefined;
  for (let count = 1; count <= PROBES; count++) {
    const found = await find(once);
    if (found !== undefined) return found;
    if (count < PROBES) await clock.sleep(limits.probeWindow / (PROBES - 1), signal);
  }
  return undefined;
}
