import { type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { settled } from "./balancer-waiting.js";
import { type NativePool, nativePages } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { isFailed } from "./network-states.js";
import { path } from "./paths.js";

interface Part {
  readonly id: string;
  readonly name?: string | null;
  readonly provisioning_status?: string;
}

/** Load Balancer API v2.0, "Get the Load Balancer status tree": of pools it has those that listeners hand their clients to. */
interface Tree extends Part {
  readonly listeners?: readonly (Part & { readonly pools?: readonly PoolPart[] })[];
}

interface PoolPart extends Part {
  readonly health_monitor?: Part;
  readonly members?: readonly Part[];
}

/**
 * Where a change fails after it was accepted Octavia gives the load balancer back as ACTIVE, and leaves what was changed in ERROR
 * (octavia/controller/worker/v2/tasks/lifecycle_tasks.py, the tasks named ToErrorOnRevert). A step after all changes, so that they are taken back.
 * @throws ProviderFault conflict that names what is in ERROR
 */
export const refuseFailures = (cloud: Cloud, balancer: string, step: string, context: WriteContext): Promise<undefined> =>
  context.step(step, {
    send: async () => {
      await settled(cloud, balancer, context);
      const failed = await failuresIn(cloud, balancer, context);
      if (failed.length === 0) return undefined;
      throw new ProviderFault("conflict", `OpenStack could not carry out the change: ${failed.join(", ")} is in ERROR`);
    },
  });

async function failuresIn(cloud: Cloud, balancer: string, context: Context): Promise<readonly string[]> {
  const call = { service: "loadBalancer", path: path`/lbaas/loadbalancers/${balancer}/status` } as const;
  const [tree, pools] = await Promise.all([
    cloud.client.readIfThere<{ statuses?: { loadbalancer?: Tree } }>(context, call),
    gather(nativePages<NativePool>(cloud, "pools", context, { loadbalancer_id: balancer })),
  ]);
  const { listeners = [] } = tree?.statuses?.loadbalancer ?? {};
  const own = pools.filter(({ loadbalancers = [] }) => loadbalancers.some(({ id }) => id === balancer));
  const served = listeners.flatMap((listener) => listener.pools ?? []);
  const kinds: Readonly<Record<string, readonly Part[]>> = {
    listener: listeners,
    pool: [...own, ...served],
    member: served.flatMap(({ members = [] }) => members),
    "health monitor": served.flatMap(({ health_monitor }) => health_monitor ?? []),
  };
  const failed = Object.entries(kinds).flatMap(([kind, parts]) => parts.filter(isFailed).map((part) => titleOf(kind, part)));
  return [...new Set(failed)];
}

const titleOf = (kind: string, { id, name }: Part): string => (name ? `the ${kind} ${name} (${id})` : `the ${kind} ${id}`);
