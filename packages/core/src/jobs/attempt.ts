import { type Call, type Clock, isTransient, type Once, ProviderFault } from "@cimi-gateway/adapter";
import type { Limits } from "../types.js";

interface AttemptOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  /** An earlier process may have sent the call already. */
  readonly interrupted: boolean;
}

const ATTEMPTS = 3;
const PROBES = 3;
/** Milliseconds before the first repeat; a throttled call waits five times as long. */
const PAUSE = 200;
/** A provider that wants to be left alone for longer, in seconds, is: the consumer is told to come back. */
const PATIENCE = 60;

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
      if (!isTransient(error)) throw error;
      const found = error.kind === "throttled" ? undefined : await probe(call, once, options);
      if (found !== undefined) return found;
      if (count >= ATTEMPTS || (error.retryAfter ?? 0) > PATIENCE) throw lastWord(error);
      await options.clock.sleep(pauseAfter(error, count));
    }
  }
}

const pauseAfter = (fault: ProviderFault, count: number): number =>
  fault.retryAfter === undefined
    ? Math.random() * PAUSE * 2 ** count * (fault.kind === "throttled" ? 5 : 1)
    : fault.retryAfter * 1000;

function lastWord(fault: ProviderFault): ProviderFault {
  if (fault.kind !== "unanswered") return fault;
  return new ProviderFault(
    "unanswered",
    `the outcome is unknown: ${fault.message}; look at the cloud before repeating the request`,
    fault,
  );
}

/** Never "not found, so create" on the first look. */
async function probe<T>({ find }: Call<T>, once: Once, { clock, limits }: AttemptOptions): Promise<T | undefined> {
  if (!find) return undefined;
  for (let count = 1; count <= PROBES; count++) {
    const found = await find(once);
    if (found !== undefined) return found;
    if (count < PROBES) await clock.sleep(limits.probeWindow / (PROBES - 1));
  }
  return undefined;
}
