import { describe, expect, it } from "@jest/globals";
import { type PolicyLimits, readPolicies, unsupportedBy, writePolicies } from "./policies.js";

const read = (rule: string) => readPolicies("Firewall", { "rule.web": rule }).rule!.web;
const canonical = (rule: string): string =>
  writePolicies("Firewall", readPolicies("Firewall", { "rule.web": rule }))["rule.web"]!;

describe("5.16.17: a rule of a firewall", () => {
  it("has an action, a direction, traffic and peers", () => {
    expect(read("allow in tcp 443 from 0.0.0.0/0")).toEqual({
      action: "allow",
      direction: "in",
      traffic: [{ protocol: "tcp", ports: [{ first: 443, last: 443 }] }],
      from: [{ kind: "prefix", value: "0.0.0.0/0" }],
    });
    expect(
      read("deny out udp 53, 8000-8080 and icmp 3/4 to segment:protocolSegments/3, list:pl-1 priority 100 disabled"),
    ).toEqual({
      action: "deny",
      direction: "out",
      traffic: [
        {
          protocol: "udp",
          ports: [
            { first: 53, last: 53 },
            { first: 8000, last: 8080 },
          ],
        },
        { protocol: "icmp", messages: [{ type: 3, code: 4 }] },
      ],
      to: [
        { kind: "segment", value: { href: "protocolSegments/3" } },
        { kind: "list", value: "pl-1" },
      ],
      priority: 100,
      disabled: true,
    });
  });

  it.each([
    ["allow in 6 443", "allow in tcp 443"],
    ["allow in TCP 443", "allow in tcp 443"],
    ["allow in 99", "allow in 99"],
    ["allow  in any from any to any", "allow in any"],
    ["allow in any 443", "allow in any 443"],
    ["allow in any priority 007 from 10.1.2.3", "allow in any from 10.1.2.3/32 priority 7"],
    ["allow in tcp 80,443-443", "allow in tcp 80, 443"],
    ["allow in any from 2001:DB8::/32", "allow in any from 2001:db8::/32"],
    ["allow in any from 10.0.0.1-10.0.0.9", undefined],
    ["allow in any from range:10.0.0.1-10.0.0.9", "allow in any from range:10.0.0.1-10.0.0.9"],
    ["allow in any note 'a, b''c'", "allow in any note 'a, b''c'"],
    ["allow in any from 'endpoint:protocolEndpoints/a,b'", "allow in any from 'endpoint:protocolEndpoints/a,b'"],
    ["allow in any from 10.0.0.0/8, ::/0 over IPv4", "allow in any from 10.0.0.0/8, ::/0 over IPv4"],
  ])("%j is written %j", (text, written) => {
    if (written === undefined) expect(() => canonical(text)).toThrow();
    else expect(canonical(text)).toBe(written);
  });

  it.each([
    ["", "policies.rule.web: action: ends where allow or deny is expected"],
    ["permit in any", 'policies.rule.web: action: expected one of allow, deny, got "permit"'],
    ["allow up any", 'direction: expected one of in, out, got "up"'],
    ["allow in", "traffic: ends where any, a protocol of icmp"],
    ["allow in http", "traffic: expected any, a protocol of icmp, igmp"],
    ["allow in 256", "traffic: expected any, a protocol"],
    ["allow in tcp 443, 70000", 'traffic: expected a port from 0 to 65535, or ports such as 8000-8080, got "70000"'],
    ["allow in tcp 8080-8000", "expected a port from 0 to 65535"],
    ["allow in esp 443", "traffic: esp has no ports"],
    ["allow in icmp 256", "expected a type of message from 0 to 255"],
    ["allow in any from 10.0.0.1/8", 'from: "10.0.0.1/8" has bits beyond its length; the prefix is 10.0.0.0/8'],
    ["allow in any from 10.0.0.0/33", "from: expected a prefix such as 10.0.0.0/8 or 2001:db8::/32"],
    ["allow in any from somewhere", "also accepted: range:<addresses"],
    ["allow in any from endpoint:", "expected the href of a ProtocolEndpoint, got an empty text"],
    ["allow in any from endpoint:a%b", "expected a URI (RFC 3986)"],
    [
      "allow in any form 10.0.0.0/8",
      'expected one of from, source-ports, to, over, on, priority, disabled, logged, note, got "form"',
    ],
    ["allow in any from ::/0 from ::/0", "from is given twice"],
    ["allow in any from", "from: ends where a prefix"],
    ["allow in any priority -1", "priority: expected an integer from 0 to 65535"],
    [
      "allow in any from 10.0.0.0/8 to ::/0",
      "matches nothing: expected from, to and over of one version of the Internet Protocol",
    ],
    ["allow in any from 10.0.0.0/8 over IPv6", "matches nothing"],
    ["allow in any note ''", "note: expected a text"],
  ])("%j is refused: %s", (text, problem) => expect(() => read(text)).toThrow(problem));
});

