import { setMaxListeners } from "node:events";
import { type Clock, type Context, type Log, ProviderFault } from "@cimi-gateway/adapter";
import type { AnyResourceAdapter } from "../read/source.js";
import type { Limits } from "../types.js";

/** What a poll saw of a resource. */
export interface Seen {
  /** Its state in CIMI's words; undefined for a type without states. */
  readonly state: string | undefined;
  readonly exists: boolean;
  /** What the cloud gave; only who knows its kind looks into it. */
  readonly native: unknown;
  /** Polls in a row that did not find it. */
  readonly missed: number;
  /** Milliseconds since the first of them. */
  readonly missedFor: number;
}

/** Whether what was waited for has come; an Error: it never will. */
export type Verdict = "wait" | "done" | Error;

interface Waiter {
  readonly id: string;
  readonly since: number;
  readonly deadline: number;
  readonly judge: (seen: Seen) => Verdict;
  readonly settle: (error?: Error, native?: unknown) => void;
  /** Undefined as long as it was never looked after. */
  polledAt: number | undefined;
  missed: number;
  missedSince: number;
}

interface Group {
  readonly waiters: Set<Waiter>;
  polling: boolean;
  wake: () => void;
}

interface WatcherOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  readonly tenant: string;
}

/**
 * Waits for resources to reach states. All that wait for resources of one type (and parent) are asked about in one native call a poll;
 * the youngest of them decides how soon the next one is.
 */
export class Watcher {
  readonly #groups = new Map<string, Group>();
  readonly #stopped = new AbortController();

  constructor(readonly options: WatcherOptions) {
    // Every call and every pause under way listens to it.
    setMaxListeners(0, this.#stopped.signal);
  }

  /** Ends all polling; whoever waits stays waiting, as the operation is taken up again at the next start. */
  stop(): void {
    this.#stopped.abort();
  }

  get stopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  /** Resolves when `judge` says done, with what the cloud gave last. */
  until(
    adapter: AnyResourceAdapter,
    type: string,
    id: string,
    parent: string | undefined,
    judge: Waiter["judge"],
    deadline: number,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const now = this.options.clock.now();
      const group = this.#group(type, parent);
      const waiter: Waiter = {
        id,
        since: now,
        deadline,
        judge,
        polledAt: undefined,
        missed: 0,
        missedSince: now,
        settle: (error, native) => {
          group.waiters.delete(waiter);
          if (error) reject(error);
          else resolve(native);
        },
      };
      group.waiters.add(waiter);
      group.wake();
      if (!group.polling) void this.#poll(group, adapter, parent);
    });
  }

  #group(type: string, parent: string | undefined): Group {
    const key = `${type} ${parent ?? ""}`;
    const group = this.#groups.get(key) ?? { waiters: new Set<Waiter>(), polling: false, wake: () => {} };
    this.#groups.set(key, group);
    return group;
  }

  async #poll(group: Group, adapter: AnyResourceAdapter, parent: string | undefined): Promise<void> {
    group.polling = true;
    try {
      while (group.waiters.size > 0 && !this.#stopped.signal.aborted) {
        await this.#pause(group);
        if (this.#stopped.signal.aborted) return;
        await this.#look(group, adapter, parent);
      }
    } finally {
      group.polling = false;
    }
  }

  /** Sleeps until the first of the group is due; a newcomer ends the sleep, since it may be due earlier. */
  async #pause(group: Group): Promise<void> {
    for (;;) {
      const wait = this.#due(group) - this.options.clock.now();
      if (wait <= 0 || this.#stopped.signal.aborted) return;
      const woken = new AbortController();
      group.wake = () => woken.abort();
      await this.options.clock.sleep(wait, AbortSignal.any([woken.signal, this.#stopped.signal])).catch(() => {});
    }
  }

  #due({ waiters }: Group): number {
    const { pollShortest, pollLongest } = this.options.limits;
    const due = [...waiters].map(({ since, polledAt }) => {
      if (polledAt === undefined) return since;
      return polledAt + Math.min(pollLongest, Math.max(pollShortest, Math.ceil((polledAt - since) / AGE_SHARE)));
    });
    return Math.min(...due);
  }

  async #look(group: Group, adapter: AnyResourceAdapter, parent: string | undefined): Promise<void> {
    const waiters = [...group.waiters];
    const found = await this.#read(adapter, [...new Set(waiters.map(({ id }) => id))], parent);
    const now = this.options.clock.now();
    for (const waiter of waiters) {
      waiter.polledAt = now;
      if (found) this.#judge(waiter, adapter, found.get(waiter.id), now);
      if (group.waiters.has(waiter) && now > waiter.deadline) waiter.settle(late(waiter, now));
    }
  }

  /** A poll that fails says nothing of the resources: the next one may succeed. */
  async #read(
    adapter: AnyResourceAdapter,
    ids: readonly string[],
    parent: string | undefined,
  ): Promise<ReadonlyMap<string, unknown> | undefined> {
    try {
      return await adapter.read(ids, this.context(), parent);
    } catch (error) {
      this.options.log.warn({ ids, error: String(error) }, "a poll failed");
      return undefined;
    }
  }

  /** What cannot be judged, as no adapter can make sense of it, ends the wait: nobody else would. */
  #judge(waiter: Waiter, adapter: AnyResourceAdapter, native: unknown, now: number): void {
    try {
      const verdict = this.#verdict(waiter, adapter, native, now);
      if (verdict === "done") waiter.settle(undefined, native);
      else if (verdict instanceof Error) waiter.settle(verdict);
    } catch (error) {
      waiter.settle(new Error(`the state of ${waiter.id} cannot be read`, { cause: error }));
    }
  }

  #verdict(waiter: Waiter, adapter: AnyResourceAdapter, native: unknown, now: number): Verdict {
    const exists = native !== undefined;
    if (waiter.missed === 0) waiter.missedSince = now;
    waiter.missed = exists ? 0 : waiter.missed + 1;
    const { state } = adapter.attributes as { state?: (native: unknown) => string | undefined };
    const seen = {
      state: exists ? state?.(native) : undefined,
      exists,
      native,
      missed: waiter.missed,
      missedFor: now - waiter.missedSince,
    };
    return waiter.judge(seen);
  }

  context(): Context {
    return { ...this.writing(), signal: AbortSignal.any([AbortSignal.timeout(POLL_TIMEOUT), this.#stopped.signal]) };
  }

  /** For writes, which end by their operation's deadline. */
  writing(): Context {
    const { clock, log, tenant } = this.options;
    return { clock, log, tenant, signal: this.#stopped.signal };
  }
}

/** The older a wait, the rarer it is looked after: every fifth of its age. */
const AGE_SHARE = 5;
const POLL_TIMEOUT = 30_000;

const late = ({ since }: Waiter, now: number): Error =>
  new ProviderFault("unavailable", `the cloud did not finish within ${Math.round((now - since) / 1000)} s`);
