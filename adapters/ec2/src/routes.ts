import type { Route, RouteTable } from "@aws-sdk/client-ec2";
import { nativeId, reference } from "@cimi-gateway/adapter";
import {
  type Policies,
  type PolicyLimits,
  policyFault,
  prefixFamily,
  readPrefix,
  type StringMap,
  takenPolicies,
  writePolicies,
} from "@cimi-gateway/model";
import { RESERVED, tagIn } from "./tags.js";

/** Where EC2 can send packets, by CIMI's words and EC2's parameters (EC2 API reference, CreateRoute). */
export interface NativeRoute {
  readonly name: string;
  /** A prefix of either version, or the id of a prefix list. */
  readonly destination: string;
  readonly target: Target;
  readonly value: string;
  readonly [key: string]: string;
}

type Target =
  | "GatewayId"
  | "NatGatewayId"
  | "EgressOnlyInternetGatewayId"
  | "NetworkInterfaceId"
  | "InstanceId"
  | "TransitGatewayId"
  | "VpcPeeringConnectionId"
  | "CarrierGatewayId"
  | "LocalGatewayId";

/** The parameter that takes an id, by its beginning; what is not here is a GatewayId (igw-, vgw-). */
const TARGETS: readonly (readonly [prefix: string, target: Target])[] = [
  ["nat-", "NatGatewayId"],
  ["eigw-", "EgressOnlyInternetGatewayId"],
  ["eni-", "NetworkInterfaceId"],
  ["tgw-", "TransitGatewayId"],
  ["pcx-", "VpcPeeringConnectionId"],
  ["cagw-", "CarrierGatewayId"],
  ["lgw-", "LocalGatewayId"],
];
const targetOf = (id: string): Target => TARGETS.find(([prefix]) => id.startsWith(prefix))?.[1] ?? "GatewayId";

export const ROUTING_LIMITS: PolicyLimits<"IP Routing"> = {
  route: {
    distinct: ["destination"],
    each: {
      destination: { prefix: {}, list: {} },
      via: { local: {}, service: {}, interface: {}, machine: {}, name: {} },
      learned: {},
      unreachable: {},
      fixed: {},
    },
  },
  main: {},
  learn: {},
};

type Rule = NonNullable<Policies<"IP Routing">["route"]>[string];
type Via = Rule["via"];

/** The routes that policies mean; those that EC2 makes itself (local, learned) are passed over. @throws InvalidValue */
export function wantedRoutes(given: StringMap | undefined): readonly NativeRoute[] {
  const { route = {} } = takenPolicies("IP Routing", given, ROUTING_LIMITS);
  return Object.entries(route).flatMap(([name, rule]) => {
    if (rule.learned || rule.fixed || rule.via.kind === "local") return [];
    return [{ name, destination: destinationOf(rule.destination, name), ...nextHop(rule.via, name) }];
  });
}

function destinationOf(destination: Rule["destination"], name: string): string {
  if (destination.kind === "prefix" || destination.kind === "list") return destination.value;
  throw policyFault("destination: EC2 takes a prefix or a list", "route", name);
}

function nextHop(via: Via, name: string): Pick<NativeRoute, "target" | "value"> {
  if (via.kind === "machine") return { target: "InstanceId", value: nativeId(via.value) };
  if (via.kind === "interface") return { target: "NetworkInterfaceId", value: nativeId(via.value) };
  if (via.kind === "service") return { target: targetOf(nativeId(via.value)), value: nativeId(via.value) };
  if (via.kind === "name") return { target: targetOf(via.value), value: via.value };
  throw policyFault("via: EC2 takes a service, an interface, a machine or a name", "route", name);
}

/** The routes of a table as EC2 has them, the local ones left out: whoever made them, they can be taken away. */
export const changeableRoutes = (table: RouteTable): readonly NativeRoute[] =>
  (table.Routes ?? [])
    .filter(({ Origin }) => Origin === "CreateRoute")
    .flatMap((route) => {
      const destination = destinationIn(route);
      const hop = hopOf(route);
      return destination === undefined || hop === undefined ? [] : [{ name: "", destination, ...hop }];
    });

export const destinationIn = (route: Route): string | undefined =>
  route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;

/** EC2 adds the interface of a machine to a route that names the machine. */
function hopOf(route: Route): Pick<NativeRoute, "target" | "value"> | undefined {
  if (route.InstanceId) return { target: "InstanceId", value: route.InstanceId };
  const targets = [
    "NatGatewayId",
    "EgressOnlyInternetGatewayId",
    "NetworkInterfaceId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "CarrierGatewayId",
    "LocalGatewayId",
    "GatewayId",
  ] as const;
  const target = targets.find((one) => route[one]);
  return target === undefined ? undefined : { target, value: route[target]! };
}

export function routingPolicies(table: RouteTable, main: boolean): StringMap {
  const names = namesIn(table);
  const routes = (table.Routes ?? []).flatMap((route) => {
    const destination = destinationIn(route);
    return destination === undefined ? [] : [[names.get(destination) ?? destination, ruleOf(destination, route)] as const];
  });
  const learn = (table.PropagatingVgws ?? []).length > 0;
  return writePolicies("IP Routing", { route: Object.fromEntries(routes), ...(main && { main }), ...(learn && { learn }) });
}

function ruleOf(destination: string, route: Route): Rule {
  return {
    destination: destination.startsWith("pl-")
      ? { kind: "list", value: destination }
      : { kind: "prefix", value: readPrefix(destination) },
    via: viaOf(route),
    ...(route.Origin === "EnableVgwRoutePropagation" && { learned: true }),
    ...(route.State === "blackhole" && { unreachable: true }),
    ...(route.Origin === "CreateRouteTable" && { fixed: true }),
  };
}

/** What this cloud has as a resource; the rest by the names of EC2. */
const SERVICES = /^(nat|igw|eigw)-/;

function viaOf(route: Route): Via {
  const hop = hopOf(route);
  if (!hop) return { kind: "blackhole" };
  if (hop.value === "local") return { kind: "local" };
  if (hop.target === "InstanceId") return { kind: "machine", value: reference("Machine", hop.value) };
  if (hop.target === "NetworkInterfaceId") return { kind: "interface", value: reference("NetworkInterface", hop.value) };
  return SERVICES.test(hop.value)
    ? { kind: "service", value: reference("NetworkService", hop.value) }
    : { kind: "name", value: hop.value };
}

/** EC2's routes have no names: those that consumers gave are in a tag, by destination. */
function namesIn({ Tags }: RouteTable): ReadonlyMap<string, string> {
  try {
    const held: unknown = JSON.parse(tagIn(Tags, RESERVED.routes) ?? "{}");
    const entries = typeof held === "object" && held !== null ? Object.entries(held) : [];
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch {
    return new Map();
  }
}

/** How a call names a destination. */
export function destinationInput(destination: string) {
  if (destination.startsWith("pl-")) return { DestinationPrefixListId: destination };
  return prefixFamily(destination) === 4 ? { DestinationCidrBlock: destination } : { DestinationIpv6CidrBlock: destination };
}
