import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { InvalidValue } from "../fault.js";
import { type Model, model } from "../model.js";
import { arbitraryEntries } from "../testing/vocabulary.js";
import type { StringMap } from "../types/map.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";
import {
  mapPolicyReferences,
  POLICIES,
  type Policies,
  policiesOf,
  readPolicies,
  SERVICE_TYPES,
  shownPolicies,
  writePolicies,
} from "./policies.js";

const types: Model = model;
const RUNS = { numRuns: 40 };
const described = Object.entries(POLICIES) as readonly (readonly [keyof typeof POLICIES, Vocabulary])[];

it("Table 44 has these types", () => {
  expect(SERVICE_TYPES).toEqual([
    "Load Balancer",
    "QoS",
    "Firewall",
    "VPN",
    "DHCP",
    "DNS",
    "NAT",
    "Gateway",
    "Layer4 Port Forwarding",
    "IP Routing",
    "Virtual Network Device",
    "Other",
  ]);
});

describe.each(described)("5.16.17: policies of %s", (type, vocabulary) => {
  it("what is written is read back", () => {
    fc.assert(
      fc.property(arbitraryEntries(vocabulary), (values) => {
        const policies = values as Policies<typeof type>;
        const map = writePolicies(type, policies);
        expect(readPolicies(type, map)).toEqual(policies);
        expect(Object.entries(writePolicies(type, readPolicies(type, map)))).toEqual(Object.entries(map));
      }),
      RUNS,
    );
  });

  it("random text is read or refused, and nothing else happens", () => {
    const pieces = Object.values(vocabulary.keys).flatMap(({ examples }) =>
      examples.flatMap((example) => example.split(/(?=[ ,:/])/)),
    );
    const texts = fc.array(fc.oneof(fc.constantFrom(" ", ",", "'", "x", ...pieces), fc.string({ maxLength: 4 })), {
      maxLength: 12,
    });
    const keys = fc.oneof(fc.constantFrom(...Object.keys(vocabulary.keys), "", ".", "__proto__"), fc.string({ maxLength: 8 }));
    fc.assert(
      fc.property(keys, fc.constantFrom("", ".a", ".in", "."), texts, (key, member, parts) => {
        try {
          const policies = readPolicies(type, { [`${key}${member}`]: parts.join("") });
          expect(readPolicies(type, writePolicies(type, policies))).toEqual(policies);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidValue);
        }
      }),
      RUNS,
    );
  });

  it("every key has help and examples in canonical form, and no dot, which begins the name in a family", () => {
    for (const [name, { help, examples, family, names }] of Object.entries(vocabulary.keys)) {
      expect([name, name.includes("."), help.endsWith("."), examples.length > 0]).toEqual([name, false, true, true]);
      for (const example of examples) {
        const map: StringMap = { [family ? `${name}.${names?.[0] ?? "web"}` : name]: example };
        expect({ ...writePolicies(type, readPolicies(type, map)) }).toEqual(map);
      }
    }
  });

  it("what examples refer to is in the Collection of its type", () => {
    const misplaced: string[] = [];
    for (const [name, { notation, examples }] of Object.entries(vocabulary.keys)) {
      for (const example of examples)
        notation.mapReferences?.(notation.read(example), (reference, target) => {
          const collection = types[target]?.collection ?? "*";
          if (!reference.href!.startsWith(`${collection}/`)) misplaced.push(`${name}: ${reference.href} is no ${target}`);
          return reference;
        });
    }
    expect(misplaced).toEqual([]);
  });

  it("every part of a value is explained, too", () => {
    const parts = Object.values(vocabulary.keys).flatMap(({ notation: { made } }) =>
      made?.of === "parts" ? Object.entries(made.parts) : [],
    );
    expect(parts.filter(([, { help, notation }]) => !help.endsWith(".") || notation.form === "")).toEqual([]);
  });

  it("places stand before clauses, as they have no keyword", () => {
    for (const { notation } of Object.values(vocabulary.keys)) {
      const named = notation.made?.of === "parts" ? Object.values(notation.made.parts).map((part) => part.named) : [];
      expect(named).toEqual([...named].sort());
    }
  });

  it("replaces references one by one, and nothing else", () => {
    fc.assert(
      fc.property(arbitraryEntries(vocabulary), (values) => {
        const policies = values as Policies<typeof type>;
        const there = mapPolicyReferences(type, policies, ({ href }, target) => ({ href: `${target}/${href}` }));
        const back = mapPolicyReferences(type, there, ({ href }, target) => ({ href: href!.slice(target.length + 1) }));
        expect(back).toEqual(policies);
        expect(mapPolicyReferences(type, policies, (reference) => reference)).toEqual(policies);
      }),
      RUNS,
    );
  });
});

