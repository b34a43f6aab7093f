import { type Call, type Clock, isRepeatable, type Log, type Once, ProviderFault } from "@cimi-gateway/adapter";
import type { Limits } from "../types.js";

export interface AttemptOptions {
  readonly clock: Clock;
  readonly log: Log;
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
  let lost: ProviderFault | undefined;
  for (let count = 1; ; count++) {
    const found = uncertain ? await probe(call, once, lost, options) : undefined;
    if (found !== undefined) return found;
    if (lost && options.clock.now() > options.deadline) throw outcomeOf(lost);
    try {
      return await call.send(once);
    } catch (error) {
      if (!isRepeatable(error)) throw error;
      uncertain = mayHaveActed(error);
      lost = error;
      if (givesUp(error, count, options)) return lastLook(uncertain ? call : {}, error, once, options);
      await options.clock.sleep(pauseAfter(error, count), options.signal);
    }
  }
}

/** What was throttled, or never left, did nothing. */
const mayHaveActed = ({ kind, unsent }: ProviderFault): boolean => kind !== "throttled" && !unsent;

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
  const found = await probe(call, once, fault, options);
  if (found !== undefined) return found;
  throw outcomeOf(fault);
}

/** What a call that is not sent again is told to have ended with. */
const outcomeOf = (lost: ProviderFault): ProviderFault =>
  lost.kind === "unanswered" || lost.kind === "garbled" ? unknown(lost) : lost;

const unknown = ({ kind, message, code, requestId, retryAfter }: ProviderFault): ProviderFault =>
  new ProviderFault(
    kind === "garbled" ? kind : "unanswered",
    `the outcome is unknown: ${message}; look at the cloud before repeating the request`,
    { code, requestId, retryAfter },
  );

/** Never "not found, so create" on the first look, nor without a look. `lost` is why it is looked for, where that is known. */
async function probe<T>(
  { find }: Pick<Call<T>, "find">,
  once: Once,
  lost: ProviderFault | undefined,
  options: AttemptOptions,
): Promise<T | undefined> {
  if (!find) return undefined;
  for (let count = 1; ; count++) {
    const found = await look(() => find(once), lost, options);
    if (found !== undefined || count === PROBES) return found;
    await options.clock.sleep(options.limits.probeWindow / (PROBES - 1), options.signal);
  }
}

/**
 * A look that fails is none: it says nothing of what was done, and is repeated as long as the operation may take. One that is refused would be so
 * again, and is no refusal of the call: what that did is not known.
 */
async function look<T>(find: () => Promise<T>, lost: ProviderFault | undefined, options: AttemptOptions): Promise<T> {
  const { clock, log, deadline, signal } = options;
  for (let count = 1; ; count++) {
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error;
      const left = deadline - clock.now();
      if (!isRepeatable(error) || left < 0) throw unknown(lost ?? error);
      log.warn({ count, error: String(error) }, "what a call without an answer did cannot be looked for yet");
      await clock.sleep(Math.min(pauseAfter(error, count), left + 1), signal);
    }
  }
}
