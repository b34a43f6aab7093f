import { nativeId } from "@cimi-gateway/adapter";
import {
  type Flow,
  type Peer,
  type Policies,
  type PolicyLimits,
  policyFault,
  type StringMap,
  takenPolicies,
} from "@cimi-gateway/model";
import { DEFAULT_OUT, EVERYWHERE, FAMILIES, familyOfPrefix, keyOf, type Permission, writtenIn } from "./firewall-permissions.js";

/** What a security group can hold: what it allows, in no order (Networking API v2.0, "Security group rules"). */
const PEERS = { most: 1000, each: { prefix: {}, service: {}, list: {} } } as const;
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

/** Name and note share a description, which the name ends with a colon. */
const NAME = /^[\w.\-/()#,@[\]+=&;{}!$*]{1,100}$/;
const NOTE = /^[^\p{Cc}\u{10000}-\u{10FFFF}]*$/u;

/** All of Neutron's rules that policies mean. @throws InvalidValue for what Neutron cannot keep */
export function permissionsOf(given: StringMap | undefined): readonly Permission[] {
  const policies = takenPolicies("Firewall", given, FIREWALL_LIMITS);
  if (policies.default?.in === "allow")
    throw policyFault("OpenStack lets in what a rule allows, and nothing else; accepted: deny", "default", "in");
  const rules = Object.entries(policies.rule ?? {}).flatMap(([name, rule]) => permissionsOfRule(name, rule));
  checkDistinct(rules);
  const known = new Set(rules.map(keyOf));
  const standard = policies.default?.out === "deny" ? [] : DEFAULT_OUT.filter((one) => !known.has(keyOf(one)));
  return [...rules, ...standard];
}

type Rule = NonNullable<Policies<"Firewall">["rule"]>[string];

function permissionsOfRule(name: string, rule: Rule): readonly Permission[] {
  const { direction, note } = rule;
  checkTexts(name, note);
  const other = direction === "in" ? "to" : "from";
  if (rule[other])
    throw policyFault(
      `${other}: OpenStack takes no ${other} in a rule that goes ${direction}; the other end is the interface`,
      "rule",
      name,
    );
  const description = note === undefined ? `cimi:${name}` : `cimi:${name}: ${note}`;
  return rule.traffic.flatMap((flow) =>
    spansOf(flow, name).flatMap((span) => peersOf(rule, flow).map((peer) => ({ direction, ...span, ...peer, description }))),
  );
}

function checkTexts(name: string, note: string | undefined): void {
  if (!NAME.test(name))
    throw policyFault(
      "has a name that OpenStack cannot keep; accepted: up to 100 letters, digits and . _ - / ( ) # , @ [ ] + = & ; { } ! $ *",
      "rule",
      name,
    );
  if (note !== undefined && !NOTE.test(note))
    throw policyFault("note: has characters that OpenStack cannot keep; accepted: those of the basic plane", "rule", name);
}

type Span = Pick<Permission, "protocol" | "from" | "to">;

function spansOf({ protocol, ports, messages }: Flow, name: string): readonly Span[] {
  if (protocol === "any" && ports)
    throw policyFault("traffic: OpenStack takes ports of one protocol only; accepted: tcp or udp with them", "rule", name);
  if (ports) return ports.map(({ first, last }) => ({ protocol, from: first, to: last }));
  if (messages) return messages.map(({ type, code = -1 }) => ({ protocol, from: type, to: code }));
  return [{ protocol, from: -1, to: -1 }];
}

type NativePeer = Pick<Permission, "kind" | "peer" | "family">;

/** These are of one version of the Internet Protocol. */
const ONLY: Readonly<Record<string, string | undefined>> = { icmp: "IPv4", icmpv6: "IPv6" };

function peersOf({ direction, from, to, over }: Rule, { protocol }: Flow): readonly NativePeer[] {
  const given = direction === "in" ? from : to;
  const families = FAMILIES.filter((family) => (over ?? family) === family && (ONLY[protocol] ?? family) === family);
  if (!given) return families.map((family) => ({ kind: "prefix", peer: EVERYWHERE[family], family }));
  return given.flatMap((held) =>
    held.kind === "prefix"
      ? families
          .filter((family) => family === familyOfPrefix(held.value))
          .map((family) => ({ kind: "prefix" as const, peer: held.value, family }))
      : families.map((family) => ({ ...nativePeer(held), family })),
  );
}

function nativePeer(peer: Peer): Pick<Permission, "kind" | "peer"> {
  if (peer.kind === "service") return { kind: "service", peer: groupOf(nativeId(peer.value)) };
  if (peer.kind === "list") return { kind: "list", peer: peer.value };
  throw policyFault(`${peer.kind} is not supported by this cloud`, "rule");
}

const FIREWALL = ".firewall";

/** The security group of a service. @throws InvalidValue for a service of another type */
export function groupOf(service: string): string {
  if (service.endsWith(FIREWALL)) return service.slice(0, -FIREWALL.length);
  throw policyFault(`${service} is no Firewall; accepted: a service of that type`, "rule");
}

/** Neutron keeps each permission once. */
function checkDistinct(permissions: readonly Permission[]): void {
  const seen = new Map<string, string>();
  for (const permission of permissions) {
    const { name = "" } = writtenIn(permission.description);
    const earlier = seen.get(keyOf(permission));
    if (earlier !== undefined)
      throw policyFault(
        `allows ${permission.protocol} of ${permission.peer}, which rule.${earlier} allows; OpenStack keeps each once`,
        "rule",
        name,
      );
    seen.set(keyOf(permission), name);
  }
}