describe("texts", () => {
  const length = 50_000;
  const pieces = ["'", "''", "a ", "a,", " ", "and ", "1.", ":", "10.0.0.0/8, ", "tcp 1-", "'a' "];
  const long = [
    ...pieces.map((piece) => piece.repeat(length / piece.length)),
    `allow in any ${" ".repeat(length)}x`,
    `allow in any note '${"''".repeat(length)}`,
  ];
  const notations = new Map(
    described.flatMap(([, { keys }]) => Object.values(keys).map(({ notation }) => [notation.form, notation] as const)),
  );

  /** Time that grew with the square would be many times more, even for one notation. */
  it.each(long.map((text) => [text.slice(0, 20), text]))("%j… take time that grows with their length only", (_, text) => {
    const began = performance.now();
    for (const notation of notations.values()) {
      try {
        notation.read(text);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidValue);
      }
    }
    expect(performance.now() - began).toBeLessThan(3000);
  });
});

describe("5.1: what is no key", () => {
  it("is refused with the keys that there are", () => {
    expect(() => readPolicies("Firewall", { rules: "x" })).toThrow(
      "policies.rules: is no key here; known: rule.<name>, default.in, default.out, tracking",
    );
    expect(() => readPolicies("Firewall", { "default.up": "deny" })).toThrow(
      "policies.default.up: expected one of in, out behind the dot",
    );
    expect(() => readPolicies("Firewall", { "rule.": "deny" })).toThrow("policies.rule.: expected a name behind the dot");
    expect(() => readPolicies("Firewall", { "rule.\ufffe": "allow in any" })).toThrow("expected a name behind the dot");
    expect(() => readPolicies("QoS", { "dscp.x": "1" })).toThrow("is no key here");
    expect(() => readPolicies("QoS", { constructor: "1" })).toThrow("is no key here");
  });

  it("is kept where nothing is said of keys", () => {
    const map = { "a.b": "anything", __proto: "c" };
    expect(readPolicies("Other", map)).toEqual({ more: map });
    expect({ ...writePolicies("Virtual Network Device", { more: map }) }).toEqual(map);
  });
});

describe("a family's keys", () => {
  it("come in the order of their names, numbers as numbers", () => {
    const policies = readPolicies("DHCP", { "range.b": "10.0.0.3", "range.10": "10.0.0.2", "range.9": "10.0.0.1" });
    expect(Object.keys(writePolicies("DHCP", policies))).toEqual(["range.9", "range.10", "range.b"]);
  });
});

describe("secrets", () => {
  const map = { "tunnel.a": "203.0.113.9", "preSharedKey.a": "do not tell" };

  it("are read, and left out of what is shown", () => {
    expect(readPolicies("VPN", map).preSharedKey).toEqual({ a: "do not tell" });
    expect({ ...shownPolicies("VPN", map) }).toEqual({ "tunnel.a": "203.0.113.9" });
    expect({ ...shownPolicies("VPN", { "preSharedKey.": "do not tell", preSharedKey: "nor this" }) }).toEqual({});
  });

  it("are in no message", () => {
    expect(() => readPolicies("VPN", { "preSharedKey.a": "do not\u0000tell" })).toThrow(
      /^policies\.preSharedKey\.a: expected a text that both ends know$/,
    );
  });
});

it("references are told with the type referred to", () => {
  const policies = readPolicies("Firewall", {
    "rule.a": "allow in any from segment:protocolSegments/1, endpoint:http://cloud.example/cimi/2/a/protocolEndpoints/2",
  });
  const targets: string[] = [];
  mapPolicyReferences("Firewall", policies, (reference, target) => {
    targets.push(`${target} ${reference.href}`);
    return reference;
  });
  expect(targets).toEqual([
    "ProtocolSegment protocolSegments/1",
    "ProtocolEndpoint http://cloud.example/cimi/2/a/protocolEndpoints/2",
  ]);
  expect(policiesOf("Firewall").keys.rule.help).toContain("A rule.");
});
