import type { LoadBalancerTypeEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Policies, policyFault } from "@cimi-gateway/model";
import { ALPHABET } from "./balancer-tags.js";
import { isElastic, isEthernet, placeOf } from "./endpoints.js";

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

/** Pools stand in tags, too. */
export function checkPoolNames({ listener = {} }: Taken): void {
  for (const { pool } of Object.values(listener)) if (pool !== undefined) checkName("listener", pool);
}

export function checkHealth({ health = {} }: Taken, kind: LoadBalancerTypeEnum | undefined): void {
  for (const [name, { protocol }] of Object.entries(health)) {
    checkName("health", name);
    if (kind === "application" && protocol === "tcp")
      throw policyFault("protocol: tcp is not what EC2 asks members by HTTP with; accepted: http, https", "health", name);
  }
}
