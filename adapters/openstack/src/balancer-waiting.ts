import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import { type NativeBalancer, type NativePool, nativeBalancer } from "./balancers.js";
import type { NativeAnswer, NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { isFailed } from "./network-states.js";
import { path } from "./paths.js";

/** Milliseconds between two looks: at first, and at most. */
const SHORTEST = 250;
const LONGEST = 5_000;
/** Milliseconds after which a load balancer that something changes is given up. */
const PATIENCE = 300_000;

const pauseAfter = (looks: number): number => Math.min(LONGEST, SHORTEST * 2 ** looks);

const isPending = ({ provisioning_status = "" }: NativeBalancer): boolean => provisioning_status.startsWith("PENDING");

/**
 * Waits until nothing changes a load balancer: while something does, it and all that is in it are immutable (Load Balancer API v2.0, "General API
 * overview", "Immutable"). Undefined: it does not exist. @throws ProviderFault unavailable when that takes too long
 */
export async function settled(cloud: Cloud, id: string, context: Context): Promise<NativeBalancer | undefined> {
  const { clock, signal } = context;
  const end = clock.now() + PATIENCE;
  for (let looks = 0; ; looks++) {
    const native = await nativeBalancer(cloud, id, context);
    if (native === undefined || !isPending(native)) return native;
    if (clock.now() > end)
      throw new ProviderFault(
        "unavailable",
        `the load balancer ${id} is ${native.provisioning_status} for more than ${PATIENCE / 1000} s, and cannot be changed meanwhile`,
      );
    await clock.sleep(pauseAfter(looks), signal);
  }
}

const IMMUTABLE = /refused: (.* is immutable|Invalid state )/;

const isImmutable = (error: unknown): error is ProviderFault => error instanceof ProviderFault && IMMUTABLE.test(error.message);

/**
 * A call that finds a load balancer under change did nothing: it is sent again, as somebody else may have been quicker. What failed is immutable
 * for good, and only deleted: the load balancer, or a pool in one that serves.
 */
export async function whenMutable<T>(cloud: Cloud, id: string, call: NativeCall, context: Context): Promise<NativeAnswer<T>> {
  const { clock, signal } = context;
  const end = clock.now() + PATIENCE;
  for (let looks = 0; ; looks++) {
    const native = await settled(cloud, id, context);
    if (!native) throw gone("load balancer", id);
    try {
      return await cloud.client.write<T>(context, call);
    } catch (error) {
      if (!isImmutable(error) || isFailed(native) || clock.now() > end) throw error;
      await refuseFailedPool(cloud, error, context);
      await clock.sleep(pauseAfter(looks), signal);
    }
  }
}

/** octavia/api/v2/controllers/member.py and health_monitor.py ask for the state of the pool as well, and name it. */
async function refuseFailedPool(cloud: Cloud, { message, code, requestId }: ProviderFault, context: Context): Promise<void> {
  const [, id] = /refused: Pool (\S+) is immutable/.exec(message) ?? [];
  if (id === undefined) return;
  const call: NativeCall = { service: "loadBalancer", path: path`/lbaas/pools/${id}` };
  const pool = (await cloud.client.readIfThere<{ pool?: NativePool }>(context, call))?.pool;
  if (pool && isFailed(pool))
    throw new ProviderFault("conflict", `the pool ${id} is in ERROR, and cannot be changed; delete what hands clients to it`, {
      code,
      requestId,
    });
}
