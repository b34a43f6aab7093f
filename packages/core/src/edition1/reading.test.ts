import type { Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { at, BASE1, type FakeGateway, type FakeNetworks, gatewayOver, href, twoNetworks } from "./testing.js";

let cloud: FakeNetworks;
let gateway: FakeGateway;
beforeEach(async () => {
  cloud = twoNetworks();
  gateway = await gatewayOver(cloud.resources);
});
afterEach(() => gateway.close());

const idsIn = (collection: Values, key: string): readonly unknown[] =>
  ((collection[key] ?? []) as readonly Values[]).map(({ id }) => String(id).replace(BASE1, ""));

describe("what edition 1 sees of a Network (DSP8009)", () => {
  it("its type, the mtu of its Ethernet, its ports and its group", async () => {
    expect(await gateway.get("networks/n1")).toMatchObject({
      networkType: "PRIVATE",
      mtu: 9000,
      networkPorts: href("networks/n1/networkPorts"),
      forwardingGroup: href("forwardingGroups/r1"),
    });
    expect(await gateway.get("networks/n2")).toMatchObject({ networkType: "PUBLIC" });
  });

  it("lists its ports by links", async () => {
    const { networkNetworkPorts } = await gateway.get("networks/n1/networkPorts");
    expect(networkNetworkPorts).toMatchObject([{ networkPort: href("networkPorts/p1") }]);
    expect(idsIn(await gateway.get("networks/n2/networkPorts"), "networkNetworkPorts")).toEqual([]);
  });

  it("can be filtered and sorted under edition 1's names and values", async () => {
    expect(idsIn(await gateway.get("networks?$filter=networkType='PUBLIC'"), "networks")).toEqual(["networks/n2"]);
    expect(idsIn(await gateway.get("networks?$orderby=networkType:desc"), "networks")).toEqual(["networks/n2", "networks/n1"]);
  });
});

describe("NetworkPort, an Ethernet endpoint", () => {
  it("has the network of what is on the same interface where no segment says one", async () => {
    expect(await gateway.get("networkPorts/p1")).toMatchObject({ state: "STARTED", network: href("networks/n1") });
    expect(idsIn(await gateway.get("networkPorts"), "networkPorts")).toEqual(["networkPorts/p1"]);
  });

  it("is not an Address, and no Address is a port", async () => {
    expect((await gateway.ask("GET", "networkPorts/a1")).status).toBe(404);
    expect((await gateway.ask("GET", "addresses/p1")).status).toBe(404);
  });
});

describe("Address, an IP endpoint", () => {
  it("has what endpoint, segment, DHCP and interface tell", async () => {
    expect(await gateway.get("addresses/a1")).toMatchObject({
      ip: "10.0.0.5",
      hostname: "web.example.com",
      allocation: "dynamic",
      defaultGateway: "10.0.0.1",
      dns: ["10.0.0.2"],
      protocol: "IPv4",
      mask: "255.255.240.0",
      network: href("networks/n1"),
      resource: href("machines/m1"),
    });
    expect(await gateway.get("addresses/a2")).not.toHaveProperty("resource");
  });

  it("has the address of the gateway that is attached to its segment as its default one", async () => {
    const policies = { "attachment.out": "segment:segments/s2 address 203.0.113.1" };
    cloud.add("NetworkService", {
      id: "g1",
      state: "STARTED",
      type: "Gateway",
      network: at("Network", "n2"),
      segments: [],
      policies,
    });
    expect(await gateway.get("addresses/a2")).toMatchObject({ defaultGateway: "203.0.113.1", mask: "255.255.255.0" });
  });

  it("is selected, filtered and expanded like any resource (4.1.6)", async () => {
    const found = await gateway.get("addresses?$filter=allocation='static'&$select=ip,network&$expand=network");
    expect(found.addresses).toMatchObject([{ ip: "203.0.113.7", network: { name: "outside", networkType: "PUBLIC" } }]);
  });
});

describe("MachineNetworkInterface, an interface of a Machine", () => {
  it("is told by its endpoints, under the name that edition 1 has for the Collection", async () => {
    const { networkInterfaces } = await gateway.get("machines/m1");
    expect(networkInterfaces).toEqual(href("machines/m1/interfaces"));
    const items = (await gateway.get("machines/m1/networkInterfaces")).machineNetworkInterfaces;
    expect(items).toMatchObject([
      {
        id: `${BASE1}machines/m1/interfaces/nic1`,
        addresses: href("machines/m1/interfaces/nic1/addresses"),
        network: href("networks/n1"),
        networkPort: href("networkPorts/p1"),
        state: "Active",
        macAddress: "02:00:00:00:00:01",
        mtu: 1500,
      },
    ]);
    expect((await gateway.ask("GET", "machines/m2/interfaces/nic1")).status).toBe(404);
  });

  it("stays in its network when an address outside the cloud is associated with it (5.16.1)", async () => {
    const outside = { segment: at("ProtocolSegment", "s2"), interface: at("NetworkInterface", "nic1") };
    cloud.add("ProtocolEndpoint", { id: "a0", state: "ENABLED", protocol: "IPv4", address: "203.0.113.8", ...outside });
    expect(await gateway.get("machines/m1/interfaces/nic1")).toMatchObject({ network: href("networks/n1") });
    expect(await gateway.get("networkPorts/p1")).toMatchObject({ network: href("networks/n1") });
    expect(await gateway.get("addresses/a0")).toMatchObject({ network: href("networks/n2"), resource: href("machines/m1") });
  });

  it("lists its addresses by links, which can be expanded (PEERS 2.2)", async () => {
    const path = "machines/m1/interfaces/nic1/addresses";
    const { machineNetworkInterfaceAddresses: links } = await gateway.get(`${path}?$expand=address`);
    expect(links).toMatchObject([{ id: `${BASE1}${path}/a1`, address: { ...href("addresses/a1"), ip: "10.0.0.5" } }]);
    const expanded = await gateway.get("machines/m1?$expand=networkInterfaces");
    expect(expanded.networkInterfaces).toMatchObject({ machineNetworkInterfaces: [{ state: "Active" }] });
  });
});

it("ForwardingGroup, a service for IP Routing, names the networks of its segments", async () => {
  const { forwardingGroups } = await gateway.get("forwardingGroups");
  expect(forwardingGroups).toMatchObject([{ networks: [href("networks/n1"), href("networks/n2")] }]);
});

describe("each edition has its own types", () => {
  it("in the entry point", async () => {
    const first = await gateway.get("cloudEntryPoint");
    for (const key of [
      "addresses",
      "addressTemplates",
      "networkPorts",
      "networkPortConfigs",
      "networkConfigs",
      "forwardingGroups",
    ])
      expect(first).toHaveProperty(key);
    expect(first).not.toHaveProperty("endpoints");
    expect((await gateway.ask("GET", "/cimi/2/fake/cloudEntryPoint")).body).not.toHaveProperty("addresses");
  });

  it("in the paths that lead somewhere", async () => {
    const status = async (path: string) => (await gateway.ask("GET", path)).status;
    expect(await Promise.all(["endpoints", "interfaces/nic1", "segments"].map(status))).toEqual([404, 404, 404]);
    const second = ["addresses", "networkPorts/p1", "forwardingGroups", "machines/m1/interfaces/nic1/addresses"];
    expect(await Promise.all(second.map((path) => status(`/cimi/2/fake/${path}`)))).toEqual([404, 404, 404, 404]);
  });

  it("in ResourceMetadata, with the attributes that the edition has on this cloud (5.11)", async () => {
    const names = async (path: string) =>
      ((await gateway.get(path)).resourceMetadatas as readonly Values[] | undefined)?.map(({ typeURI }) =>
        String(typeURI).replace(/^.*\//, ""),
      ) ?? [];
    const first = await names("resourceMetadata");
    expect(first).toEqual(expect.arrayContaining(["Address", "ForwardingGroup", "MachineNetworkInterface", "NetworkPort"]));
    expect(first).not.toContain("ProtocolEndpoint");
    const attributes = async (path: string) =>
      ((await gateway.ask("GET", path)).body.attributes as readonly Values[]).map(({ name }) => name);
    expect(await attributes("resourceMetadata/Network")).toEqual(
      expect.arrayContaining(["networkType", "mtu", "forwardingGroup"]),
    );
    expect(await attributes("resourceMetadata/Network")).not.toContain("external");
    expect(await attributes("/cimi/2/fake/resourceMetadata/Network")).not.toContain("networkType");
    expect(await attributes("/cimi/2/fake/resourceMetadata/NetworkTemplate")).not.toContain("networkConfig");
    expect((await gateway.ask("GET", "/cimi/2/fake/resourceMetadata/Address")).status).toBe(404);
  });

  it("where the cloud has it: without services there are no groups", async () => {
    const { NetworkService: _, ...others } = cloud.resources;
    const smaller = await gatewayOver(others);
    expect(await smaller.get("cloudEntryPoint")).not.toHaveProperty("forwardingGroups");
    expect(await smaller.get("networks/n1")).not.toHaveProperty("forwardingGroup");
    await smaller.close();
  });
});

it("a list costs as many native calls as the lists that it is told from, however long it is", async () => {
  const endpoint = { state: "ENABLED", protocol: "IPv4", segment: { href: "segments/s1" } };
  for (let count = 0; count < 50; count++)
    cloud.add("ProtocolEndpoint", { id: `x${count}`, ...endpoint, address: `10.0.1.${count}` });
  await gateway.get("addresses?$expand=network");
  expect(cloud.calls).toBeLessThanOrEqual(6);
});

describe("ETags of views", () => {
  it("say when what is shown changed, although the endpoint did not", async () => {
    const { headers } = await gateway.ask("GET", "addresses/a1");
    const again = await gateway.ask("GET", "addresses/a1", undefined, { "if-none-match": headers.ETag! });
    expect([again.status, headers.ETag]).toEqual([304, again.headers.ETag]);
  });

  it("of a Network are good for a condition in either edition", async () => {
    const { headers } = await gateway.ask("GET", "networks/n1");
    const body = { resourceURI: "http://schemas.dmtf.org/cimi/2/Network", name: "green" };
    const answer = await gateway.ask("PUT", "/cimi/2/fake/networks/n1?$select=name", body, { "if-match": headers.ETag! });
    expect([answer.status, cloud.thing("Network", "n1")!.name]).toEqual([200, "green"]);
  });
});
