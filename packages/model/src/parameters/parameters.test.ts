import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { arbitraryEntries } from "../testing/vocabulary.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";
import {
  PARAMETERS,
  type Parameterised,
  parametersUnsupportedBy,
  readParameters,
  SEGMENT_PROTOCOLS,
  type SegmentProtocol,
  writeParameters,
} from "./parameters.js";

const all = Object.entries(PARAMETERS).flatMap(([type, protocols]) =>
  Object.entries(protocols).map(
    ([protocol, vocabulary]) => [type as Parameterised, protocol as SegmentProtocol, vocabulary as Vocabulary] as const,
  ),
);

describe.each(all)("Tables 33 to 40: %s of %s", (type, protocol, vocabulary) => {
  it("what is written is read back, keys of providers too", () => {
    fc.assert(
      fc.property(arbitraryEntries(vocabulary), (values) => {
        const parameters = values as ReturnType<typeof readParameters<typeof type, typeof protocol>>;
        expect(readParameters(type, protocol, writeParameters(type, protocol, parameters))).toEqual(parameters);
      }),
      { numRuns: 60 },
    );
  });

  it("has examples in canonical form", () => {
    for (const [name, { examples }] of Object.entries(vocabulary.keys))
      for (const example of examples)
        expect({ ...writeParameters(type, protocol, readParameters(type, protocol, { [name]: example })) }).toEqual({
          [name]: example,
        });
  });
});

describe("parameters", () => {
  it("Table 32: of three protocols", () => expect([...SEGMENT_PROTOCOLS].sort()).toEqual(["Ethernet", "IPv4", "IPv6"]));

  it("5.16.5.1: may be left out by consumers, who cannot know the speed of a cloud", () => {
    expect(readParameters("ProtocolSegment", "Ethernet", {})).toEqual({});
  });

  it("Table 37: netmask of an endpoint is kept like any key of a provider", () => {
    expect(readParameters("ProtocolEndpoint", "IPv4", { netmask: "any" })).toEqual({ more: { netmask: "any" } });
  });

  it("Table 34: are typed", () => {
    expect(readParameters("ProtocolSegment", "IPv4", { netmask: "255.255.0.0", subnetAddress: "10.0.0.0", zone: "a" })).toEqual({
      netmask: "255.255.0.0",
      subnetAddress: "10.0.0.0",
      more: { zone: "a" },
    });
  });

  it("Table 40: string[] is a list with commas", () => {
    const map = { aliases: "02:00:5e:10:00:02, 02:00:5e:10:00:03" };
    const { aliases } = readParameters("ProtocolEndpoint", "Ethernet", map);
    expect(aliases).toEqual(["02:00:5e:10:00:02", "02:00:5e:10:00:03"]);
    expect({ ...writeParameters("ProtocolEndpoint", "Ethernet", { aliases: aliases! }) }).toEqual(map);
  });

  it.each([
    ["ProtocolSegment", "IPv4", "netmask", "255.0.255.0", "parameters.netmask: expected a netmask such as 255.255.255.0"],
    ["ProtocolSegment", "IPv4", "subnetAddress", "::", "parameters.subnetAddress: expected an IPv4 address"],
    ["ProtocolSegment", "IPv4", "subnetAddress", "10.0.0.0/8", "expected an IPv4 or IPv6 address"],
    ["ProtocolSegment", "IPv6", "prefixLength", "129", "expected an integer from 0 to 128"],
    ["ProtocolSegment", "IPv6", "subnetAddress", "10.0.0.0", "expected an IPv6 address"],
    ["ProtocolSegment", "Ethernet", "mtu", "67", "expected an integer from 68"],
    ["ProtocolSegment", "Ethernet", "speed", "fast", "expected an integer from 1"],
    ["ProtocolEndpoint", "IPv6", "addressType", "Anycast", "expected one of Unspecified, Loopback, Multicast"],
    ["ProtocolEndpoint", "IPv4", "hostname", "a b", "expected a host name"],
    ["ProtocolEndpoint", "Ethernet", "aliases", "01:00:5e:00:00:01", "expected a unicast MAC address"],
    ["ProtocolEndpoint", "Ethernet", "groupAddresses", "02:00:5e:00:00:01", "expected a multicast MAC address"],
  ] as const)("%s of %s refuses %s = %j", (type, protocol, name, text, problem) => {
    expect(() => readParameters(type, protocol, { [name]: text })).toThrow(problem);
  });

  it("what a cloud leaves out is refused", () => {
    const parameters = readParameters("ProtocolSegment", "Ethernet", { speed: "10G", mtu: "9000" });
    expect(
      parametersUnsupportedBy("ProtocolSegment", "Ethernet", parameters, { mtu: { maximum: 1500 } }).map(
        ({ message }) => message,
      ),
    ).toEqual([
      "parameters.speed: this key is not supported by this cloud, which takes mtu",
      "parameters.mtu: 9000 is more than this cloud takes, 1500",
    ]);
  });
});
