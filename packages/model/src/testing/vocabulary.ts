import fc from "fast-check";
import { compareAddresses, readAddress } from "../network/address.js";
import { netmaskOf, prefixAround } from "../network/prefix.js";
import { addressOf, netmask } from "../parameters/notations.js";
import { ownerName } from "../policies/dns.js";
import { address, addressRange, groupAddress, hardwareAddress, hostName, prefix, wildcardName } from "../vocabulary/addresses.js";
import { flow, PROTOCOLS, protocol } from "../vocabulary/flow.js";
import type { Made, Notation, Parts } from "../vocabulary/notation.js";
import { message, portRange } from "../vocabulary/ports.js";
import { type Key, keyForms, type Vocabulary } from "../vocabulary/vocabulary.js";
import { text, uris } from "./scalars.js";

type Texts = fc.Arbitrary<unknown>;

/** What a hand would have to quote, and what looks like something else. */
const words = fc.oneof(
  text,
  fc.constantFrom(
    "from",
    "and",
    ",",
    "'",
    "''",
    "a b",
    "it's",
    "automatic",
    "10.0.0.0/8",
    "endpoint:x",
    "name:y",
    "prefix:z",
    "\u00a0",
    "any",
  ),
);

const addresses4 = fc.ipV4().map(readAddress);
const addresses6 = fc.ipV6().map(readAddress);
const bothFamilies = fc.oneof(addresses4, addresses6);
const prefixes = fc.oneof(
  fc.tuple(addresses4, fc.integer({ min: 0, max: 32 })).map(([base, length]) => prefixAround(base, length)),
  fc.tuple(addresses6, fc.integer({ min: 0, max: 128 })).map(([base, length]) => prefixAround(base, length)),
);
const ranges = fc
  .oneof(fc.tuple(addresses4, addresses4), fc.tuple(addresses6, addresses6))
  .map((ends) => [...ends].sort(compareAddresses))
  .map(([first, last]) => ({ first, last }));

const hostNames = fc.domain();
const octets = (first: fc.Arbitrary<number>) =>
  fc
    .tuple(first, fc.array(fc.nat(255), { minLength: 5, maxLength: 5 }))
    .map(([head, rest]) => [head, ...rest].map((octet) => octet.toString(16).padStart(2, "0")).join(":"));

const portRanges = fc
  .tuple(fc.nat(65_535), fc.nat(65_535))
  .map(([one, other]) => ({ first: Math.min(one, other), last: Math.max(one, other) }));
const messages = fc.record({ type: fc.nat(255), code: fc.nat(255) }, { requiredKeys: ["type"] });
const protocols = fc.oneof(fc.constantFrom("any", ...Object.keys(PROTOCOLS)), fc.constantFrom("0", "99", "255"));
const some = (items: Texts): Texts => fc.array(items, { minLength: 1, maxLength: 3 });
const flows = fc.oneof(
  fc.record({ protocol: protocols }),
  fc.record({ protocol: fc.constantFrom("any", "tcp", "udp", "sctp"), ports: some(portRanges) }),
  fc.record({ protocol: fc.constantFrom("icmp", "icmpv6"), messages: some(messages) }),
);

/** Notations that are not made of others, by what they say they take. */
const LEAVES: ReadonlyMap<string, Texts> = new Map<string, Texts>([
  [address.form, bothFamilies],
  [prefix.form, prefixes],
  [addressRange.form, ranges],
  [hostName.form, hostNames],
  [
    wildcardName.form,
    fc.oneof(
      hostNames,
      hostNames.map((name) => `*.${name}`),
    ),
  ],
  [ownerName.form, fc.oneof(hostNames, fc.constantFrom("@", "*"))],
  [hardwareAddress.form, octets(fc.nat(127).map((half) => half * 2))],
  [groupAddress.form, octets(fc.nat(127).map((half) => half * 2 + 1))],
  [portRange.form, portRanges],
  [message.form, messages],
  [protocol.form, protocols],
  [flow.form, flows],
  [addressOf(4).form, addresses4],
  [addressOf(6).form, addresses6],
  [netmask.form, fc.integer({ min: 0, max: 32 }).map((length) => netmaskOf(length))],
]);

/** Values of a notation, found by walking what it is made of. */
export function arbitraryWritten(notation: Notation<unknown>): Texts {
  const { made, form } = notation;
  const found = made ? ofMade(made) : LEAVES.get(form);
  if (!found) throw new Error(`no values are known for ${form}`);
  return found;
}

function ofMade(made: Made): Texts {
  switch (made.of) {
    case "values":
      return fc.constantFrom(...made.values);
    case "range":
      return fc.integer({ min: made.minimum, max: made.maximum });
    case "reference":
      return uris.map((href) => ({ href }));
    case "text":
      return words;
    case "items":
      return made.empty ? fc.oneof(some(arbitraryWritten(made.item)), fc.constant([])) : some(arbitraryWritten(made.item));
    case "kinds":
      return fc.oneof(
        ...made.words.map((kind) => fc.constant({ kind })),
        ...Object.entries(made.kinds).map(([kind, notation]) => arbitraryWritten(notation).map((value) => ({ kind, value }))),
      );
    case "parts":
      return ofParts(made.parts).filter((value) => made.check?.(value) === undefined);
  }
}

function ofParts(parts: Parts): Texts {
  const values = Object.entries(parts).map(
    ([name, { notation, mandatory }]) => [name, arbitraryWritten(notation), mandatory] as const,
  );
  return fc.record(Object.fromEntries(values.map(([name, value]) => [name, value])), {
    requiredKeys: values.flatMap(([name, , mandatory]) => (mandatory ? [name] : [])),
    noNullPrototype: true,
  });
}

const names = fc.oneof(
  fc.constantFrom("web", "1", "2", "10", "a.b", "a b", "__proto__", "constructor", "\u00e4"),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
);

const recordOf = (members: Texts, of: fc.Arbitrary<string>): Texts =>
  fc.array(fc.tuple(of, members), { minLength: 1, maxLength: 4 }).map((entries) => {
    const held = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of entries) held[name] = value;
    return held;
  });

const ofKey = ({ notation, family, names: listed }: Key<unknown>): Texts =>
  family ? recordOf(arbitraryWritten(notation), listed ? fc.constantFrom(...listed) : names) : arbitraryWritten(notation);

/** Values of a vocabulary; keys of no description too, where it is open. */
export function arbitraryEntries(described: Vocabulary): Texts {
  const keys = Object.entries(described.keys).map(([name, key]) => [name, ofKey(key)] as const);
  const known = new Set(keyForms(described));
  const others = recordOf(
    text,
    names.filter((name) => !known.has(name)),
  );
  return fc.record(Object.fromEntries([...keys, ...(described.open ? [["more", others] as const] : [])]), {
    requiredKeys: [],
    noNullPrototype: true,
  });
}
