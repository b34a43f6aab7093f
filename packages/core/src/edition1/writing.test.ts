import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { affectedBy, at, type FakeGateway, type FakeNetworks, gatewayOver, href, local, twoNetworks } from "./testing.js";

let cloud: FakeNetworks;
let gateway: FakeGateway;
beforeEach(async () => {
  cloud = twoNetworks();
  gateway = await gatewayOver(cloud.resources);
});
afterEach(() => gateway.close());

const N1 = "http://schemas.dmtf.org/cimi/1";

describe("Address", () => {
  const create = (addressTemplate: object) => gateway.post("addresses", "AddressCreate", { name: "front", addressTemplate });

  it("is made in the segment of its network that holds it", async () => {
    const answer = await create({ ip: "10.0.0.9", hostname: "a.example.com", network: href("networks/n1") });
    expect([answer.status, answer.body]).toMatchObject([201, { name: "front", ip: "10.0.0.9", allocation: "static" }]);
    expect(answer.headers.Location).toBe(answer.body.id);
    expect(cloud.thing("ProtocolEndpoint", "ProtocolEndpoint-1")).toMatchObject({
      segment: at("ProtocolSegment", "s1"),
      address: "10.0.0.9",
      origin: "STATIC",
      parameters: { hostname: "a.example.com" },
    });
  });

  it("is held to the value scopes of what is behind it (5.11), when it is made and when it is changed", async () => {
    const scoped = await gateway.ask("PUT", "/cimi/2/fake/resourceMetadata/ProtocolEndpoint?$select=vscope", {
      resourceURI: "http://schemas.dmtf.org/cimi/2/ResourceMetadata",
      vscope: [{ name: { values: ["front", "back"] } }],
    });
    expect(scoped.status).toBe(200);
    const made = await create({ ip: "10.0.0.9", network: href("networks/n1") });
    const change = (name: string) => gateway.put(`${local(String(made.body.id))}?$select=name`, "Address", { name });
    expect([made.status, (await change("back")).status, (await change("side")).status]).toEqual([201, 200, 400]);
  });

  it("is made from a template by reference, without a network in the one that leads out", async () => {
    const made = await gateway.ask("POST", "addressTemplates", {
      resourceURI: `${N1}/AddressTemplate`,
      name: "any",
      allocation: "dynamic",
    });
    expect(made.status).toBe(201);
    const answer = await create({ href: made.headers.Location! });
    expect(answer.status).toBe(201);
    expect(cloud.thing("ProtocolEndpoint", "ProtocolEndpoint-1")).toMatchObject({
      segment: at("ProtocolSegment", "s2"),
      origin: "DYNAMIC",
    });
  });

  it.each([
    [{ allocation: "static", network: { href: "networks/n1" } }, "ip"],
    [{ allocation: "dynamic", ip: "10.0.0.9" }, "ip"],
    [{ allocation: "sometimes" }, "static, dynamic"],
    [{ ip: "192.0.2.1", network: { href: "networks/n1" } }, "no segment"],
    [{ protocol: "IPv6", network: { href: "networks/n1" } }, "no segment of that protocol"],
    [{ network: { href: "networks/none" } }, "no Network"],
  ])("is refused for %j before anything is sent", async (template, said) => {
    const answer = await create(template);
    expect([answer.status, answer.body.statusMessage]).toEqual([400, expect.stringContaining(said)]);
    expect(cloud.writes).toEqual([]);
  });

  it("changes its hostname among the parameters of the endpoint, and keeps the others", async () => {
    const answer = await gateway.put("addresses/a1?$select=hostname,name", "Address", {
      name: "front",
      hostname: "b.example.com",
    });
    expect([answer.status, answer.body]).toMatchObject([200, { name: "front", hostname: "b.example.com", ip: "10.0.0.5" }]);
    expect(cloud.thing("ProtocolEndpoint", "a1")!.parameters).toEqual({ note: "kept", hostname: "b.example.com" });
  });

  it("is deleted; its Job names it in each edition's words", async () => {
    const answer = await gateway.ask("DELETE", "addresses/a2");
    expect([answer.status, cloud.writes]).toEqual([200, ["ProtocolEndpoint a2 delete"]]);
    const [first, second] = [await gateway.jobOf(answer), await gateway.jobOf(answer, 2)];
    for (const job of [answer.body, first])
      expect([job.targetResource, affectedBy(job)]).toEqual([href("addresses/a2"), ["addresses/a2"]]);
    expect(affectedBy(second)).toEqual(["endpoints/a2"]);
    expect((await gateway.ask("GET", "addresses/a2")).status).toBe(404);
  });
});

