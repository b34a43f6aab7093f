import type { LoadBalancerTypeEnum, ProtocolEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import { nativeId } from "@cimi-gateway/adapter";
import { checkPools, type Inside, type Policies, policyFault, type StringMap, takenPolicies } from "@cimi-gateway/model";
import { type GroupAttributes, sharingOf } from "./balancer-attributes.js";
import { checkEndpoint, checkHealth, checkName, checkPoolNames } from "./balancer-checks.js";
import { BALANCER_LIMITS, HEARD } from "./balancer-limits.js";
import { isElastic } from "./endpoints.js";

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

const native = (protocol: TakenListener["protocol"]): ProtocolEnum => protocol.toUpperCase() as ProtocolEnum;

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
  checkPoolNames(policies);
  checkPools(policies, "EC2");
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
  const { protocol, ports, to, pool } = listener;
  const certificate = certificateOf(name, listener);
  const port = ports[0]!.first;
  const health = Object.entries(policies.health ?? {}).find(([, one]) => one.pool === pool);
  return {
    name,
    protocol: native(protocol),
    port,
    ...(certificate !== undefined && { certificate }),
    target: { protocol: native(spokenBy(name, listener)), port: to ?? port },
    ...(pool !== undefined && { pool }),
    ...(health && { health: { ...health[1], name: health[0] } }),
    attributes: sharingOf(name, listener, HEARD[protocol]!.kind),
    members: membersOf(policies, pool, to),
  };
}

function spokenBy(name: string, { protocol, speaking }: TakenListener): TakenListener["protocol"] {
  const { speaks } = HEARD[protocol]!;
  if (speaking === undefined || speaks.includes(speaking)) return speaking ?? speaks[0]!;
  throw policyFault(
    `speaking: ${speaking} is not what EC2 makes of ${protocol}; accepted: ${speaks.join(", ")}`,
    "listener",
    name,
  );
}

function certificateOf(name: string, { protocol, certificates = [] }: TakenListener): string | undefined {
  const [certificate] = certificates.flatMap((one) => (one.kind === "name" ? [one.value] : []));
  const isSecure = protocol === "tls" || protocol === "https";
  if (isSecure === (certificate !== undefined)) return certificate;
  throw policyFault(
    isSecure ? "certificates are missing: name one by its ARN" : `certificates must be absent: ${protocol} shows none`,
    "listener",
    name,
  );
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
