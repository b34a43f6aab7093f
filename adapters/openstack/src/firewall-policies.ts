import { grouped, reference } from "@cimi-gateway/adapter";
import { type Flow, type Peer, type Policies, type StringMap, writePolicies } from "@cimi-gateway/model";
import { DEFAULT_OUT, EVERYWHERE, keyOf, type Permission, permissionsIn, writtenIn } from "./firewall-permissions.js";
import type { SecurityGroup } from "./security-groups.js";

type Rule = NonNullable<Policies<"Firewall">["rule"]>[string];

/** The policies that the rules of a group come to. */
export function firewallPolicies(group: SecurityGroup): StringMap {
  const all = permissionsIn(group);
  const standard = all.filter((one) => one.description === "" && STANDARD.has(keyOf(one)));
  const isOpen = standard.length === DEFAULT_OUT.length;
  const rules = isOpen ? all.filter((one) => !standard.includes(one)) : all;
  return writePolicies("Firewall", {
    rule: Object.fromEntries(rulesOf(rules)),
    default: { in: "deny", out: isOpen ? "allow" : "deny" },
    tracking: group.stateful === false ? "stateless" : "stateful",
  });
}

const STANDARD = new Set(DEFAULT_OUT.map(keyOf));

/** One peer with all that it is allowed; other security groups and lists of addresses may be meant in one version alone. */
interface Allowed {
  readonly end: Peer;
  readonly over: "IPv4" | "IPv6" | undefined;
  readonly permissions: readonly Permission[];
}

/** Permissions of one name and direction are one rule, if every peer has the same traffic; else as many as there are kinds of it. */
function rulesOf(permissions: readonly Permission[]): readonly (readonly [string, Rule])[] {
  const taken = new Set<string>();
  return [...grouped(permissions, (one) => `${one.direction} ${nameOf(one)}`).values()].flatMap((group) => {
    const alike = grouped(allowedIn(group), ({ over, permissions: held }) => `${over} ${held.map(spanOf).sort().join()}`);
    return [...alike.values()].map((peers) => [unused(nameOf(group[0]!), taken), ruleOf(peers)] as const);
  });
}

const allowedIn = (group: readonly Permission[]): readonly Allowed[] =>
  [...grouped(group, ({ kind, peer }) => `${kind} ${peer}`).values()].flatMap((held): readonly Allowed[] => {
    const end = endOf(held[0]!);
    if (end.kind === "prefix") return [{ end, over: undefined, permissions: held }];
    const versions = [...grouped(held, ({ family }) => family)];
    const [one, other] = versions;
    const isBoth = other !== undefined && same(one![1], other[1]);
    if (isBoth || held.every(({ protocol }) => /^icmp/.test(protocol))) return [{ end, over: undefined, permissions: one![1] }];
    return versions.map(([over, own]) => ({ end, over, permissions: own }));
  });

const same = (one: readonly Permission[], other: readonly Permission[]): boolean =>
  one.map(spanOf).sort().join() === other.map(spanOf).sort().join();

function endOf({ kind, peer }: Permission): Peer {
  return kind === "service" ? { kind, value: reference("NetworkService", `${peer}.firewall`) } : { kind, value: peer };
}

/** What others wrote has no name; its traffic is one, which stays the same as long as the rule does. */
const nameOf = (permission: Permission): string => writtenIn(permission.description).name ?? spanOf(permission);

function spanOf(permission: Permission): string {
  const { direction, protocol, from, to } = permission;
  if (isWhole(permission)) return `${direction}.${protocol}`;
  return `${direction}.${protocol}.${from === to || to === -1 ? from : `${from}-${to}`}`;
}

function unused(name: string, taken: Set<string>): string {
  let [chosen, count] = [name, 1];
  while (taken.has(chosen)) chosen = `${name}.${++count}`;
  taken.add(chosen);
  return chosen;
}

function ruleOf(peers: readonly Allowed[]): Rule {
  const { permissions, over } = peers[0]!;
  const { direction, description } = permissions[0]!;
  const { note } = writtenIn(description);
  const ends = peers.map(({ end }) => end);
  return {
    action: "allow",
    direction,
    traffic: flowsOf(permissions),
    ...(!isEverywhere(ends) && { [direction === "in" ? "from" : "to"]: ends }),
    ...(over !== undefined && { over }),
    ...(note !== undefined && { note }),
  };
}

const isEverywhere = (ends: readonly Peer[]): boolean => {
  const prefixes = new Set(ends.map((end) => (end.kind === "prefix" ? end.value : "")));
  return prefixes.size === 2 && prefixes.has(EVERYWHERE.IPv4) && prefixes.has(EVERYWHERE.IPv6);
};

/** Ports of one protocol stand together, as do messages. */
const flowsOf = (permissions: readonly Permission[]): Flow[] =>
  [...grouped(permissions, ({ protocol }) => protocol)].flatMap(([protocol, held]) => {
    const parts = held.filter((one) => !isWhole(one));
    return [...(parts.length < held.length ? [{ protocol }] : []), ...(parts.length > 0 ? [partsOf(protocol, parts)] : [])];
  });

const LAST_PORT = 65_535;
const isMessage = (protocol: string): boolean => /^icmp/.test(protocol);

const isWhole = ({ protocol, from, to }: Permission): boolean =>
  from === -1 || (!isMessage(protocol) && from <= 1 && to === LAST_PORT);

function partsOf(protocol: string, parts: readonly Permission[]): Flow {
  if (!isMessage(protocol)) return { protocol, ports: parts.map(({ from, to }) => ({ first: from, last: to })) };
  return { protocol, messages: parts.map(({ from, to }) => (to === -1 ? { type: from } : { type: from, code: to })) };
}
