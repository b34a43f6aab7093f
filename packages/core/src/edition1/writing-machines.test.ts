import { ProviderFault } from "@cimi-gateway/adapter";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  type Answered,
  affectedBy,
  at,
  BASE1,
  type FakeGateway,
  type FakeNetworks,
  gatewayOver,
  href,
  local,
  twoNetworks,
} from "./testing.js";

let cloud: FakeNetworks;
let gateway: FakeGateway;
beforeEach(async () => {
  cloud = twoNetworks();
  gateway = await gatewayOver(cloud.resources);
});
afterEach(() => gateway.close());

describe("MachineNetworkInterface", () => {
  const add = (body: object) => gateway.post("machines/m2/interfaces", "MachineNetworkInterface", body);

  it("is added with an address in its network", async () => {
    const answer = await add({ network: href("networks/n1"), state: "Disabled", mtu: 1400 });
    expect([answer.status, answer.body]).toMatchObject([201, { state: "Disabled", mtu: 1400, network: href("networks/n1") }]);
    expect(answer.headers.Location).toMatch(/^http:\/\/gateway\.test\/cimi\/1\/fake\/machines\/m2\/interfaces\/[^/]+$/);
    expect(cloud.thing("ProtocolEndpoint", "ProtocolEndpoint-2")).toMatchObject({ segment: at("ProtocolSegment", "s1") });
    const job = await gateway.jobOf(answer);
    expect([job.targetResource, affectedBy(job)]).toEqual([
      href("machines/m2/interfaces"),
      ["machines/m2/interfaces", local(String(answer.body.id))],
    ]);
  });

  it("that is Passive is refused: edition 2 has none", async () => {
    const answer = await add({ network: href("networks/n1"), state: "Passive" });
    expect([answer.status, answer.body.statusMessage, cloud.writes]).toEqual([
      400,
      expect.stringContaining("Active, Disabled"),
      [],
    ]);
  });

  it("changes state and mtu by one PUT", async () => {
    const answer = await gateway.put("machines/m1/interfaces/nic1?$select=state,mtu", "MachineNetworkInterface", {
      state: "Disabled",
      mtu: 9000,
    });
    expect([answer.status, answer.body]).toMatchObject([200, { state: "Disabled", mtu: 9000 }]);
    expect(cloud.writes).toEqual([
      'NetworkInterface nic1 update {"mtu":9000}',
      'NetworkInterface nic1 disable {"state":"DISABLED"}',
    ]);
  });

  it("keeps its state where a PUT leaves it out, and its Job says SUCCESS where nothing else changes", async () => {
    const answer = await gateway.put("machines/m1/interfaces/nic1", "MachineNetworkInterface", { mtu: 1500 });
    expect([answer.status, answer.body.state, cloud.writes]).toEqual([200, "Active", []]);
  });

  it("is made with a port and addresses that there are, which are inserted", async () => {
    const answer = await add({ networkPort: href("networkPorts/p1"), state: "Active" });
    expect([answer.status, answer.body.networkPort]).toEqual([201, href("networkPorts/p1")]);
    expect(cloud.writes[1]).toMatch(/^ProtocolEndpoint p1 insert/);
  });

  it("takes an existing address in by a link, and lets it go by the link's DELETE", async () => {
    const links = "machines/m1/interfaces/nic1/addresses";
    const collection = await gateway.get(links);
    expect(collection.operations).toEqual([{ rel: "add", href: BASE1 + links }]);
    const answer = await gateway.post(links, "MachineNetworkInterfaceAddress", { address: href("addresses/a2") });
    expect([answer.status, answer.headers.Location, answer.body.address]).toEqual([
      201,
      `${BASE1}${links}/a2`,
      href("addresses/a2"),
    ]);
    expect((await gateway.get("addresses/a2")).resource).toEqual(href("machines/m1"));
    expect((await gateway.post(links, "MachineNetworkInterfaceAddress", { address: href("addresses/a2") })).status).toBe(409);
    expect((await gateway.ask("DELETE", `${links}/a2`)).status).toBe(200);
    expect(await gateway.get("addresses/a2")).not.toHaveProperty("resource");
  });

  it("is deleted", async () => {
    const answer = await gateway.ask("DELETE", "machines/m1/interfaces/nic1");
    expect([answer.status, cloud.writes]).toEqual([200, ["NetworkInterface nic1 delete"]]);
    expect(affectedBy(await gateway.jobOf(answer))).toEqual(["machines/m1/interfaces/nic1"]);
    expect(affectedBy(await gateway.jobOf(answer, 2))).toEqual(["interfaces/nic1"]);
  });
});

