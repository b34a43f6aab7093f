import type { Context } from "@cimi-gateway/adapter";
import { policyFault } from "@cimi-gateway/model";
import { type Beside, besideOf } from "./balancer-beside.js";
import { type Hearing, hearingOf } from "./balancer-hearing.js";
import { type Known, knownOf } from "./balancer-known.js";
import { PROTOCOLS, wordFor } from "./balancer-limits.js";
import { oneBalancer } from "./balancers.js";
import type { Cloud } from "./cloud.js";

/** A listener as a change finds it, and as a step keeps it. */
export type Present = {
  readonly hearing: Hearing;
  readonly id: string;
  readonly pool: string;
  /** Empty: the pool of the service's endpoints. */
  readonly poolName: string;
  /** Empty: none. */
  readonly monitor: string;
  /** The endpoints of the service among its members. */
  readonly loose: readonly string[];
  readonly beside: Beside;
};

/** @throws InvalidValue for what another tool made in a way that policies cannot say, before anything is changed */
export async function presentOf(cloud: Cloud, id: string, context: Context): Promise<readonly Present[]> {
  const balancer = await oneBalancer(cloud, id, context);
  const known = (await knownOf(cloud, [balancer], context)).get(balancer) ?? [];
  const pools = new Set(known.map(({ heard }) => heard.pool?.id));
  if (
    known.some(({ heard }) => !isPlain(heard)) ||
    pools.size < known.length ||
    (balancer.native.pools?.length ?? 0) > pools.size
  )
    throw policyFault(
      "of this load balancer were made past CIMI, with rules, pools or protocols that policies do not have; change them where they were made",
      "listener",
    );
  return known.map((one) => ({
    hearing: hearingOf(one.name, one.heard),
    id: one.heard.listener.id,
    pool: one.heard.pool?.id ?? "",
    poolName: one.pool ?? "",
    monitor: one.heard.monitor?.id ?? "",
    loose: one.loose.map((held) => held.id),
    beside: besideOf(one.heard),
  }));
}

const isPlain = ({ listener, pool }: Known["heard"]): boolean =>
  wordFor(PROTOCOLS, listener.protocol) !== undefined &&
  pool?.protocol === listener.protocol &&
  (listener.l7policies ?? []).length === 0;