describe("NetworkPort", () => {
  it("is made in the Ethernet of its network; the gateway keeps what the cloud has no word for", async () => {
    const networkPortTemplate = {
      network: href("networks/n1"),
      networkPortConfig: { portType: "TRUNK", classOfService: "gold" },
    };
    const answer = await gateway.post("networkPorts", "NetworkPortCreate", { networkPortTemplate });
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { state: "STARTED", network: href("networks/n1"), portType: "TRUNK", classOfService: "gold" },
    ]);
    expect(affectedBy(await gateway.jobOf(answer))).toEqual(["networkPorts", local(String(answer.body.id))]);
  });

  it("needs a network with an Ethernet", async () => {
    const answer = await gateway.post("networkPorts", "NetworkPortCreate", {
      networkPortTemplate: { network: href("networks/n2") },
    });
    expect([answer.status, answer.body.statusMessage]).toEqual([400, expect.stringContaining("Ethernet")]);
  });

  it("stops and starts as the endpoint is disabled and enabled", async () => {
    expect((await gateway.act("networkPorts/p1", "stop")).status).toBe(200);
    expect((await gateway.get("networkPorts/p1")).state).toBe("STOPPED");
    expect((await gateway.act("networkPorts/p1", "stop")).status).toBe(409);
    await gateway.act("networkPorts/p1", "start");
    expect(cloud.writes).toEqual([
      'ProtocolEndpoint p1 disable {"state":"DISABLED"}',
      'ProtocolEndpoint p1 enable {"state":"ENABLED"}',
    ]);
  });
});

describe("ForwardingGroup", () => {
  it("is made of the segments of its networks", async () => {
    const forwardingGroupTemplate = { networks: [href("networks/n1"), href("networks/n2")] };
    const answer = await gateway.post("forwardingGroups", "ForwardingGroupCreate", { name: "all", forwardingGroupTemplate });
    expect([answer.status, answer.body.networks]).toEqual([201, forwardingGroupTemplate.networks]);
    expect(cloud.writes.slice(1).map((one) => one.split(" ").slice(0, 3))).toEqual([
      ["NetworkService", "NetworkService-1", "insert"],
      ["NetworkService", "NetworkService-1", "insert"],
    ]);
  });

  it("takes networks in and lets them go", async () => {
    const answer = await gateway.put("forwardingGroups/r1?$select=networks", "ForwardingGroup", {
      networks: [href("networks/n1")],
    });
    expect([answer.status, answer.body.networks]).toEqual([200, [href("networks/n1")]]);
    const again = await gateway.put("forwardingGroups/r1?$select=networks", "ForwardingGroup", {
      networks: [href("networks/n1"), href("networks/n2")],
    });
    expect(again.body.networks).toEqual([href("networks/n1"), href("networks/n2")]);
  });

  it("without a network is refused", async () => {
    const answer = await gateway.post("forwardingGroups", "ForwardingGroupCreate", {
      forwardingGroupTemplate: { description: "none" },
    });
    expect([answer.status, cloud.writes]).toEqual([400, []]);
  });
});

