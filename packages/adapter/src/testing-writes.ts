import type { ResourceName } from "@cimi-gateway/model";
import type { CreateRequest, ResourceAdapter } from "./adapter.js";
import { silentLog, systemClock } from "./clock.js";
import type { Clock, Context, Json, WriteContext } from "./context.js";

/** What reads are made with, for the tests of adapters. */
export const readingContext = (): Context => ({
  signal: new AbortController().signal,
  clock: systemClock,
  log: silentLog,
  tenant: "t",
});

/** A WriteContext that tells what a write did. */
export interface RecordedWrite extends WriteContext {
  readonly log: typeof silentLog;
  /** Names of steps, and what was waited for, in order. */
  readonly course: string[];
  /** Takes everything back, last first. */
  undo(): Promise<void>;
}

/** Records the course of a write. Steps in `found` are taken as interrupted: they are looked for first. */
export function recordedWrite(found: readonly string[] = [], clock: Clock = systemClock): RecordedWrite {
  const [course, undos] = [[] as string[], [] as (() => Promise<void>)[]];
  return {
    ...readingContext(),
    log: silentLog,
    clock,
    course,
    async step<T extends Json | undefined>(
      name: string,
      call: Parameters<WriteContext["step"]>[1] & { send(once: { token: string; marker: string }): Promise<T> },
    ) {
      course.push(name);
      const once = { token: `token-${name}`, marker: name === "create" ? "id-1" : `id-1/${name}` };
      const known = found.includes(name) ? await call.find?.(once) : undefined;
      const result = (known ?? (await call.send(once))) as T;
      if (call.undo) undos.push(() => call.undo!(result));
      return result;
    },
    async reach(type, id, states) {
      course.push(`${type} ${id} ${states.join("|")}`);
    },
    async undo() {
      for (const undo of undos.reverse()) await undo();
    },
  };
}

/** A request to make something from a template. */
export const createRequest = <N extends ResourceName>(template: object, more: object = {}): CreateRequest<N> =>
  ({ id: "id-1", template, ...more }) as CreateRequest<N>;

/** The attributes that have a value. */
export function valuesShown(adapter: ResourceAdapter<ResourceName, unknown>, native: unknown): Record<string, unknown> {
  const readers = Object.entries(adapter.attributes) as [string, (native: unknown) => unknown][];
  return Object.fromEntries(
    readers.map(([key, read]) => [key, read(native)] as const).filter(([, value]) => value !== undefined),
  );
}
