import { createHash } from "node:crypto";
import type { ResourceName } from "@cimi-gateway/model";
import type { Adapter } from "./adapter.js";
import { silentLog } from "./clock.js";
import type { Call, Clock, Json, Log, Once, WriteContext } from "./context.js";
import { ProviderFault } from "./fault.js";

/** A clock that stands still: who sleeps moves it on. For tests, which then take no time. */
export interface SteppingClock extends Clock {
  advance(milliseconds: number): void;
}

export function steppingClock(start = Date.parse("2026-06-01T12:00:00Z")): SteppingClock {
  let time = start;
  return {
    now: () => time,
    advance(milliseconds) {
      time += milliseconds;
    },
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      time += milliseconds;
    },
  };
}

export interface ImmediateOptions {
  readonly clock: Clock;
  /** Whose resources `reach` reads; without one `reach` is refused. */
  readonly adapter?: Adapter | undefined;
  /** The CIMI id of what the step `create` makes. */
  readonly id?: string | undefined;
  /** Distinguishes this write from others: the same operation has the same tokens. */
  readonly operation?: string | undefined;
  readonly tenant?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Log | undefined;
  /** Milliseconds after which `reach` gives up, by the clock. */
  readonly deadline?: number | undefined;
}

/** A WriteContext that sends at once and records nothing durably: for the tests of adapters. */
export interface ImmediateContext extends WriteContext {
  /** The names of the steps that were carried out, in order. */
  readonly steps: readonly string[];
  /** Takes back the steps carried out, last first, as core does when a later one fails. */
  undo(): Promise<void>;
}

export function immediateContext(options: ImmediateOptions): ImmediateContext {
  const { clock, id = "machines/new", operation = "operation", tenant = "tenant", log = silentLog } = options;
  const { signal = new AbortController().signal } = options;
  const steps: string[] = [];
  const undone: (() => Promise<void>)[] = [];
  const once = (name: string): Once => ({
    token: tokenOf(operation, name),
    marker: name === "create" ? id : `${operation}/${name}`,
  });
  return {
    clock,
    log,
    tenant,
    signal,
    steps,
    async step<T extends Json | undefined>(name: string, call: Call<T>): Promise<T> {
      if (steps.includes(name)) throw new Error(`two steps of one write are called ${name}`);
      const result = await call.send(once(name));
      steps.push(name);
      if (call.undo) undone.push(() => call.undo!(result));
      return result;
    },
    reach: (type, native, states, parent) => reach(options, type, native, states, parent),
    async undo() {
      for (const takeBack of undone.reverse()) await takeBack();
      undone.length = 0;
    },
  };
}

/** A UUID that only depends on operation and step. */
function tokenOf(operation: string, step: string): string {
  const digits = createHash("sha256").update(`${operation} ${step}`).digest("hex");
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-5$3-8$4-$5");
}

const PAUSE = 10;

async function reach(
  options: ImmediateOptions,
  type: ResourceName,
  id: string,
  states: readonly string[],
  parent?: string,
): Promise<void> {
  const { clock, deadline = 600_000 } = options;
  const until = clock.now() + deadline;
  for (;;) {
    const state = await stateOf(options, type, id, parent);
    if (state !== undefined && states.includes(state)) return;
    if (state === undefined) throw new ProviderFault("notFound", `${type} ${id} is gone`);
    if (state === "ERROR") throw new ProviderFault("conflict", `${type} ${id} is in ERROR`);
    if (clock.now() >= until)
      throw new ProviderFault("unavailable", `${type} ${id} stays ${state}; awaited: ${states.join(", ")}`);
    await clock.sleep(PAUSE);
  }
}

async function stateOf(options: ImmediateOptions, type: ResourceName, id: string, parent?: string): Promise<string | undefined> {
  const resource = options.adapter?.resources[type];
  if (!resource) throw new Error(`the context has no adapter that knows ${type}`);
  const { clock, tenant = "tenant", log = silentLog, signal = new AbortController().signal } = options;
  const native = (await resource.read([id], { clock, tenant, log, signal }, parent)).get(id);
  if (native === undefined) return undefined;
  const attributes = resource.attributes as Readonly<Record<string, ((native: unknown) => unknown) | undefined>>;
  return String(attributes.state?.(native));
}
