import { policyFault } from "@cimi-gateway/model";
import type { GroupAttributes } from "./balancer-attributes.js";
import { type HealthValues, healthIn } from "./balancer-health.js";
import { type Known, knownOf, memberKey, type Registered } from "./balancer-known.js";
import type { Hearing } from "./balancer-listeners.js";
import type { WantedBalancer } from "./balancer-policies.js";
import { GROUP_TAGS } from "./balancer-tags.js";
import type { Balancer, Target } from "./balancers.js";
import { tagIn } from "./tags.js";

/** What a change finds, as a step keeps it. */
export type Present = {
  readonly network: string;
  readonly kind: string;
  readonly scope: "internet" | "internal";
  /** Elastic IP addresses. */
  readonly addresses: readonly string[];
  readonly listeners: readonly PresentListener[];
};

export type PresentListener = {
  readonly name: string;
  readonly id: string;
  readonly hearing: Hearing;
  readonly target: { readonly protocol: string; readonly port: number };
  /** Empty: the pool without a name. */
  readonly pool: string;
  readonly health: HealthValues;
  readonly attributes: GroupAttributes;
  readonly members: readonly Registered[];
  readonly loose: readonly Target[];
  /** Of the target group, those by which the policies call things. */
  readonly tags: { readonly [key: string]: string };
  /** Whether the gateway made its target group. */
  readonly isOwn: boolean;
};

export function presentOf(balancer: Balancer): Present {
  const { VpcId = "", Type = "", Scheme, AvailabilityZones = [] } = balancer.native;
  const held = AvailabilityZones.flatMap(({ LoadBalancerAddresses = [] }) => LoadBalancerAddresses);
  return {
    network: VpcId,
    kind: Type,
    scope: Scheme === "internal" ? "internal" : "internet",
    addresses: held.flatMap(({ AllocationId }) => AllocationId ?? []),
    listeners: knownOf(balancer).map(listenerOf),
  };
}

function listenerOf({ name, pool = "", members, loose, heard: { listener, group, tags, attributes } }: Known): PresentListener {
  const certificate = listener.Certificates?.[0]?.CertificateArn;
  const named = (tags ?? []).filter(({ Key = "" }) => OWN.has(Key) || Key.startsWith(memberKey("")));
  return {
    name,
    id: listener.ListenerArn ?? "",
    hearing: {
      protocol: listener.Protocol!,
      port: listener.Port ?? 0,
      group: group.TargetGroupArn ?? "",
      ...(certificate !== undefined && { certificate }),
    },
    target: { protocol: group.Protocol ?? "", port: group.Port ?? 0 },
    pool,
    health: healthIn(group),
    attributes,
    members,
    loose,
    tags: Object.fromEntries(named.map(({ Key = "", Value = "" }) => [Key, Value])),
    isOwn: tagIn(tags, GROUP_TAGS.listener) !== undefined,
  };
}

const OWN: ReadonlySet<string> = new Set(Object.values(GROUP_TAGS));

/** @throws InvalidValue for what EC2 keeps as it was made, before anything is sent */
export function checkChange(wanted: WantedBalancer, present: Present): void {
  const { kind, scope, addresses, listeners } = wanted;
  if (present.listeners.some(({ isOwn }) => !isOwn))
    throw policyFault("of this load balancer were made past CIMI; change them where they were made", "listener");
  if (kind !== undefined && kind !== present.kind)
    throw policyFault(
      `EC2 does not turn ${present.kind === "network" ? "a network" : "an application"} load balancer into another kind; make another service`,
      "listener",
    );
  if (scope !== undefined && scope !== present.scope)
    throw policyFault(`EC2 keeps it; accepted: ${present.scope}, or another service`, "scope");
  if (addresses.length > 0 && !isSame(addresses, present.addresses))
    throw policyFault("EC2 keeps the addresses of a load balancer; leave them as they are, or make another service", "external");
  const isServing = present.listeners.some(({ pool, loose }) => pool === "" && loose.length > 0);
  if (isServing && !listeners.some(({ pool }) => pool === undefined))
    throw policyFault("must have one without a pool, which the endpoints of the service get their clients from", "listener");
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one) => others.includes(one));
