import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import { type NativeBalancer, nativeBalancer } from "./balancers.js";
import type { NativeAnswer, NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { path } from "./paths.js";
import { type Sent, sent } from "./writes.js";

/** Milliseconds between two looks, and after how many of them a load balancer that something changes is given up. */
const POLL = 500;
const PATIENCE = 300_000;

const isPending = ({ provisioning_status = "" }: NativeBalancer): boolean => provisioning_status.startsWith("PENDING");

/**
 * Waits until nothing changes a load balancer: while something does, it and all that is in it are immutable (Load Balancer API v2.0, "General API
 * overview", "Immutable"). Undefined: it does not exist. @throws ProviderFault unavailable when that takes too long
 */
export async function settled(cloud: Cloud, id: string, context: Context): Promise<NativeBalancer | undefined> {
  const { clock, signal } = context;
  for (const end = clock.now() + PATIENCE; ; ) {
    const native = await nativeBalancer(cloud, id, context);
    if (native === undefined || !isPending(native)) return native;
    if (clock.now() > end)
      throw new ProviderFault(
        "unavailable",
        `the load balancer ${id} is ${native.provisioning_status} for more than ${PATIENCE / 1000} s, and cannot be changed meanwhile`,
      );
    await clock.sleep(POLL, signal);
  }
}

const IMMUTABLE = /refused: (.* is immutable|Invalid state )/;

const isImmutable = (error: unknown): error is ProviderFault => error instanceof ProviderFault && IMMUTABLE.test(error.message);

const FAILED = "ERROR";

/**
 * A call that finds a load balancer under change did nothing: it is sent again, as somebody else may have been quicker. One that failed is
 * immutable for good, and only deleted.
 */
async function whenMutable<T>(cloud: Cloud, id: string, call: NativeCall, context: Context): Promise<NativeAnswer<T>> {
  const { clock, signal } = context;
  for (const end = clock.now() + PATIENCE; ; ) {
    const native = await settled(cloud, id, context);
    if (!native) throw gone("load balancer", id);
    try {
      return await cloud.client.write<T>(context, call);
    } catch (error) {
      if (!isImmutable(error) || native.provisioning_status === FAILED || clock.now() > end) throw error;
      await clock.sleep(POLL, signal);
    }
  }
}

export type BalancerCall = Pick<NativeCall, "method" | "body" | "query"> & { readonly path: string };

/**
 * One change of a load balancer, once nothing else changes it; done when it has the change.
 * @throws ProviderFault notFound where it is gone, conflict where it is in ERROR afterwards
 */
export async function change<T = unknown>(
  cloud: Cloud,
  balancer: string,
  call: BalancerCall,
  context: Context,
): Promise<NativeAnswer<T>> {
  const whole = { service: "loadBalancer", ...call, path: `/lbaas${call.path}` } as const;
  const answer = await whenMutable<T>(cloud, balancer, whole, context);
  const native = await settled(cloud, balancer, context);
  if (native?.provisioning_status !== FAILED) return answer;
  throw new ProviderFault(
    "conflict",
    `OpenStack could not carry out the change: the load balancer ${balancer} is in ERROR; delete it`,
  );
}

export interface Made {
  readonly id?: string;
}

/** POST of something in a load balancer; its id. */
export async function makeIn(
  cloud: Cloud,
  balancer: string,
  collection: string,
  key: string,
  input: object,
  context: Context,
): Promise<Sent> {
  const call = { method: "POST", path: `/${collection}`, body: { [key]: input } } as const;
  const answer = await change<Readonly<Record<string, Made>>>(cloud, balancer, call, context);
  return sent(answer.body?.[key]?.id, answer);
}

/** PUT, which may be sent again without harm. */
export async function putIn(
  cloud: Cloud,
  balancer: string,
  where: string,
  body: object,
  context: Context,
  query: NativeCall["query"] = {},
): Promise<undefined> {
  await change(cloud, balancer, { method: "PUT", path: where, body, query }, context);
  return undefined;
}

/** DELETE; what is gone already is no error. */
export async function dropIn(cloud: Cloud, balancer: string, where: string, context: Context): Promise<undefined> {
  await change(cloud, balancer, { method: "DELETE", path: where }, context).catch((error) => unlessGone(error, undefined));
  return undefined;
}

/** DELETE with all that is in it, also of one that failed. */
export async function dropBalancer(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  const call = { method: "DELETE", path: path`/lbaas/loadbalancers/${id}`, query: { cascade: "true" } } as const;
  return whenMutable(cloud, id, { service: "loadBalancer", ...call }, context).then(
    (answer) => sent(id, answer),
    (error) => unlessGone(error, { id }),
  );
}
