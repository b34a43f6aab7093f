import { nativeId, reference } from "@cimi-gateway/adapter";
import {
  InvalidValue,
  type Policies,
  type PolicyLimits,
  policyFault,
  type StringMap,
  takenPolicies,
  writePolicies,
} from "@cimi-gateway/model";
import { metadataOf, tagOf } from "./network-objects.js";
import { prefixOf } from "./prefixes.js";
import { type NeutronRoute, type NeutronRouter, outsideAt } from "./routers.js";

export const ROUTING_LIMITS: PolicyLimits<"IP Routing"> = {
  route: { distinct: ["destination"], each: { destination: { prefix: {} }, via: { address: {}, network: {} } } },
};

type Rule = NonNullable<Policies<"IP Routing">["route"]>[string];

/** What a router is to do. */
export interface Routing {
  readonly routes: readonly NeutronRoute[];
  /** The external network that it leads to; null: none. */
  readonly outside: string | null;
  /** What consumers call the routes, by destination, where it is not that. */
  readonly names: Readonly<Record<string, string>>;
  readonly [key: string]: readonly NeutronRoute[] | string | null | Readonly<Record<string, string>>;
}

/** A router leads to one external network, for all that has no other route: to it packets go under the router's address there. */
const EVERYWHERE = "0.0.0.0/0";

/** The routes that policies mean. @throws InvalidValue for what a router cannot keep */
export function wantedRouting(given: StringMap | undefined): Routing {
  const { route = {} } = takenPolicies("IP Routing", given, ROUTING_LIMITS);
  const rules = Object.entries(route).map(([name, rule]) => ({ name, destination: destinationOf(rule, name), via: rule.via }));
  const outside = rules.find(({ via }) => via.kind === "network");
  if (outside && outside.destination !== EVERYWHERE)
    throw policyFault(
      `OpenStack leads to a network only what has no other route; accepted: ${EVERYWHERE}`,
      "route",
      outside.name,
    );
  const named = rules.filter(({ name, destination }) => name !== destination);
  return {
    routes: rules.flatMap(({ destination, via }) => (via.kind === "address" ? [{ destination, nexthop: via.value }] : [])),
    outside: outside?.via.kind === "network" ? nativeId(outside.via.value) : null,
    names: checkedNames(Object.fromEntries(named.map(({ name, destination }) => [destination, name]))),
  };
}

function destinationOf({ destination }: Rule, name: string): string {
  if (destination.kind === "prefix") return destination.value;
  throw policyFault("destination: OpenStack takes a prefix", "route", name);
}

/** On a router: the names of its routes. */
export const ROUTES_TAG = "cimi-routes";

/** Of a tag. */
const LONGEST = 255;

function checkedNames(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { length } = tagOf(ROUTES_TAG, JSON.stringify(names));
  if (length <= LONGEST) return names;
  throw new InvalidValue(
    `have names that OpenStack cannot keep, of ${length} characters together with their destinations; accepted: ${LONGEST}, or routes that are named by their destinations`,
    ["policies", "route"],
  );
}

export const namesTag = ({ names }: Routing): string | undefined =>
  Object.keys(names).length === 0 ? undefined : JSON.stringify(names);

export const routingOf = (router: NeutronRouter): Routing => ({
  routes: router.routes ?? [],
  outside: outsideAt(router),
  names: namesIn(router),
});

export function routingPolicies(router: NeutronRouter): StringMap {
  const { routes, outside, names } = routingOf(router);
  const rules: readonly Rule[] = [
    ...routes.map(({ destination, nexthop }) => ruleOf(destination, { kind: "address", value: nexthop })),
    ...(outside === null ? [] : [ruleOf(EVERYWHERE, { kind: "network", value: reference("Network", outside) })]),
  ];
  const named = rules.map((rule) => [nameOf(rule, names), rule] as const);
  return writePolicies("IP Routing", { route: Object.fromEntries(named) });
}

function nameOf({ destination }: Rule, names: Routing["names"]): string {
  const prefix = String(destination.value);
  return names[prefix] ?? prefix;
}

const ruleOf = (destination: string, via: Rule["via"]): Rule => ({
  destination: { kind: "prefix", value: prefixOf(destination) },
  via,
});

/** A tag that somebody spoiled names nothing. */
function namesIn(router: NeutronRouter): Readonly<Record<string, string>> {
  try {
    const held: unknown = JSON.parse(metadataOf(router)?.[ROUTES_TAG] ?? "{}");
    const entries = typeof held === "object" && held !== null ? Object.entries(held) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch {
    return {};
  }
}
