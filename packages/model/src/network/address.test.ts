import { isIP } from "node:net";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ADDRESS_TYPES, addressFamily, addressTypeOf, compareAddresses, parseAddress, readAddress } from "./address.js";

const pieces = fc
  .array(
    fc.oneof(fc.constantFrom(":", "::", ".", "0", "1", "ffff", "%", "x", "01", "00001", "255", "256"), fc.nat(999).map(String)),
    {
      maxLength: 20,
    },
  )
  .map((parts) => parts.join(""));

describe("addresses", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    [" 0.0.0.0 ", "0.0.0.0"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["::", "::"],
    ["::ffff:192.0.2.1", "::ffff:c000:201"],
  ])("RFC 5952, 4: %j is written %s", (text, canonical) => expect(readAddress(text)).toBe(canonical));

  it.each([
    "",
    "1",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "1.2.3.04",
    "0x1.2.3.4",
    "256.0.0.1",
    "::1%eth0",
    "1::2::3",
    "00001::",
    ":1",
    "::1.2.3",
    "::01.2.3.4",
    "a",
    "::ffff:1.2.3.04",
  ])("refuses %j", (text) => expect(() => readAddress(text)).toThrow("expected an IPv4 or IPv6 address"));

  it("takes what the platform takes, zones apart", () => {
    const texts = fc.oneof(fc.ipV4(), fc.ipV6(), pieces);
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseAddress(text) !== undefined).toBe(isIP(text) !== 0 && !text.includes("%"));
      }),
      { numRuns: 2000 },
    );
  });

  it("the canonical text is its own", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        expect(readAddress(readAddress(text))).toBe(readAddress(text));
        expect(addressFamily(text)).toBe(isIP(text));
      }),
    );
  });

  it("come in the order of their numbers, IPv4 first", () => {
    expect(["::1", "10.0.0.10", "10.0.0.9", "::"].sort(compareAddresses)).toEqual(["10.0.0.9", "10.0.0.10", "::", "::1"]);
    expect(compareAddresses("::1", "0:0::1")).toBe(0);
  });
});

describe("Table 38: the type of an IPv6 address", () => {
  it.each([
    ["::", "Unspecified"],
    ["::1", "Loopback"],
    ["ff02::1", "Multicast"],
    ["fe80::1", "Link Local Unicast"],
    ["febf::1", "Link Local Unicast"],
    ["2001:db8::1", "Global Unicast"],
    ["fd00::1", "Global Unicast"],
    ["::ffff:192.0.2.1", "Embedded IPv4 Address"],
    ["::192.0.2.1", "Embedded IPv4 Address"],
    ["fec0::1", "Site Local Unicast"],
  ])("RFC 4291, 2.4: %s is %s", (text, type) => {
    expect(addressTypeOf(text)).toBe(type);
    expect(ADDRESS_TYPES).toContain(type);
  });

  it("is asked of IPv6 only", () => expect(() => addressTypeOf("192.0.2.1")).toThrow("expected an IPv6 address"));
});
