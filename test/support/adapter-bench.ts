import { randomUUID } from "node:crypto";
import {
  type Adapter,
  type CreateRequest,
  gather,
  ProviderFault,
  type ResourceAdapter,
  silentLog,
  systemClock,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";

const PATIENCE = 15_000;
const PAUSE = 50;

export const typeIn = <N extends ResourceName>(adapter: Adapter, type: N): ResourceAdapter<N, unknown> =>
  adapter.resources[type] as ResourceAdapter<N, unknown>;

export interface Bench {
  readonly adapter: Adapter;
  readonly context: WriteContext;
  /** The native ids that steps gave, by the steps' names. */
  readonly steps: Map<string, unknown>;
}

/** A write context without recovery: every step is sent once, and `reach` polls. */
export function benchOf(adapter: Adapter, id: string = randomUUID()): Bench {
  const steps = new Map<string, unknown>();
  const context: WriteContext = {
    signal: new AbortController().signal,
    clock: systemClock,
    log: silentLog,
    tenant: "test",
    async step(name, { send }) {
      const result = await retried(() => send({ token: randomUUID(), marker: name === "create" ? id : `${id}/${name}` }));
      steps.set(name, result);
      return result;
    },
    async reach(type, native, states, parent) {
      await until(
        async () => {
          const found = (await typeIn(adapter, type).read([native], context, parent)).get(native);
          return (
            found !== undefined && (states.length === 0 || states.includes(String(attributeOf(adapter, type, found, "state"))))
          );
        },
        `${type} ${native} to be ${states.join(" or ")}`,
      );
    },
  };
  return { adapter, context, steps };
}

/** What core does with a refusal that it is told to wait after. */
async function retried<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ProviderFault) || error.retryAfter === undefined) throw error;
    await systemClock.sleep(500);
    return send();
  }
}

export async function until(test: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await systemClock.sleep(PAUSE);
  }
}

export function attributeOf(adapter: Adapter, type: ResourceName, native: unknown, attribute: string): unknown {
  const readers = typeIn(adapter, type).attributes as Record<string, ((native: unknown) => unknown) | undefined>;
  return readers[attribute]?.(native);
}

/** The attributes that have a value. */
export async function show(
  adapter: Adapter,
  type: ResourceName,
  id: string,
  parent?: string,
): Promise<Record<string, unknown> | undefined> {
  const native = (await typeIn(adapter, type).read([id], benchOf(adapter).context, parent)).get(id);
  if (native === undefined) return undefined;
  const keys = Object.keys(typeIn(adapter, type).attributes);
  return Object.fromEntries(
    keys.map((key) => [key, attributeOf(adapter, type, native, key)] as const).filter(([, value]) => value !== undefined),
  );
}

export async function idsIn(adapter: Adapter, type: ResourceName, parent?: string): Promise<string[]> {
  const all = await gather(typeIn(adapter, type).list(parent === undefined ? {} : { parent }, benchOf(adapter).context));
  return all.map((native) => typeIn(adapter, type).identify(native).id);
}

export const reaches = (adapter: Adapter, type: ResourceName, id: string, state: string): Promise<void> =>
  until(async () => (await show(adapter, type, id))?.state === state, `${type} ${id} to be ${state}`);

export const goes = (adapter: Adapter, type: ResourceName, id: string, parent?: string): Promise<void> =>
  until(async () => (await show(adapter, type, id, parent)) === undefined, `${type} ${id} to be gone`);

export const comes = (adapter: Adapter, type: ResourceName, id: string, parent?: string): Promise<void> =>
  until(async () => (await show(adapter, type, id, parent)) !== undefined, `${type} ${id} to be there`);

export interface Made {
  readonly id: string;
  readonly marker: string;
  readonly overlay?: unknown;
}

export async function make(
  adapter: Adapter,
  type: ResourceName,
  request: Omit<CreateRequest<ResourceName>, "id" | "template"> & { readonly template: unknown },
): Promise<Made> {
  const marker = randomUUID();
  const accepted = await typeIn(adapter, type).create!(
    { ...request, id: marker } as CreateRequest<ResourceName>,
    benchOf(adapter, marker).context,
  );
  return { ...accepted, marker };
}

export async function remove(adapter: Adapter, type: ResourceName, id: string, parent?: string): Promise<void> {
  await typeIn(adapter, type).delete!(id, benchOf(adapter).context, parent);
  await goes(adapter, type, id, parent);
}

type Run = (id: string, input: object, context: WriteContext) => Promise<{ readonly id: string }>;

export function operate(
  adapter: Adapter,
  type: ResourceName,
  operation: string,
  id: string,
  input: object = {},
): Promise<{ readonly id: string }> {
  const actions = typeIn(adapter, type).operations as Record<string, { run: Run } | undefined>;
  return actions[operation]!.run(id, input, benchOf(adapter, (input as { creates?: { id: string } }).creates?.id).context);
}

/** Whether an operation is offered now. */
export async function offers(adapter: Adapter, operation: string, id: string): Promise<boolean> {
  const actions = typeIn(adapter, "Machine").operations as Record<string, { available?(native: unknown): boolean } | undefined>;
  const native = (await typeIn(adapter, "Machine").read([id], benchOf(adapter).context)).get(id);
  return actions[operation]?.available?.(native) ?? actions[operation] !== undefined;
}
