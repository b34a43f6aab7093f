import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  isPrefix,
  lengthOfNetmask,
  netmaskOf,
  prefixAddress,
  prefixAround,
  prefixContains,
  prefixFamily,
  prefixLength,
  readPrefix,
} from "./prefix.js";

const lengths4 = fc.integer({ min: 0, max: 32 });
const lengths6 = fc.integer({ min: 0, max: 128 });
const prefixes = fc
  .oneof(fc.tuple(fc.ipV4(), lengths4), fc.tuple(fc.ipV6(), lengths6))
  .map(([address, length]) => prefixAround(address, length));

describe("prefixes (RFC 4632, RFC 4291 2.3)", () => {
  it.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3/32"],
    ["2001:DB8::/32", "2001:db8::/32"],
    ["::1", "::1/128"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::/0", "::/0"],
  ])("%s is %s", (text, canonical) => {
    expect(readPrefix(text)).toBe(canonical);
    expect(isPrefix(text)).toBe(true);
  });

  it.each([
    "",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/08",
    "10.0.0/8",
    "::/129",
    "10.0.0.0/8/8",
    "/8",
    "10.0.0.0/-1",
    "machines/8",
  ])("refuses %j", (text) => {
    expect(() => readPrefix(text)).toThrow("expected a prefix such as 10.0.0.0/8");
    expect(isPrefix(text)).toBe(false);
  });

  it("says which prefix is meant where bits stand beyond the length", () => {
    expect(() => readPrefix("10.1.2.3/8")).toThrow('"10.1.2.3/8" has bits beyond its length; the prefix is 10.0.0.0/8');
    expect(prefixAround("10.1.2.3", 8)).toBe("10.0.0.0/8");
  });

  it("tells family, length and first address", () => {
    expect([prefixFamily("::/0"), prefixFamily("10.0.0.1"), prefixLength("10.0.0.0/8"), prefixAddress("10.2.0.0/16")]).toEqual([
      6,
      4,
      8,
      "10.2.0.0",
    ]);
  });

  it.each([
    ["10.0.0.0/8", "10.1.0.0/16", true],
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0/8", false],
    ["10.1.0.0/16", "10.0.0.0/8", false],
    ["10.0.0.0/8", "10.0.0.0/8", true],
    ["0.0.0.0/0", "::/0", false],
    ["::/0", "0.0.0.0", false],
    ["2001:db8::/32", "2001:db8:ffff::/48", true],
  ])("%s holds %s: %s", (outer, inner, held) => expect(prefixContains(outer, inner)).toBe(held));

  it("a prefix holds itself and what is cut from it", () => {
    fc.assert(
      fc.property(prefixes, fc.nat(128), (prefix, more) => {
        const length = Math.min(prefixLength(prefix) + more, prefixFamily(prefix) === 4 ? 32 : 128);
        expect(readPrefix(prefix)).toBe(prefix);
        expect(prefixContains(prefix, `${prefixAddress(prefix)}/${length}`)).toBe(true);
      }),
    );
  });
});

describe("netmasks (Table 34)", () => {
  it("of each length say that length", () => {
    for (let length = 0; length <= 32; length += 1) expect(lengthOfNetmask(netmaskOf(length))).toBe(length);
    for (let length = 0; length <= 128; length += 1) expect(lengthOfNetmask(netmaskOf(length, 6))).toBe(length);
  });

  it("are written in dotted decimal", () => expect([netmaskOf(24), netmaskOf(0)]).toEqual(["255.255.255.0", "0.0.0.0"]));

  it.each(["255.0.255.0", "0.255.0.0", "255.255.255.1"])("refuses %s, whose ones do not all stand first", (text) => {
    expect(() => lengthOfNetmask(text)).toThrow("expected a netmask such as 255.255.255.0");
  });

  it.each([-1, 33, 1.5, Number.NaN])("refuses the length %d", (length) => {
    expect(() => netmaskOf(length)).toThrow("expected a length from 0 to 32");
  });
});
