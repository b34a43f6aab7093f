import type { LoadBalancerTypeEnum, ProtocolEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import { nativeId } from "@cimi-gateway/adapter";
import type { Inside, Policies, PolicyLimits, StringMap } from "@cimi-gateway/model";
import { type GroupAttributes, sharingOf } from "./balancer-attributes.js";
import { ALPHABET } from "./balancer-tags.js";
import { isElastic, isEthernet, placeOf } from "./endpoints.js";
import { policyFault, takenPolicies } from "./service.js";

/** Elastic Load Balancing API reference, CreateListener and CreateTargetGroup: a port a listener, and what a health check may say. */
export const BALANCER_LIMITS: PolicyLimits<"Load Balancer"> = {
  listener: {
    distinct: ["ports"],
    each: {
      protocol: { values: ["tcp", "udp", "tls", "http", "https"] },
      ports: { most: 1, each: { widest: 1 } },
      to: {},
      speaking: { values: ["tcp", "tls", "http", "https"] },
      pool: {},
      algorithm: { values: ["round-robin", "least-connections", "random"] },
      persistence: {},
      cookie: {},
      lasting: { minimum: 1, maximum: 604_800 },
      certificates: { most: 1, each: { name: {} } },
    },
  },
  member: {
    most: 40,
    each: { target: { address: { families: [4] }, endpoint: {}, interface: {}, machine: {} }, port: {}, pool: {} },
  },
  health: {
    each: {
      protocol: { values: ["tcp", "http", "https"] },
      port: {},
      path: { longest: 1024 },
      expect: { each: { minimum: 200, maximum: 599 } },
      every: { minimum: 5, maximum: 300 },
      timeout: { minimum: 2, maximum: 120 },
      healthy: { minimum: 2, maximum: 10 },
      unhealthy: { minimum: 2, maximum: 10 },
      pool: {},
    },
  },
  external: { each: { automatic: {}, endpoint: {} } },
  scope: {},
};

type Taken = Policies<"Load Balancer">;
type TakenListener = NonNullable<Taken["listener"]>[string];
export type Health = NonNullable<Taken["health"]>[string] & { readonly name: string };

/** What a pool hands clients to, by its native id; an address stands for itself. */
export type Member = {
  readonly name: string;
  readonly kind: Inside["kind"];
  readonly id: string;
  readonly port?: number;
};

/** A listener with all that its target group is to be. */
export interface Wanted {
  readonly name: string;
  readonly protocol: ProtocolEnum;
  readonly port: number;
  /** The native name of a certificate. */
  readonly certificate?: string;
  readonly target: { readonly protocol: ProtocolEnum; readonly port: number };
  readonly pool?: string;
  readonly health?: Health;
  /** How clients are shared, as attributes of the target group. */
  readonly attributes: GroupAttributes;
  readonly members: readonly Member[];
}

export interface WantedBalancer {
  /** Undefined: it has no listener that tells. */
  readonly kind: LoadBalancerTypeEnum | undefined;
  readonly scope: Taken["scope"];
  /** Elastic IP addresses. */
  readonly addresses: readonly string[];
  readonly listeners: readonly Wanted[];
}

type Protocol = TakenListener["protocol"];

/** Which load balancer hears a protocol, and what it may speak with members: the first where nothing is said (user guides of both). */
const HEARD: Readonly<Record<string, { readonly kind: LoadBalancerTypeEnum; readonly speaks: readonly Protocol[] }>> = {
  tcp: { kind: "network", speaks: ["tcp"] },
  udp: { kind: "network", speaks: ["udp"] },
  tls: { kind: "network", speaks: ["tls", "tcp"] },
  http: { kind: "application", speaks: ["http", "https"] },
  https: { kind: "application", speaks: ["https", "http"] },
};

const native = (protocol: Protocol): ProtocolEnum => protocol.toUpperCase() as ProtocolEnum;

/** @throws InvalidValue for what Elastic Load Balancing has not, before anything is sent */
export function wantedBalancer(given: StringMap | undefined): WantedBalancer {
  const policies = takenPolicies("Load Balancer", given, BALANCER_LIMITS);
  const listeners = Object.entries(policies.listener ?? {});
  const kinds = [...new Set(listeners.map(([, { protocol }]) => HEARD[protocol]!.kind))];
  if (kinds.length > 1)
    throw policyFault(
      "mixes tcp, udp and tls with http and https, which EC2 has two kinds of balancers for; make two",
      "listener",
    );
  const [kind] = kinds;
  checkPools(policies);
  checkHealth(policies, kind);
  const addresses = (policies.external ?? []).flatMap((one) => (one.kind === "endpoint" ? [elastic(nativeId(one.value))] : []));
  if (addresses.length > 0 && (kind === "application" || policies.scope === "internal"))
    throw policyFault("must be automatic: only tcp, udp and tls on the internet have addresses that one chooses", "external");
  return { kind, scope: policies.scope, addresses, listeners: listeners.map(([name, one]) => wanted(name, one, policies)) };
}

function elastic(id: string): string {
  if (isElastic(id)) return id;
  throw policyFault(`${id} is not in the external network; accepted: an endpoint of that`, "external");
}

function wanted(name: string, listener: TakenListener, policies: Taken): Wanted {
  checkName("listener", name);
  const { protocol, ports, to, pool, speaking, certificates = [] } = listener;
  const { kind, speaks } = HEARD[protocol]!;
  if (speaking !== undefined && !speaks.includes(speaking))
    throw policyFault(
      `speaking: ${speaking} is not what EC2 makes of ${protocol}; accepted: ${speaks.join(", ")}`,
      "listener",
      name,
    );
  const [certificate] = certificates.flatMap((one) => (one.kind === "name" ? [one.value] : []));
  const isSecure = protocol === "tls" || protocol === "https";
  if (isSecure !== (certificate !== undefined))
    throw policyFault(
      isSecure ? "certificates are missing: name one by its ARN" : `certificates must be absent: ${protocol} shows none`,
      "listener",
      name,
    );
  const port = ports[0]!.first;
  const health = Object.entries(policies.health ?? {}).find(([, one]) => one.pool === pool);
  return {
    name,
    protocol: native(protocol),
    port,
    ...(certificate !== undefined && { certificate }),
    target: { protocol: native(speaking ?? speaks[0]!), port: to ?? port },
    ...(pool !== undefined && { pool }),
    ...(health && { health: { ...health[1], name: health[0] } }),
    attributes: sharingOf(name, listener, kind),
    members: membersOf(policies, pool, to),
  };
}

function membersOf({ member = {} }: Taken, pool: string | undefined, to: number | undefined): readonly Member[] {
  const own = Object.entries(member).filter(([, one]) => one.pool === pool);
  return own.map(([name, { target, port }]) => {
    checkName("member", name);
    if (port !== undefined && to !== undefined)
      throw policyFault(`port: a listener says to ${to} already; leave out one of them`, "member", name);
    const id = target.kind === "address" ? target.value : nativeId(target.value);
    if (target.kind === "endpoint") checkEndpoint(id, name);
    return { name, kind: target.kind, id, ...(port !== undefined && { port }) };
  });
}

function checkEndpoint(id: string, name: string): void {
  if (isElastic(id) || isEthernet(id) || placeOf(id).address.includes(":"))
    throw policyFault(`${id} has no private IPv4 address; accepted: an endpoint in an IPv4 segment`, "member", name);
}

const NAME_LENGTH = 80;

/** Names are kept in tags. */
function checkName(key: string, name: string): void {
  if (name.length <= NAME_LENGTH && ALPHABET.test(name) && name === name.trim()) return;
  throw policyFault(
    `EC2 cannot keep this name; accepted: up to ${NAME_LENGTH} letters, digits, inner spaces and + - = . _ : / @`,
    key,
    name,
  );
}

function checkPools({ listener = {}, member = {}, health = {} }: Taken): void {
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

function checkHealth({ health = {} }: Taken, kind: LoadBalancerTypeEnum | undefined): void {
  const pools = new Set<string | undefined>();
  for (const [name, { protocol, pool }] of Object.entries(health)) {
    checkName("health", name);
    if (pools.has(pool)) throw policyFault("is the second of its pool; EC2 takes one", "health", name);
    if (kind === "application" && protocol === "tcp")
      throw policyFault("protocol: tcp is not what EC2 asks members by HTTP with; accepted: http, https", "health", name);
    pools.add(pool);
  }
}
