import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import { settled, whenMutable } from "./balancer-waiting.js";
import type { NativeAnswer, NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { isFailed } from "./network-states.js";
import { path } from "./paths.js";
import { type Sent, sent } from "./writes.js";

export type BalancerCall = Pick<NativeCall, "method" | "body" | "query"> & { readonly path: string };

/**
 * One change of a load balancer, once nothing else changes it; done when it has the change.
 * @throws ProviderFault notFound where it is gone, conflict where it is in ERROR afterwards, unanswered where that cannot be found out
 */
export async function change<T = unknown>(
  cloud: Cloud,
  balancer: string,
  call: BalancerCall,
  context: Context,
): Promise<NativeAnswer<T>> {
  const whole = { service: "loadBalancer", ...call, path: `/lbaas${call.path}` } as const;
  const answer = await whenMutable<T>(cloud, balancer, whole, context);
  const native = await settled(cloud, balancer, context).catch(asUnanswered);
  if (native === undefined || !isFailed(native)) return answer;
  throw new ProviderFault(
    "conflict",
    `OpenStack could not carry out the change: the load balancer ${balancer} is in ERROR; delete it`,
  );
}

/** What was accepted may have acted: it is looked for, and not sent again as what was throttled or never left would be. */
function asUnanswered(error: unknown): never {
  if (!(error instanceof ProviderFault)) throw error;
  const { message, code, requestId, retryAfter } = error;
  throw new ProviderFault("unanswered", message, { code, requestId, retryAfter, cause: error });
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
