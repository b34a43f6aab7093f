/** A cloud in memory and a session over it, for the tests beside the code. Not part of the product's exports. */
import { type Clock, silentLog, steppingClock } from "@cimi-gateway/adapter";
import { InvalidValue, type ResourceName } from "@cimi-gateway/model";
import { openStore, type Store } from "@cimi-gateway/store";
import { ETags } from "./etag.js";
import { LIMITS } from "./limits.js";
import { readQuery } from "./query/parameters.js";
import type { AnyResourceAdapter } from "./read/source.js";
import { openService } from "./service.js";
import type { Service, Session } from "./session.js";
import type { CloudOptions, Face, Limits } from "./types.js";

/** A native object: its attributes stand in it under CIMI's names. */
export interface Thing {
  readonly id: string;
  readonly marker?: string;
  /** The native id of what it belongs to. */
  readonly owner?: string;
  readonly [attribute: string]: unknown;
}

/** One type of a cloud that only answers; writes and operations are added by the test. */
export class FakeResource {
  readonly things = new Map<string, Thing>();
  /** What was asked: `list`, `read a,b`. */
  readonly calls: string[] = [];
  readonly adapter: AnyResourceAdapter;

  constructor(attributes: readonly string[], things: readonly Thing[] = [], more: Partial<AnyResourceAdapter> = {}) {
    for (const thing of things) this.things.set(thing.id, thing);
    const reader = (key: string) => [key, (native: Thing) => native[key]] as const;
    this.adapter = {
      identify: (native) => native as Thing,
      attributes: Object.fromEntries(attributes.map(reader)) as AnyResourceAdapter["attributes"],
      list: (query) => this.#list(query.parent),
      read: async (ids) => this.#read(ids),
      ...more,
    };
  }

  async *#list(owner: string | undefined): AsyncGenerator<readonly Thing[]> {
    this.calls.push("list");
    yield [...this.things.values()].filter((thing) => owner === undefined || thing.owner === owner);
  }

  #read(ids: readonly string[]): ReadonlyMap<string, Thing> {
    this.calls.push(`read ${ids.join(",")}`);
    return new Map(ids.flatMap((id) => (this.things.has(id) ? [[id, this.things.get(id)!] as const] : [])));
  }
}

export type FakeCloud = { readonly [N in ResourceName]?: AnyResourceAdapter };

export interface FakeOptions extends Partial<Pick<CloudOptions, "access" | "resolve" | "userData">> {
  readonly store?: Store;
  readonly clock?: Clock;
  readonly limits?: Partial<Limits>;
  readonly checkpoint?: (point: string) => Promise<void> | void;
}

export interface FakeService extends Service {
  readonly store: Store;
  close(): Promise<void>;
}

/** The cloud `fake` in service, over a store that keeps nothing. */
export async function serviceOf(resources: FakeCloud, options: FakeOptions = {}): Promise<FakeService> {
  const {
    access = "full",
    resolve = "exact",
    userData = "provider",
    clock = steppingClock(),
    limits = {},
    checkpoint = () => {},
  } = options;
  const store = options.store ?? (await openStore({ folder: ":memory:" }));
  const service = openService(
    { name: "fake", adapter: { name: "fake", resources }, access, resolve, userData },
    { store, clock, log: silentLog, checkpoint, tenant: "tenant", limits: { ...LIMITS, ...limits } },
  );
  const close = async (): Promise<void> => {
    service.runner.stop();
    await store.close();
  };
  return { ...service, store, close };
}

export const BASE = "http://gateway.test/cimi/2/fake/";

interface Asked {
  readonly face?: Partial<Face>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** A request to the cloud `fake`; hrefs under its base, and relative ones, are its own. */
export function sessionOf(service: Service, { face = {}, headers = {}, query = "" }: Asked = {}): Session {
  const local: Session["local"] = (href) => {
    const path = href.replace(BASE, "");
    return path.includes(":") ? undefined : { cloud: "fake", segments: path.split("/").map(decodeURIComponent) };
  };
  return {
    ...service,
    local,
    localize: (uri) => local(uri)?.segments.map(encodeURIComponent).join("/") ?? uri,
    view: service.sights[face.edition ?? 2],
    tags: new ETags(),
    face: { edition: 2, cloud: "fake", tolerant: false, base: BASE, ...face },
    query: readQuery(query),
    request: {
      method: "POST",
      path: "/cimi/2/fake/",
      query,
      headers,
      body: "",
      origin: "http://gateway.test",
      tenant: "tenant",
      receivedAt: 0,
      signal: new AbortController().signal,
    },
  };
}

/** Where a fault is and what it says. */
export function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidValue) return `${error.path.join(" ")}: ${error.problem}`;
    throw error;
  }
  throw new Error("no InvalidValue");
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Lets everything run that waits for nothing but its turn. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** A clock that only a test moves on: who sleeps wakes at its time, in order. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const sleeper = { at: this.#now + milliseconds, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", abort);
    });
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const [next] = [...this.#sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      this.#sleepers.delete(next);
      next.wake();
    }
    this.#now = end;
  }
}
