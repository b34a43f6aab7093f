import type { LoadBalancerTypeEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Policies } from "@cimi-gateway/model";
import { ALPHABET } from "./balancer-tags.js";
import { isElastic, isEthernet, placeOf } from "./endpoints.js";
import { policyFault } from "./service.js";

type Taken = Policies<"Load Balancer">;

export function checkEndpoint(id: string, name: string): void {
  if (isElastic(id) || isEthernet(id) || placeOf(id).address.includes(":"))
    throw policyFault(`${id} has no private IPv4 address; accepted: an endpoint in an IPv4 segment`, "member", name);
}

const NAME_LENGTH = 80;

/** Names are kept in tags. */
export function checkName(key: string, name: string): void {
  if (name.length <= NAME_LENGTH && ALPHABET.test(name) && name === name.trim()) return;
  throw policyFault(
    `EC2 cannot keep this name; accepted: up to ${NAME_LENGTH} letters, digits, inner spaces and + - = . _ : / @`,
    key,
    name,
  );
}

export function checkPools({ listener = {}, member = {}, health = {} }: Taken): void {
  const pools = new Set(Object.values(listener).map(({ pool }) => pool));
  for (const pool of pools) if (pool !== undefined) checkName("listener", pool);
  for (const [key, all] of Object.entries({ member, health }))
    for (const [name, { pool }] of Object.entries(all))
      if (!pools.has(pool))
        throw policyFault(
          pool === undefined ? "belongs to no listener: each names a pool" : `pool: no listener hands clients to ${pool}`,
          key,
          name,
        );
}

export function checkHealth({ health = {} }: Taken, kind: LoadBalancerTypeEnum | undefined): void {
  const pools = new Set<string | undefined>();
  for (const [name, { protocol, pool }] of Object.entries(health)) {
    checkName("health", name);
    if (pools.has(pool)) throw policyFault("is the second of its pool; EC2 takes one", "health", name);
    if (kind === "application" && protocol === "tcp")
      throw policyFault("protocol: tcp is not what EC2 asks members by HTTP with; accepted: http, https", "health", name);
    pools.add(pool);
  }
}
