import { PROTOCOLS, prefixFamily } from "@cimi-gateway/model";
import { prefixOf } from "./prefixes.js";
import type { NeutronRule, SecurityGroup } from "./security-groups.js";

type Family = "IPv4" | "IPv6";

/** A rule of Neutron names one kind of traffic of one version and one peer; a rule of CIMI is a set of them that bear its name. */
export interface Permission {
  readonly direction: "in" | "out";
  readonly family: Family;
  /** CIMI's word. */
  readonly protocol: string;
  /** A port, or the type of a message; -1: all. */
  readonly from: number;
  /** A port, or the code of a message; -1: all. */
  readonly to: number;
  readonly kind: "prefix" | "service" | "list";
  readonly peer: string;
  /** What Neutron keeps of the rule: `cimi:name: note`. Empty: none. */
  readonly description: string;
  readonly [key: string]: string | number;
}

export const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];
export const EVERYWHERE: Readonly<Record<Family, string>> = { IPv4: "0.0.0.0/0", IPv6: "::/0" };

/** What Neutron gives a new group, and what `default.out` means: everything goes out. */
export const DEFAULT_OUT: readonly Permission[] = FAMILIES.map((family) => ({
  direction: "out",
  family,
  protocol: "any",
  from: -1,
  to: -1,
  kind: "prefix",
  peer: EVERYWHERE[family],
  description: "",
}));

export const keyOf = ({ direction, family, protocol, from, to, kind, peer }: Permission): string =>
  [direction, family, protocol, from, to, kind, peer].join(" ");

/** The name and note of a rule in a description that the gateway wrote. */
export function writtenIn(description: string): { readonly name?: string; readonly note?: string } {
  const [, name, note] = /^cimi:([^:]+)(?:: (.*))?$/.exec(description) ?? [];
  return name === undefined ? {} : { name, ...(note !== undefined && { note }) };
}

const NUMBERS: Readonly<Record<string, number>> = PROTOCOLS;
const NAMES: ReadonlyMap<string, string> = new Map(Object.entries(PROTOCOLS).map(([name, number]) => [String(number), name]));

/** Neutron's other names (Networking API v2.0, "protocol"). */
const ALIASES: Readonly<Record<string, string | undefined>> = {
  "ipv6-icmp": "icmpv6",
  "ipv6-encap": "ipv6",
  any: "any",
  "0": "any",
};

function protocolOf({ protocol, ethertype }: NeutronRule): string {
  const text = String(protocol ?? "any").toLowerCase();
  const name = ALIASES[text] ?? NAMES.get(text) ?? text;
  return name === "icmp" && ethertype === "IPv6" ? "icmpv6" : name;
}

export type HeldPermission = Permission & { readonly id: string };

/** The rules of a group, always in one order: Neutron has none. */
export const permissionsIn = ({ security_group_rules = [] }: SecurityGroup): readonly HeldPermission[] =>
  security_group_rules.map(permissionOf).sort(inOrder);

const inOrder = (one: Permission, other: Permission): number =>
  compare(one.protocol, other.protocol) || one.from - other.from || one.to - other.to || compare(keyOf(one), keyOf(other));

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function permissionOf(rule: NeutronRule): HeldPermission {
  const family: Family = rule.ethertype === "IPv6" ? "IPv6" : "IPv4";
  return {
    id: rule.id,
    direction: rule.direction === "ingress" ? "in" : "out",
    family,
    protocol: protocolOf(rule),
    from: rule.port_range_min ?? -1,
    to: rule.port_range_max ?? -1,
    ...peerOf(rule, family),
    description: rule.description ?? "",
  };
}

function peerOf(rule: NeutronRule, family: Family): Pick<Permission, "kind" | "peer"> {
  if (rule.remote_group_id) return { kind: "service", peer: rule.remote_group_id };
  if (rule.remote_address_group_id) return { kind: "list", peer: rule.remote_address_group_id };
  const prefix = rule.remote_ip_prefix ? prefixOf(rule.remote_ip_prefix) : EVERYWHERE[family];
  return { kind: "prefix", peer: prefix };
}

const REMOTE = { service: "remote_group_id", list: "remote_address_group_id", prefix: "remote_ip_prefix" } as const;

/** A permission as Neutron takes it: numbers are known by all of its versions. */
export function nativeRule(group: string, permission: Permission): object {
  const { direction, family, protocol, from, to, kind, peer, description } = permission;
  const isEverywhere = kind === "prefix" && peer === EVERYWHERE[family];
  return {
    security_group_id: group,
    direction: direction === "in" ? "ingress" : "egress",
    ethertype: family,
    ...(protocol !== "any" && { protocol: nativeProtocol(protocol) }),
    ...(from !== -1 && { port_range_min: from }),
    ...(to !== -1 && { port_range_max: to }),
    ...(!isEverywhere && { [REMOTE[kind]]: peer }),
    ...(description !== "" && { description }),
  };
}

const NAMED: ReadonlySet<string> = new Set(["tcp", "udp", "icmp"]);

function nativeProtocol(name: string): string {
  if (NAMED.has(name)) return name;
  return name === "icmpv6" ? "ipv6-icmp" : String(NUMBERS[name] ?? name);
}

export const familyOfPrefix = (prefix: string): Family => (prefixFamily(prefix) === 4 ? "IPv4" : "IPv6");
