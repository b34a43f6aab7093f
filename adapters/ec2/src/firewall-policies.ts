import type { SecurityGroup } from "@aws-sdk/client-ec2";
import { grouped, reference } from "@cimi-gateway/adapter";
import { type Flow, type Peer, type Policies, PROTOCOLS, type StringMap, writePolicies } from "@cimi-gateway/model";
import { DEFAULT_OUT, EVERYWHERE, keyOf, type Permission, permissionsIn, writtenIn } from "./firewall-permissions.js";

type Rules = NonNullable<Policies<"Firewall">["rule"]>;
type Rule = Rules[string];

/** The policies that a group's permissions come to. */
export function firewallPolicies(group: SecurityGroup): StringMap {
  const all = permissionsIn(group);
  const standard = all.filter(isStandard);
  return writePolicies("Firewall", {
    rule: Object.fromEntries(rulesOf(all.filter((one) => !isStandard(one)))),
    default: { in: "deny", out: standard.length > 0 ? "allow" : "deny" },
    tracking: "stateful",
  });
}

/** What EC2 gives a new group; with an IPv6 block in the network there is one more of it. */
const STANDARD = new Set([keyOf(DEFAULT_OUT[0]!), keyOf({ ...DEFAULT_OUT[0]!, peer: EVERYWHERE.IPv6 })]);
const isStandard = (one: Permission): boolean => one.description === "" && STANDARD.has(keyOf(one));

/** Permissions of one name and direction are one rule, if every peer has the same traffic; else as many as there are kinds of traffic. */
function rulesOf(permissions: readonly Permission[]): readonly (readonly [string, Rule])[] {
  const named = grouped(permissions, (one) => `${one.direction} ${nameOf(one)}`);
  const taken = new Set<string>();
  return [...named.values()].flatMap((group) => {
    const alike = grouped(byPeer(group), ([, held]) => held.map(spanOf).sort().join());
    return [...alike.values()].map((peers) => {
      const name = unused(nameOf(group[0]!), taken);
      return [name, ruleOf(peers)] as const;
    });
  });
}

type PeerPermissions = readonly [string, readonly Permission[]];

const byPeer = (permissions: readonly Permission[]): readonly PeerPermissions[] => [
  ...grouped(permissions, ({ kind, peer }) => `${kind} ${peer}`),
];

/** What others wrote has no name; its traffic is one, which stays the same as long as the rule does. */
const nameOf = (permission: Permission): string => writtenIn(permission.description).name ?? spanOf(permission);

function spanOf({ direction, protocol, from, to }: Permission): string {
  const named = nameOfProtocol(protocol);
  if (from === -1 || (from === 0 && to === 65_535)) return `${direction}.${named}`;
  return `${direction}.${named}.${from === to || to === -1 ? from : `${from}-${to}`}`;
}

function unused(name: string, taken: Set<string>): string {
  let [chosen, count] = [name, 1];
  while (taken.has(chosen)) chosen = `${name}.${++count}`;
  taken.add(chosen);
  return chosen;
}

function ruleOf(peers: readonly PeerPermissions[]): Rule {
  const permissions = peers[0]![1];
  const { direction, description } = permissions[0]!;
  const { note } = writtenIn(description);
  const ends = peers.map(([, [one]]) => peerOf(one!));
  return {
    action: "allow",
    direction,
    traffic: flowsOf(permissions),
    ...(!isEverywhere(ends) && { [direction === "in" ? "from" : "to"]: ends }),
    ...(note !== undefined && { note }),
  };
}

const isEverywhere = (ends: readonly Peer[]): boolean => {
  const prefixes = new Set(ends.map((end) => (end.kind === "prefix" ? end.value : "")));
  return prefixes.size === 2 && prefixes.has(EVERYWHERE.IPv4) && prefixes.has(EVERYWHERE.IPv6);
};

function peerOf({ kind, peer }: Permission): Peer {
  return kind === "service" ? { kind, value: reference("NetworkService", peer) } : { kind, value: peer };
}

const NAMES: ReadonlyMap<string, string> = new Map(Object.entries(PROTOCOLS).map(([name, number]) => [String(number), name]));

const nameOfProtocol = (native: string): string => (native === "-1" ? "any" : (NAMES.get(native) ?? native));

/** Ports of one protocol stand together, as do messages. */
function flowsOf(permissions: readonly Permission[]): Flow[] {
  return [...grouped(permissions, ({ protocol }) => nameOfProtocol(protocol))].flatMap(([protocol, held]) => {
    const parts = held.filter((one) => !isWhole(one));
    return [...(parts.length < held.length ? [{ protocol }] : []), ...(parts.length > 0 ? [partsOf(protocol, parts)] : [])];
  });
}

const isWhole = ({ protocol, from, to }: Permission): boolean =>
  from === -1 || protocol === "-1" || (!isMessage(protocol) && from === 0 && to === 65_535);
const isMessage = (protocol: string): boolean => /^(icmp|icmpv6|1|58)$/.test(protocol);

function partsOf(protocol: string, parts: readonly Permission[]): Flow {
  if (!isMessage(protocol)) return { protocol, ports: parts.map(({ from, to }) => ({ first: from, last: to })) };
  return { protocol, messages: parts.map(({ from, to }) => (to === -1 ? { type: from } : { type: from, code: to })) };
}