/** What clouds take: from all that can be told, to rules that allow only and know neither order nor lists. */
const anyPeer = { prefix: {}, service: {}, list: {} } as const;
const allowing: PolicyLimits<"Firewall"> = {
  rule: {
    most: 2,
    each: {
      action: { values: ["allow"] },
      direction: {},
      traffic: {
        most: 1,
        each: { protocols: ["any", "tcp", "udp", "icmp"], ports: { most: 1, each: {} }, messages: { each: { codes: true } } },
      },
      from: { most: 1, each: anyPeer },
      to: { most: 1, each: anyPeer },
      note: { longest: 255 },
    },
  },
};
const ordering: PolicyLimits<"Firewall"> = {
  rule: {
    distinct: ["direction", "priority"],
    each: {
      action: {},
      direction: {},
      traffic: { each: { ports: { each: { widest: 1 } } } },
      from: { each: { prefix: { families: [4] } } },
      priority: { minimum: 100, maximum: 4096 },
    },
  },
};

const faults = (limits: PolicyLimits<"Firewall">, map: Readonly<Record<string, string>>): readonly string[] =>
  unsupportedBy("Firewall", readPolicies("Firewall", map), limits).map(({ message }) => message);

describe("what a cloud leaves out is refused, one fault for each", () => {
  it.each([
    "allow in tcp 443 from 0.0.0.0/0",
    "allow out icmp 8/0 to service:networkServices/7 note 'ping'",
    "allow in udp 1-65535 from list:pl-1",
  ])("%s is taken where rules allow only", (rule) => expect(faults(allowing, { "rule.a": rule })).toEqual([]));

  it("actions, parts, protocols, kinds of peers", () => {
    expect(faults(allowing, { "rule.a": "deny in gre from tag:a, endpoint:e/1 source-ports 1 priority 5" })).toEqual([
      "policies.rule.a: action: deny is not supported by this cloud, which takes allow",
      "policies.rule.a: traffic: gre is not supported by this cloud, which takes any, tcp, udp, icmp",
      "policies.rule.a: from: has 2 items; this cloud takes 1",
      "policies.rule.a: from: tag is not supported by this cloud, which takes prefix, service, list",
      "policies.rule.a: from: endpoint is not supported by this cloud, which takes prefix, service, list",
      "policies.rule.a: source-ports is not supported by this cloud, which takes action, direction, traffic, from, to, note",
      "policies.rule.a: priority is not supported by this cloud, which takes action, direction, traffic, from, to, note",
    ]);
  });

  it("keys, and how many of them", () => {
    const rule = "allow in any";
    expect(faults(allowing, { "rule.1": rule, "rule.2": rule, "rule.3": rule, "default.in": "allow" })).toEqual([
      "policies.default.in: this key is not supported by this cloud, which takes rule.<name>",
      "policies.rule: has 3 keys; this cloud takes 2",
    ]);
    expect(faults({}, { tracking: "stateful" })).toEqual(["policies.tracking: this key is not supported by this cloud"]);
  });

  it("ranges, families, least and greatest numbers", () => {
    expect(faults(ordering, { "rule.a": "allow in tcp 80-90 and icmp 8 from ::/0 priority 5" })).toEqual([
      "policies.rule.a: traffic: 80-90 is wider than this cloud takes, one port",
      "policies.rule.a: traffic: types of messages are not supported by this cloud, which takes all of icmp only",
      "policies.rule.a: from: IPv6 is not supported by this cloud, which takes IPv4",
      "policies.rule.a: priority: 5 is less than this cloud takes, 100",
    ]);
    expect(faults(ordering, { "rule.a": "allow in any priority 5000" })).toEqual([
      "policies.rule.a: priority: 5000 is more than this cloud takes, 4096",
    ]);
  });

  it("numbers that must differ", () => {
    const map = {
      "rule.a": "allow in any priority 100",
      "rule.b": "deny in tcp priority 100",
      "rule.c": "allow out any priority 100",
    };
    expect(faults(ordering, map)).toEqual([
      "policies.rule.b: has the same direction and priority as rule.a; this cloud takes each once",
    ]);
  });

  it("texts that are too long, ports and codes", () => {
    const rule = {
      action: {},
      direction: {},
      traffic: { each: { messages: { each: { codes: false } } } },
      note: { longest: 2 },
    } as const;
    expect(faults({ rule: { each: rule } }, { "rule.a": "allow in tcp 1 and icmp 3/4 note abc" })).toEqual([
      "policies.rule.a: traffic: ports are not supported by this cloud, which takes all of tcp only",
      "policies.rule.a: traffic: the code of a message is not supported by this cloud",
      "policies.rule.a: note: is longer than this cloud takes, 2 characters",
    ]);
  });
});
