import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { addressIn, addressText, contains, overlap, prefixIn, prefixText, usable } from "./addresses.js";

describe("addresses", () => {
  it.each([
    ["10.0.0.7", "10.0.0.7"],
    ["2001:DB8:0:0::0007", "2001:db8::7"],
    ["::", "::"],
    ["::ffff:192.0.2.1", "::ffff:c000:201"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
  ])("%s is written %s (RFC 5952)", (text, canonical) => {
    expect(addressText(addressIn(text))).toBe(canonical);
  });

  it.each(["", "10.0.0", "10.0.0.256", "010.0.0.1", "fe80::1%eth0", "1::2::3", "02:00:5e:10:00:01"])("%j is none", (text) => {
    expect(() => addressIn(text)).toThrow("192.0.2.7");
  });

  it("a number is the same number after it was written and read", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (value) => {
        expect(addressIn(addressText({ family: "IPv6", value }))).toEqual({ family: "IPv6", value });
      }),
    );
  });
});

describe("prefixes", () => {
  it.each([
    ["10.0.0.0/24", "IPv4", "10.0.0.2", "10.0.0.254"],
    ["2001:db8::/126", "IPv6", "2001:db8::2", "2001:db8::3"],
  ] as const)("%s gives %s addresses from %s to %s", (text, protocol, from, to) => {
    const prefix = prefixIn(text, protocol);
    const { first, last } = usable(prefix);
    expect([first, last].map((value) => addressText({ ...prefix, value }))).toEqual([from, to]);
    expect(prefixText(prefix)).toBe(text);
  });

  it.each([
    ["10.0.0.7/24", "IPv4", "10.0.0.0/24"],
    ["10.0.0.0/31", "IPv4", "8 to 30"],
    ["10.0.0.0", "IPv4", "8 to 30"],
    ["10.0.0.0/24", "IPv6", "IPv6"],
    ["2001:db8::/8", "IPv6", "16 to 126"],
  ] as const)("%s is refused as a prefix of %s, and what is accepted is said", (text, protocol, accepted) => {
    expect(() => prefixIn(text, protocol)).toThrow(accepted);
  });

  it("overlap in both directions, never across protocols", () => {
    const [wide, narrow, other] = ["10.0.0.0/16", "10.0.7.0/24", "10.1.0.0/16"].map((text) => prefixIn(text, "IPv4"));
    expect([overlap(wide!, narrow!), overlap(narrow!, wide!), overlap(wide!, other!)]).toEqual([true, true, false]);
    expect(contains(prefixIn("2001:db8::/64", "IPv6"), addressIn("10.0.0.1"))).toBe(false);
  });
});
