import { describe, expect, it } from "@jest/globals";
import { isGroupAddress, readHardwareAddress } from "./hardware-address.js";
import { readHostName } from "./host-name.js";

describe("MAC addresses (IEEE 802)", () => {
  it.each(["02:00:5e:10:00:01", "02-00-5E-10-00-01", " 02:00:5E:10:00:01 "])("%j has one canonical text", (text) => {
    expect(readHardwareAddress(text)).toBe("02:00:5e:10:00:01");
  });

  it.each(["", "02:00:5e:10:00", "02:00:5e:10:00:01:02", "02:00-5e:10:00:01", "0200.5e10.0001", "02:00:5e:10:00:0g"])(
    "refuses %j",
    (text) => {
      expect(() => readHardwareAddress(text)).toThrow("expected a MAC address such as 02:00:5e:10:00:01");
    },
  );

  it("name a group by the lowest bit of the first octet", () => {
    expect([
      isGroupAddress("01:00:5e:00:00:01"),
      isGroupAddress("ff:ff:ff:ff:ff:ff"),
      isGroupAddress("02:00:5e:00:00:01"),
    ]).toEqual([true, true, false]);
  });
});

describe("host names (RFC 1123, 2.1)", () => {
  it.each(["localhost", "www.example.com", "example.com.", "_sip._tcp.example.com", "3com.example", "a-b.c"])(
    "takes %s",
    (text) => {
      expect(readHostName(text)).toBe(text);
    },
  );

  it.each(["", ".", "a..b", "-a.b", "a-.b", "a b", "*.example.com", `${"a".repeat(64)}.b`, "a.".repeat(130)])(
    "refuses %j",
    (text) => {
      expect(() => readHostName(text)).toThrow("expected a host name such as www.example.com");
    },
  );

  it("RFC 4592: the first label may be * where a wildcard is allowed", () => {
    expect(readHostName("*.example.com", { wildcard: true })).toBe("*.example.com");
    expect(() => readHostName("a.*.com", { wildcard: true })).toThrow("expected a host name");
  });
});