describe("Network", () => {
  const create = (networkTemplate: object, headers = {}) =>
    gateway.post("networks", "NetworkCreate", { networkTemplate }, headers);

  it("gets an Ethernet for its mtu, and a range of its own that no other has, which enters the group", async () => {
    const networkConfig = { networkType: "PRIVATE", mtu: 1400, classOfService: "gold" };
    const answer = await create({ networkConfig, forwardingGroup: href("forwardingGroups/r1") });
    expect(answer.status).toBe(201);
    const segments = [...cloud.resources.ProtocolSegment.things.values()].slice(3);
    expect(segments).toMatchObject([
      { protocol: "Ethernet", parameters: { mtu: "1400" } },
      { protocol: "IPv4", parameters: { subnetAddress: "10.0.16.0", netmask: "255.255.240.0" } },
    ]);
    const shown = await gateway.get(String(answer.body.id));
    expect(shown).toMatchObject({
      networkType: "PRIVATE",
      mtu: 1400,
      classOfService: "gold",
      forwardingGroup: href("forwardingGroups/r1"),
    });
    const { networks } = await gateway.get("forwardingGroups/r1");
    expect(networks).toContainEqual({ href: answer.body.id });
  });

  it("is refused what the cloud has nothing for, before anything is sent", async () => {
    const { ProtocolSegment, ...others } = cloud.resources;
    const { create: _, ...adapter } = ProtocolSegment.adapter;
    const smaller = await gatewayOver({ ...others, ProtocolSegment: { adapter } });
    const made = (networkTemplate: object) =>
      smaller.ask("POST", "networks", { resourceURI: `${N1}/NetworkCreate`, networkTemplate });
    const refused = await made({ networkConfig: { mtu: 1400 } });
    expect([refused.status, refused.body.statusMessage]).toEqual([400, expect.stringContaining("Ethernet")]);
    expect((await made({ networkConfig: { networkType: "PRIVATE" } })).status).toBe(201);
    await smaller.close();
  });

  it("that leads out gets no range: addresses outside are the provider's", async () => {
    const answer = await create({ networkConfig: { networkType: "PUBLIC" } });
    expect([answer.status, answer.body.networkType]).toEqual([201, "PUBLIC"]);
    expect(cloud.writes).toHaveLength(1);
  });

  it("is made from a template of edition 1 in edition 2, too", async () => {
    const config = await gateway.post("networkConfigs", "NetworkConfiguration", { mtu: 1300 });
    const template = await gateway.post("networkTemplates", "NetworkTemplate", {
      networkConfig: { href: config.headers.Location },
    });
    const body = {
      resourceURI: "http://schemas.dmtf.org/cimi/2/NetworkCreate",
      networkTemplate: { href: template.headers.Location },
    };
    const answer = await gateway.ask("POST", "/cimi/2/fake/networks", body);
    expect([answer.status, cloud.writes[1]]).toEqual([201, expect.stringContaining('"mtu":"1300"')]);
  });
});

describe("a Network that is deleted", () => {
  it("takes with it what edition 1 has no word for, by nested Jobs", async () => {
    const made = await gateway.post("networks", "NetworkCreate", { networkTemplate: { networkConfig: { mtu: 1400 } } });
    cloud.writes.length = 0;
    const answer = await gateway.ask("DELETE", String(made.body.id));
    expect([answer.status, cloud.writes.map((one) => one.replace(/-\d+/, ""))]).toEqual([
      200,
      ["ProtocolSegment ProtocolSegment delete", "ProtocolSegment ProtocolSegment delete", "Network Network delete"],
    ]);
    expect((await gateway.jobOf(answer)).nestedJobs).toHaveLength(2);
  });

  it("stays, with all of its segments, as long as something is in one", async () => {
    const answer = await gateway.ask("DELETE", "networks/n2");
    expect([answer.status, answer.body.statusMessage]).toEqual([409, expect.stringContaining("addresses/a2")]);
    await gateway.ask("DELETE", "addresses/a2");
    expect((await gateway.ask("DELETE", "networks/n2")).body.statusMessage).toContain("forwardingGroups/r1");
    expect(cloud.thing("ProtocolSegment", "s2")).toBeDefined();
  });

  it("in edition 2 is a Network alone", async () => {
    await gateway.ask("DELETE", "/cimi/2/fake/networks/n2");
    expect(cloud.writes).toEqual(["Network n2 delete"]);
  });
});

describe("conditions and methods", () => {
  it("compare with the endpoint behind an Address (4.1.7.2)", async () => {
    const { headers } = await gateway.ask("GET", "addresses/a2");
    await gateway.ask("PUT", "/cimi/2/fake/endpoints/a2?$select=name", {
      resourceURI: "http://schemas.dmtf.org/cimi/2/ProtocolEndpoint",
      name: "other",
    });
    expect((await gateway.ask("DELETE", "addresses/a2", undefined, { "if-match": headers.ETag! })).status).toBe(412);
  });

  it("HEAD and OPTIONS are answered as for any resource", async () => {
    expect((await gateway.ask("HEAD", "addresses/a1")).status).toBe(200);
    const { status, headers } = await gateway.ask("OPTIONS", "networkPorts");
    expect([status, headers.Allow]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
  });

  it("existing clients find Collections in their spelling, and post flat bodies (PEERS 2.9)", async () => {
    const answer = await gateway.ask("POST", "/cimi/address_templates", { name: "t", allocation: "dynamic" });
    expect(answer.status).toBe(201);
    const made = await gateway.ask("POST", "/cimi/addresses", { name: "front", network: { href: "networks/n1" } });
    expect([made.status, made.body.allocation]).toEqual([201, "dynamic"]);
    expect((await gateway.ask("GET", "/cimi/network_port_configurations")).status).toBe(200);
  });
});
