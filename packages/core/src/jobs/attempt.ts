import { type Call, type Clock, isTransient, type Once, ProviderFault } from "@cimi-gateway/adapter";
import type { Limits } from "../types.js";

export interface AttemptOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  /** An earlier process may have sent the call already. */
  readonly interrupted: boolean;
  /** Milliseconds since 1970: when the operation has failed for lack of an end. */
  readonly deadline: number;
  /** Ends the waiting when the gateway stops. */
  readonly signal: AbortSignal;
}

const ATTEMPTS = 3;
/** A throttled call did nothing, and a Job can wait: a cloud that refuses a third of all calls still carries out every Job (RELIABILITY, fault 8). */
const THROTTLED_ATTEMPTS = 8;
const PROBES = 3;
/** Milliseconds before the first repeat; a throttled call waits five times as long. */
const PAUSE = 200;
/** Milliseconds of the longest pause that the cloud did not ask for. */
const LONGEST = 20_000;
/** A provider that wants to be left alone for longer, in seconds, is: the consumer is told to come back. */
const PATIENCE = 60;

/**
 * Makes one native call exactly once. Where the call can be found again it is looked for before any repeat, several times over the
 * probe window, since reads may lag behind; otherwise its token makes a repeat harmless (RELIABILITY, rule 1).
 */
export async function attempt<T>(call: Call<T>, once: Once, options: AttemptOptions): Promise<T> {
  let uncertain = options.interrupted;
  for (let count = 1; ; count++) {
    try {
      const found = uncertain ? await probe(call, once, options) : undefined;
      if (found !== undefined) return found;
      uncertain = false;
      return await call.send(once);
    } catch (error) {
      if (!isRepeatable(error)) throw error;
      uncertain ||= error.kind !== "throttled";
      if (givesUp(error, count, options)) return lastLook(uncertain ? call : {}, error, once, options);
      await options.clock.sleep(pauseAfter(error, count), options.signal);
    }
  }
}

/** Whether the call may be sent again. An answer that makes no sense is as good as none: what was done is not known. */
export const isRepeatable = (error: unknown): error is ProviderFault =>
  isTransient(error) || (error instanceof ProviderFault && error.kind === "garbled");

/** What an earlier process may have done is not given up, as long as the operation may take: it would be left behind. */
function givesUp(
  { kind, retryAfter = 0 }: ProviderFault,
  count: number,
  { clock, interrupted, deadline }: AttemptOptions,
): boolean {
  if (interrupted) return clock.now() > deadline;
  return count >= (kind === "throttled" && retryAfter === 0 ? THROTTLED_ATTEMPTS : ATTEMPTS) || retryAfter > PATIENCE;
}

const pauseAfter = ({ kind, retryAfter }: ProviderFault, count: number): number =>
  retryAfter === undefined
    ? Math.random() * Math.min(LONGEST, PAUSE * 2 ** count * (kind === "throttled" ? 5 : 1))
    : Math.min(retryAfter, PATIENCE) * 1000;

async function lastLook<T>(call: Pick<Call<T>, "find">, fault: ProviderFault, once: Once, options: AttemptOptions): Promise<T> {
  const unseen = (): never => {
    throw unknown(fault, "unanswered");
  };
  const found = await probe(call, once, options).catch(unseen);
  if (found !== undefined) return found;
  throw fault.kind === "unanswered" || fault.kind === "garbled" ? unknown(fault, fault.kind) : fault;
}

const unknown = (fault: ProviderFault, kind: ProviderFault["kind"]): ProviderFault =>
  new ProviderFault(kind, `the outcome is unknown: ${fault.message}; look at the cloud before repeating the request`, fault);

/** Never "not found, so create" on the first look, nor without a look. */
async function probe<T>(
  { find }: Pick<Call<T>, "find">,
  once: Once,
  { clock, limits, signal }: AttemptOptions,
): Promise<T | undefined> {
  if (!find) return undefined;
  for (let count = 1; ; count++) {
    const found = await find(once);
    if (found !== undefined || count === PROBES) return found;
    await clock.sleep(limits.probeWindow / (PROBES - 1), signal);
  }
}
