import type { Context, WriteContext } from "@cimi-gateway/adapter";
import { dropIn, makeIn, putIn } from "./balancer-calls.js";
import type { Hearing, MemberInput } from "./balancer-hearing.js";
import type { Present } from "./balancer-present.js";
import { type NativeListener, type NativePool, nativePages } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { path } from "./paths.js";
import { firstOf } from "./reading.js";
import type { Sent } from "./writes.js";

/** Makes a pool, fills it, and then the listener that hands its clients there: none of them meets an empty one. */
export async function listen(
  cloud: Cloud,
  balancer: string,
  { name, listener, pool, members, monitor }: Hearing,
  former: string,
  context: WriteContext,
): Promise<void> {
  const { session_persistence, ...rest } = pool;
  const described = { ...rest, ...(session_persistence && { session_persistence }) };
  const made = await context.step(`pool ${name}`, {
    send: () => makeIn(cloud, balancer, "pools", "pool", { loadbalancer_id: balancer, name, ...described }, context),
    find: async () => {
      const pages = nativePages<NativePool>(cloud, "pools", context, { loadbalancer_id: balancer, name });
      const found = await firstOf(pages, (one) => one.id !== former && isNamed(one, name, balancer));
      return found && { id: found.id };
    },
    undo: ({ id }) => dropPool(cloud, balancer, id, context),
  });
  if (members.length > 0)
    await context.step(`fill ${name}`, { send: () => setMembers(cloud, balancer, made.id, members, context) });
  if (monitor) await watch(cloud, balancer, name, made.id, monitor, context);
  await context.step(`listen ${name}`, {
    send: () => makeListener(cloud, balancer, { name, listener, pool: made.id }, context),
    find: () => listenerNamed(cloud, balancer, name, context),
    undo: ({ id }) => endListener(cloud, balancer, id, context),
  });
}

/** The pool stays until all is done. */
export const unlisten = (
  cloud: Cloud,
  balancer: string,
  { id, pool, hearing: { name, listener } }: Present,
  context: WriteContext,
): Promise<undefined> =>
  context.step(`unlisten ${name}`, {
    send: () => endListener(cloud, balancer, id, context),
    undo: async () => {
      if (!(await listenerNamed(cloud, balancer, name, context)))
        await makeListener(cloud, balancer, { name, listener, pool }, context);
    },
  });

interface Making extends Pick<Hearing, "name" | "listener"> {
  readonly pool: string;
}

const makeListener = (cloud: Cloud, balancer: string, { name, listener, pool }: Making, context: Context): Promise<Sent> =>
  makeIn(
    cloud,
    balancer,
    "listeners",
    "listener",
    { loadbalancer_id: balancer, name, ...listener, ...(pool !== "" && { default_pool_id: pool }) },
    context,
  );

const endListener = (cloud: Cloud, balancer: string, id: string, context: Context): Promise<undefined> =>
  dropIn(cloud, balancer, path`/listeners/${id}`, context);

async function listenerNamed(cloud: Cloud, balancer: string, name: string, context: Context): Promise<Sent | undefined> {
  const pages = nativePages<NativeListener>(cloud, "listeners", context, { load_balancer_id: balancer, name });
  const found = await firstOf(pages, (one) => isNamed(one, name, balancer));
  return found && { id: found.id };
}

/** Where a cloud filters nothing (octavia, api_settings.allow_filtering) it answers with all. */
const isNamed = ({ loadbalancers = [], ...one }: NativeListener | NativePool, name: string, balancer: string): boolean =>
  one.name === name && loadbalancers.some(({ id }) => id === balancer);

/** With its members and its health monitor. */
export const dropPool = (cloud: Cloud, balancer: string, id: string, context: Context): Promise<undefined> =>
  dropIn(cloud, balancer, path`/pools/${id}`, context);

/** Replaces all members: those with an address and a port that are there already stay. */
export const setMembers = (
  cloud: Cloud,
  balancer: string,
  pool: string,
  members: readonly MemberInput[],
  context: Context,
): Promise<undefined> => putIn(cloud, balancer, path`/pools/${pool}/members`, { members }, context);

/** POST of a health monitor, as a step. */
export const watch = (
  cloud: Cloud,
  balancer: string,
  name: string,
  pool: string,
  monitor: NonNullable<Hearing["monitor"]>,
  context: WriteContext,
): Promise<Sent> =>
  context.step(`watch ${name}`, {
    send: () => makeIn(cloud, balancer, "healthmonitors", "healthmonitor", { pool_id: pool, ...monitor }, context),
    find: async () => {
      const id = await monitorOf(cloud, pool, context);
      return id === undefined ? undefined : { id };
    },
    undo: ({ id }) => dropIn(cloud, balancer, path`/healthmonitors/${id}`, context),
  });

/** The id of the health monitor of a pool; undefined: it has none. */
export async function monitorOf(cloud: Cloud, pool: string, context: Context): Promise<string | undefined> {
  const call = { service: "loadBalancer", path: path`/lbaas/pools/${pool}` } as const;
  return (await cloud.client.readIfThere<{ pool?: NativePool }>(context, call))?.pool?.healthmonitor_id ?? undefined;
}
