import type { Clock, Log } from "@cimi-gateway/adapter";
import { type Store, storeFailure } from "@cimi-gateway/store";
import type { Limits } from "../types.js";

export interface PatienceOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  /** Ends the waiting when the gateway stops. */
  readonly signal: AbortSignal;
}

/**
 * Does something with the store, again as long as its database is away or full, with growing pauses: what was begun goes on by itself when
 * the database is back (RELIABILITY, rule 14 and fault 45). It must be harmless to repeat, since a commit's answer may be lost.
 */
export async function patiently<T>(act: () => Promise<T>, { clock, log, limits, signal }: PatienceOptions): Promise<T> {
  for (let pause = limits.databaseRetryShortest; ; pause = Math.min(2 * pause, limits.databaseRetryLongest)) {
    try {
      return await act();
    } catch (error) {
      const failure = storeFailure(error);
      if (!failure) throw error;
      if (pause === limits.databaseRetryShortest) log.warn({ failure, error: String(error) }, "a Job waits for the database");
      await clock.sleep(pause, signal);
    }
  }
}

/** The store for who cannot be answered 503: each call waits for the database, a transaction as a whole. */
export const patientStore = (store: Store, options: PatienceOptions): Store =>
  aroundStore(store, (act) => patiently(act, options));

/** What is done around each call. */
export type Around = <T>(act: () => Promise<T>) => Promise<T>;

/** The same store with something around each of its calls; what is called within a transaction belongs to that one call. */
export const aroundStore = (store: Store, around: Around): Store => ({
  ...store,
  records: aroundPart(store.records, around),
  identities: aroundPart(store.identities, around),
  overlays: aroundPart(store.overlays, around),
  operations: aroundPart(store.operations, around),
  transaction: (run) => around(() => store.transaction(run)),
});

type Call = (...given: readonly unknown[]) => Promise<unknown>;

function aroundPart<T extends object>(part: T, around: Around): T {
  const calls: readonly (readonly [string, Call])[] = Object.entries(part);
  return Object.fromEntries(calls.map(([name, call]) => [name, (...given: unknown[]) => around(() => call(...given))])) as T;
}
