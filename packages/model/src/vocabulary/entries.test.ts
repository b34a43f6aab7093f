import { describe, expect, it } from "@jest/globals";
import { PARAMETERS } from "../parameters/parameters.js";
import { POLICIES, type ServiceType } from "../policies/policies.js";
import { mapTextReferences } from "./entries.js";
import { typesNamedIn, type Vocabulary } from "./vocabulary.js";

const GONE = "x/gone";

/** What is left of one text once `x/gone` is deleted; undefined: nothing. */
function left(type: ServiceType, key: string, text: string): unknown {
  const described = POLICIES[type] as Vocabulary;
  return mapTextReferences(described, { [key]: text }, (held) => (held.href === GONE ? undefined : held))[key];
}

const cases: readonly (readonly [ServiceType, string, string, string | undefined])[] = [
  [
    "Firewall",
    "rule.a",
    "allow in tcp 443 from segment:x/gone, 10.0.0.0/8 priority 1",
    "allow in tcp 443 from 10.0.0.0/8 priority 1",
  ],
  ["Firewall", "rule.a", "deny in any from service:x/gone, segment:x/1 to ::/0", "deny in any from segment:x/1 to ::/0"],
  ["Firewall", "rule.a", "allow in tcp 443 from service:x/1", "allow in tcp 443 from service:x/1"],
  // Absent means anywhere, or all: without its only peer a rule would let in what it was not for.
  ["Firewall", "rule.a", "allow in tcp 443 from service:x/gone", undefined],
  ["Firewall", "rule.a", "allow in any to endpoint:x/gone", undefined],
  ["Firewall", "rule.a", "allow in any from 10.0.0.0/8 on endpoint:x/gone", undefined],
  // What is left would match nothing.
  ["Firewall", "rule.a", "allow in any from 10.0.0.0/8 to segment:x/gone, ::/0", undefined],
  ["IP Routing", "route.a", "0.0.0.0/0 via service:x/gone", undefined],
  ["IP Routing", "route.a", "segment:x/gone via local", undefined],
  ["IP Routing", "route.a", "0.0.0.0/0 via local on segment:x/gone", undefined],
  ["IP Routing", "learnFrom", "x/gone, x/1", "x/1"],
  ["IP Routing", "learnFrom", "x/gone", "none"],
  ["NAT", "source", "10.0.0.0/16, segment:x/gone", "10.0.0.0/16"],
  ["NAT", "source", "segment:x/gone", "none"],
  ["NAT", "external", "endpoint:x/gone", undefined],
  ["NAT", "place", "x/gone", undefined],
  ["NAT", "static.a", "10.0.0.5 as endpoint:x/gone", undefined],
  ["Layer4 Port Forwarding", "forward.a", "tcp 22 to 10.0.0.5 from segment:x/gone", undefined],
  ["Layer4 Port Forwarding", "forward.a", "tcp 22 to 10.0.0.5 at endpoint:x/gone", undefined],
  ["Load Balancer", "member.a", "endpoint:x/gone port 80", undefined],
  ["Load Balancer", "listener.a", "https 443 certificates mine, credential:x/gone", "https 443 certificates mine"],
  ["Load Balancer", "listener.a", "https 443 certificates credential:x/gone", undefined],
  ["VPN", "gateway", "x/gone", undefined],
  ["Gateway", "attachment.a", "network:x/gone", undefined],
  ["Gateway", "outside", "network:x/gone", "none"],
  ["DNS", "networks", "x/gone, x/1", "x/1"],
];

describe("a text of policies, once something that it names is deleted (5.10.1)", () => {
  it.each(cases)("%s: %s = %j becomes %j, and nothing is opened by it", (type, key, text, expected) =>
    expect(left(type, key, text)).toBe(expected),
  );

  it.each([
    ["Firewall", "rule.a", "as the cloud says it"],
    ["Firewall", "unknown", "segment:x/gone"],
    ["VPN", "preSharedKey.a", "x/gone"],
  ] as const)("stays as it is where it is none of ours: %s, %s = %j", (type, key, text) =>
    expect(left(type, key, text)).toBe(text),
  );
});

it("a list of nobody is told from one that is left out, and from an item of that name", () => {
  expect(left("NAT", "source", " none ")).toBe("none");
  expect(left("IP Routing", "learnFrom", "'none'")).toBe("'none'");
  expect(() => POLICIES.Firewall.keys.rule.notation.read("allow in any from none")).toThrow("expected a prefix");
});

it("the types that policies may name are known", () => {
  expect(new Set(typesNamedIn(POLICIES.NAT as Vocabulary))).toEqual(
    new Set(["ProtocolEndpoint", "ProtocolSegment", "Network", "NetworkService", "NetworkInterface", "Machine"]),
  );
  expect(typesNamedIn(POLICIES.QoS as Vocabulary)).toEqual([]);
});

it("no parameter names a resource, so that none has to be refused or cleared in them (Tables 33 to 40)", () => {
  const all = Object.values(PARAMETERS).flatMap((protocols) => Object.values(protocols) as readonly Vocabulary[]);
  expect(all.flatMap(typesNamedIn)).toEqual([]);
});
