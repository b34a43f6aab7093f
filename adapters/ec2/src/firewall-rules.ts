import { nativeId } from "@cimi-gateway/adapter";
import {
  type Flow,
  type Peer,
  type Policies,
  type PolicyLimits,
  PROTOCOLS,
  policyFault,
  prefixFamily,
  type StringMap,
  takenPolicies,
} from "@cimi-gateway/model";
import { DEFAULT_OUT, EVERYWHERE, keyOf, type Permission, writtenIn } from "./firewall-permissions.js";

/** What a security group can hold: what it allows, in no order (EC2 user guide, "Security group rules"). */
const PEERS = { most: 1000, each: { prefix: {}, service: {}, list: {}, group: {} } } as const;
export const FIREWALL_LIMITS: PolicyLimits<"Firewall"> = {
  rule: {
    each: {
      action: { values: ["allow"] },
      direction: {},
      traffic: { each: { ports: { each: {} }, messages: { each: { codes: true } } } },
      from: PEERS,
      to: PEERS,
      over: {},
      note: { longest: 100 },
    },
  },
  default: { each: {} },
  tracking: { values: ["stateful"] },
};

/** The characters that a description may have (EC2 API reference, IpRange), without the colon that parts name and note. */
const NAME = /^[\w.\-/()#,@[\]+=&;{}!$*]{1,100}$/;
const NOTE = /^[\w .\-:/()#,@[\]+=&;{}!$*]*$/;

/** All of EC2's permissions that policies mean. @throws InvalidValue for what EC2 cannot keep */
export function permissionsOf(given: StringMap | undefined, most: number): readonly Permission[] {
  const policies = takenPolicies("Firewall", given, FIREWALL_LIMITS);
  if (policies.default?.in === "allow")
    throw policyFault("EC2 lets in what a rule allows, and nothing else; accepted: deny", "default", "in");
  const rules = Object.entries(policies.rule ?? {}).flatMap(([name, rule]) => permissionsIn(name, rule));
  checkDistinct(rules);
  const known = new Set(rules.map(keyOf));
  const standard = policies.default?.out === "deny" ? [] : DEFAULT_OUT.filter((one) => !known.has(keyOf(one)));
  const all = [...rules, ...standard];
  for (const direction of ["in", "out"] as const) {
    const count = all.filter((one) => one.direction === direction).length;
    if (count > most)
      throw policyFault(`has ${count} pairs of traffic and peer that go ${direction}; this cloud takes ${most}`, "rule");
  }
  return all;
}

type Rule = NonNullable<Policies<"Firewall">["rule"]>[string];

function permissionsIn(name: string, rule: Rule): readonly Permission[] {
  const { direction, note } = rule;
  if (!NAME.test(name))
    throw policyFault(
      "has a name that EC2 cannot keep; accepted: up to 100 letters, digits and . _ - / ( ) # , @ [ ] + = & ; { } ! $ *",
      "rule",
      name,
    );
  if (note !== undefined && !NOTE.test(note))
    throw policyFault(
      "note: has characters that EC2 cannot keep; accepted: letters, digits, blanks and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *",
      "rule",
      name,
    );
  const other = direction === "in" ? "to" : "from";
  if (rule[other])
    throw policyFault(
      `${other}: EC2 takes no ${other} in a rule that goes ${direction}; the other end is the interface`,
      "rule",
      name,
    );
  const description = note === undefined ? `cimi:${name}` : `cimi:${name}: ${note}`;
  return rule.traffic.flatMap((flow) => {
    const spans = spansOf(flow, name);
    return spans.flatMap((span) => peersOf(rule, flow).map((peer) => ({ direction, ...span, ...peer, description })));
  });
}

type Span = Pick<Permission, "protocol" | "from" | "to">;

function spansOf({ protocol, ports, messages }: Flow, name: string): readonly Span[] {
  if (protocol === "any" && ports)
    throw policyFault("traffic: EC2 takes ports of one protocol only; accepted: tcp or udp with them", "rule", name);
  const native = protocolOf(protocol);
  if (ports) return ports.map(({ first, last }) => ({ protocol: native, from: first, to: last }));
  if (messages) return messages.map(({ type, code = -1 }) => ({ protocol: native, from: type, to: code }));
  return [{ protocol: native, ...(WITH_PORTS.has(native) ? { from: 0, to: 65_535 } : { from: -1, to: -1 }) }];
}

/** EC2 has these by name; others by number (EC2 API reference, IpPermission, IpProtocol). */
const NAMED: ReadonlySet<string> = new Set(["tcp", "udp", "icmp", "icmpv6"]);
const WITH_PORTS: ReadonlySet<string> = new Set(["tcp", "udp"]);

function protocolOf(name: string): string {
  if (name === "any") return "-1";
  return NAMED.has(name) ? name : String(PROTOCOLS[name as keyof typeof PROTOCOLS] ?? name);
}

type NativePeer = Pick<Permission, "kind" | "peer">;

function peersOf({ direction, from, to, over }: Rule, { protocol }: Flow): readonly NativePeer[] {
  const given = direction === "in" ? from : to;
  const families = (["IPv4", "IPv6"] as const).filter(
    (family) => (over ?? family) === family && ONLY[protocol] !== other(family),
  );
  if (!given) return families.map((family) => ({ kind: "prefix", peer: EVERYWHERE[family] }));
  return given
    .filter((held) => held.kind !== "prefix" || families.includes(prefixFamily(held.value) === 4 ? "IPv4" : "IPv6"))
    .map(nativePeer);
}

/** These are of one version of the Internet Protocol. */
const ONLY: Readonly<Record<string, string | undefined>> = { icmp: "IPv4", icmpv6: "IPv6" };
const other = (family: "IPv4" | "IPv6"): string => (family === "IPv4" ? "IPv6" : "IPv4");

function nativePeer(peer: Peer): NativePeer {
  if (peer.kind === "service") return { kind: "service", peer: nativeId(peer.value) };
  if (peer.kind === "prefix" || peer.kind === "list" || peer.kind === "group") return { kind: peer.kind, peer: peer.value };
  throw policyFault(`${peer.kind} is not supported by this cloud`, "rule");
}

/** EC2 keeps each permission once, under one description. */
function checkDistinct(permissions: readonly Permission[]): void {
  const seen = new Map<string, string>();
  for (const permission of permissions) {
    const key = keyOf(permission);
    const { name = "" } = writtenIn(permission.description);
    const earlier = seen.get(key);
    if (earlier !== undefined)
      throw policyFault(
        `allows ${permission.protocol} of ${permission.peer}, which rule.${earlier} allows; EC2 keeps each once`,
        "rule",
        name,
      );
    seen.set(key, name);
  }
}
