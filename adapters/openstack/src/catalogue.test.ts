import type { ProviderFault } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { type Catalogue, endpointOf, isOffered } from "./catalogue.js";

const entry = (type: string, url: string, more: object = {}) => ({
  type,
  endpoints: [{ interface: "public", region: "RegionOne", url, ...more }],
});
const rules = { region: "RegionOne", interface: "public", endpoints: {}, endpointHosts: ["cloud.test"] };
const faultOf = (run: () => unknown): ProviderFault => {
  try {
    run();
  } catch (error) {
    return error as ProviderFault;
  }
  throw new Error("nothing was refused");
};

describe("endpoints in the service catalogue", () => {
  it.each([
    ["compute", entry("compute", "https://cloud.test:8774/v2.1"), "https://cloud.test:8774/v2.1"],
    ["volume", entry("volumev3", "https://cloud.test/volume/v3/p-1"), "https://cloud.test/volume/v3/p-1"],
    ["volume", entry("block-storage", "https://cloud.test/v3/p-1"), "https://cloud.test/v3/p-1"],
    ["image", entry("image", "https://cloud.test/image/"), "https://cloud.test/image/v2"],
    ["network", entry("network", "https://cloud.test:9696"), "https://cloud.test:9696/v2.0"],
    ["loadBalancer", entry("load-balancer", "https://cloud.test:9876"), "https://cloud.test:9876/v2.0"],
  ] as const)("of %s are found, with their version", (name, service, expected) => {
    expect(endpointOf(name, [service], rules)).toBe(expected);
  });

  it("are those of the region and the interface that the settings name", () => {
    const catalogue: Catalogue = [
      {
        type: "compute",
        endpoints: [
          { interface: "public", region: "RegionTwo", url: "http://cloud.test/two" },
          { interface: "internal", region: "RegionOne", url: "http://cloud.test/inside" },
          { interface: "public", region: "RegionOne", url: "http://cloud.test/v2.1" },
        ],
      },
    ];
    expect(endpointOf("compute", catalogue, rules)).toBe("http://cloud.test/v2.1");
    expect(endpointOf("compute", catalogue, { ...rules, interface: "internal" })).toBe("http://cloud.test/inside/v2.1");
    const { kind, message } = faultOf(() => endpointOf("compute", catalogue, { ...rules, region: "Nowhere" }));
    expect([kind, message]).toEqual(["unavailable", expect.stringContaining("it has compute in RegionTwo, RegionOne")]);
  });

  it("get no token where the configuration does not allow their host (RELIABILITY, Keystone catalogue)", () => {
    const inside = [entry("compute", "http://169.254.169.254/v2.1")];
    const { kind, message } = faultOf(() => endpointOf("compute", inside, rules));
    expect([kind, message]).toEqual(["denied", expect.stringMatching(/169\.254\.169\.254.*endpointHosts.*cloud\.test/)]);
    expect(endpointOf("compute", inside, { ...rules, endpointHosts: ["169.254.169.254"] })).toBe("http://169.254.169.254/v2.1");
    const ported = { ...rules, endpointHosts: ["cloud.test:8774"] };
    expect(faultOf(() => endpointOf("compute", [entry("compute", "http://cloud.test:22/")], ported)).kind).toBe("denied");
  });

  it("give way to the address that the settings name", () => {
    const endpoints = { compute: new URL("http://elsewhere.test/compute/v2.1/") };
    expect(endpointOf("compute", [], { ...rules, endpoints })).toBe("http://elsewhere.test/compute/v2.1");
  });

  it("tell which services there are, in the region and by the interface of the settings; so does an address of theirs", () => {
    const catalogue = [entry("load-balancer", "https://cloud.test:9876")];
    expect(isOffered("loadBalancer", catalogue, rules)).toBe(true);
    expect(isOffered("loadBalancer", [entry("network", "https://cloud.test:9696")], rules)).toBe(false);
    expect(isOffered("loadBalancer", catalogue, { ...rules, region: "RegionTwo" })).toBe(false);
    expect(isOffered("loadBalancer", catalogue, { ...rules, interface: "internal" })).toBe(false);
    expect(isOffered("loadBalancer", [], { ...rules, endpoints: { loadBalancer: new URL("http://elsewhere.test") } })).toBe(true);
  });

  it.each(["gopher://cloud.test", "not an address"])("%s is no address", (url) => {
    expect(faultOf(() => endpointOf("compute", [entry("compute", url)], rules)).kind).toBe("garbled");
  });
});