describe("MachineTemplate", () => {
  const machineTemplate = {
    machineConfig: href("machineConfigs/c1"),
    machineImage: href("machineImages/i1"),
    networkInterfaces: [{ network: href("networks/n1"), state: "Active", mtu: 1400 }],
  };

  it("is shown in either edition in that edition's form", async () => {
    const made = await gateway.post("machineTemplates", "MachineTemplate", machineTemplate);
    expect([made.status, made.body.networkInterfaces]).toEqual([201, machineTemplate.networkInterfaces]);
    const second = await gateway.get(String(made.body.id).replace("http://gateway.test/cimi/1", "/cimi/2"));
    expect(second).toMatchObject({
      interfaceTemplates: [
        { mtu: 1400, endpointTemplates: [{ segment: { href: "http://gateway.test/cimi/2/fake/segments/s1" } }] },
      ],
    });
    expect(second).not.toHaveProperty("networkInterfaces");
  });

  it("of edition 2 shows in edition 1 the networks of its interfaceTemplates, also of those by reference", async () => {
    const second = (path: string, type: string, body: object) =>
      gateway.ask("POST", `/cimi/2/fake/${path}`, { resourceURI: `http://schemas.dmtf.org/cimi/2/${type}`, ...body });
    const endpointTemplates = [{ segment: { href: "segments/s1" } }];
    const kept = await second("interfaceTemplates", "NetworkInterfaceTemplate", { endpointTemplates, initialState: "DISABLED" });
    const { networkInterfaces: _, ...plain } = machineTemplate;
    const template = { ...plain, interfaceTemplates: [{ href: kept.headers.Location }, { mtu: 1300, endpointTemplates }] };
    const made = await second("machineTemplates", "MachineTemplate", template);
    const shown = await gateway.get(made.headers.Location!.replace("http://gateway.test/cimi/2", "/cimi/1"));
    expect(shown.networkInterfaces).toEqual([
      { network: href("networks/n1"), state: "Disabled" },
      { network: href("networks/n1"), state: "Active", mtu: 1300 },
    ]);
  });

  it("makes its networkInterfaces with the Machine", async () => {
    const answer = await gateway.post("machines", "MachineCreate", { machineTemplate });
    expect(answer.status).toBe(201);
    expect(cloud.writes.filter((one) => one.startsWith("NetworkInterface create"))).toEqual([
      expect.stringContaining('"mtu":1400'),
    ]);
  });
});

describe("Jobs of edition 2's writes, in edition 1", () => {
  it("are read while the cloud cannot be", async () => {
    const answer = await second("PUT", "endpoints/a1?$select=name", {
      resourceURI: "http://schemas.dmtf.org/cimi/2/ProtocolEndpoint",
      name: "front",
    });
    const away = () => {
      throw new ProviderFault("unavailable", "the cloud is away");
    };
    cloud.resources.Network.things.values = away;
    cloud.resources.ProtocolEndpoint.things.values = away;
    const job = await inFirst(answer);
    expect([job.state, affectedBy(job)]).toEqual(["SUCCESS", []]);
  });

  const second = (method: string, path: string, body?: object) => gateway.ask(method, `/cimi/2/fake/${path}`, body);
  const inFirst = ({ headers }: Answered) =>
    gateway.get(headers["CIMI-Job-URI"]!.replace("http://gateway.test/cimi/2", "/cimi/1"));

  it("name the view of what they worked on", async () => {
    const body = { resourceURI: "http://schemas.dmtf.org/cimi/2/ProtocolEndpoint", name: "front" };
    const job = await inFirst(await second("PUT", "endpoints/a1?$select=name", body));
    expect([job.targetResource, affectedBy(job)]).toEqual([href("addresses/a1"), ["addresses/a1"]]);
  });

  it("leave out what edition 1 has no word for", async () => {
    const job = await inFirst(await second("DELETE", "segments/e1"));
    expect([job.state, job.targetResource, affectedBy(job)]).toEqual(["SUCCESS", undefined, []]);
  });
});
