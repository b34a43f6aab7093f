import { describe, expect, it } from "@jest/globals";
import { DELAY, type Scene, scene } from "../testing.js";

const PREFIX = { protocol: "IPv4", prefix: "10.1.0.0/24" } as const;

async function furnished(): Promise<Scene & { network: string; segment: string; endpoint: string; service: string }> {
  const made = await scene();
  const network = await made.make("network.create", {});
  const segment = await made.make("protocolSegment.create", { network, ...PREFIX });
  const endpoint = await made.make("protocolEndpoint.create", { segment });
  const service = await made.make("networkService.create", { network, type: "Firewall" });
  return { ...made, network, segment, endpoint, service };
}

describe("a network", () => {
  it.each(["started", "stopped"] as const)("passes through creating and ends %s (5.16.2.1)", async (initialState) => {
    const { world, clock, see } = await scene();
    const { id } = await world.write("network.create", { initialState });
    expect((await see("network", id))?.state).toBe("creating");
    clock.advance(DELAY);
    expect((await see("network", id))?.state).toBe(initialState);
  });

  // [5.16.1.2-1..3] [5.16.1.2-5..7]
  it("stops and starts with everything in it, also in the networks subordinate to it (5.16.1.2)", async () => {
    const { world, clock, see, make, network, segment, endpoint, service } = await furnished();
    const subnetwork = await make("network.create", { network });
    const inner = await make("protocolSegment.create", { network: subnetwork, ...PREFIX });
    const states = async () => [
      (await see("network", network))?.state,
      (await see("protocolSegment", segment))?.state,
      (await see("protocolEndpoint", endpoint))?.state,
      (await see("networkService", service))?.state,
      (await see("network", subnetwork))?.state,
      (await see("protocolSegment", inner))?.state,
    ];
    await world.write("network.stop", { id: network });
    expect(await states()).toEqual(["stopping", "started", "enabled", "started", "stopping", "started"]);
    clock.advance(DELAY);
    expect(await states()).toEqual(["stopped", "stopped", "disabled", "stopped", "stopped", "stopped"]);
    await world.write("network.start", { id: network });
    expect(await states()).toEqual(["starting", "stopped", "disabled", "stopped", "starting", "stopped"]);
    clock.advance(DELAY);
    expect(await states()).toEqual(["started", "started", "enabled", "started", "started", "started"]);
  });

  it("in which something is cannot be deleted, and what is in it is named", async () => {
    const { world, done, see, network, segment, endpoint, service } = await furnished();
    const refused = expect.objectContaining({
      code: "Conflict",
      message: expect.stringContaining(`${segment}, networkService ${service}`),
    });
    await expect(world.write("network.delete", { id: network })).rejects.toEqual(refused);
    await done("protocolEndpoint.delete", { id: endpoint });
    await done("protocolSegment.delete", { id: segment });
    await done("networkService.delete", { id: service });
    await done("network.delete", { id: network });
    expect(await see("network", network)).toBeUndefined();
  });

  it("serves its region, whichever zone of it is named; elsewhere there is none", async () => {
    const { make, see, world } = await scene();
    expect((await see("network", await make("network.create", { zone: "sandbox-1b" })))?.zone).toBe("sandbox-1");
    await expect(world.write("network.create", { zone: "eu-1", initialState: "started" })).rejects.toMatchObject({
      code: "Invalid",
      message: expect.stringContaining("accepted: sandbox-1, sandbox-1a, sandbox-1b"),
    });
  });

  it("is never subordinate to itself", async () => {
    const { world, make } = await scene();
    const outer = await make("network.create", {});
    const inner = await make("network.create", { network: outer });
    for (const network of [inner, outer])
      await expect(world.write("network.insert", { id: outer, network })).rejects.toMatchObject({ code: "Conflict" });
  });

  it("of one network enters another only after it left the first, which the refusal names", async () => {
    const { world, done, see, make } = await scene();
    const [first, second] = [await make("network.create", {}), await make("network.create", {})];
    const id = await make("network.create", { network: first });
    await expect(world.write("network.insert", { id, network: second })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining(first),
    });
    await done("network.remove", { id, network: first });
    await done("network.insert", { id, network: second });
    expect((await see("network", id))?.owner).toBe(second);
    await expect(world.write("network.remove", { id, network: first })).rejects.toMatchObject({ code: "NotFound" });
  });

  it.each(["default", "external"])("%s is the cloud's own", async (id) => {
    const { world, see } = await scene();
    expect((await see("network", id))?.external).toBe(id === "external");
    for (const action of ["network.delete", "network.stop", "network.update"] as const)
      await expect(world.write(action, { id })).rejects.toMatchObject({ code: "Denied" });
  });

  it("outside of the cloud takes no segment (5.16.1)", async () => {
    const { make } = await scene();
    await expect(make("protocolSegment.create", { network: "external", ...PREFIX })).rejects.toMatchObject({ code: "Denied" });
  });
});

describe("a segment", () => {
  it("has no address in common with another of its network", async () => {
    const { make, network, segment } = await furnished();
    await expect(make("protocolSegment.create", { network, protocol: "IPv4", prefix: "10.1.0.128/25" })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining(segment),
    });
    const elsewhere = await make("network.create", {});
    await expect(make("protocolSegment.create", { network: elsewhere, ...PREFIX })).resolves.toBeDefined();
  });

  it("stands beside those of other protocols on one wire (Table 32)", async () => {
    const { make, world, network } = await furnished();
    await make("protocolSegment.create", { network, protocol: "IPv6", prefix: "2001:db8::/64" });
    await make("protocolSegment.create", { network, protocol: "Ethernet" });
    const { items } = await world.list("protocolSegment", { owner: network });
    expect(items.map(({ protocol, prefix }) => [protocol, prefix])).toEqual([
      ["IPv4", "10.1.0.0/24"],
      ["IPv6", "2001:db8::/64"],
      ["Ethernet", undefined],
    ]);
  });

  it("of the Internet Protocol needs a prefix", async () => {
    const { make, network } = await furnished();
    await expect(make("protocolSegment.create", { network, protocol: "IPv6" })).rejects.toMatchObject({ code: "Invalid" });
  });

  it("in which an endpoint is cannot be deleted, and grows around it only", async () => {
    const { world, see, make, segment, endpoint } = await furnished();
    await expect(world.write("protocolSegment.delete", { id: segment })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining(endpoint),
    });
    await make("protocolEndpoint.create", { segment, address: "10.1.0.200" });
    await expect(world.write("protocolSegment.update", { id: segment, prefix: "10.1.0.0/25" })).rejects.toMatchObject({
      code: "Conflict",
    });
    await world.write("protocolSegment.update", { id: segment, prefix: "10.1.0.0/16" });
    expect((await see("protocolSegment", segment))?.prefix).toBe("10.1.0.0/16");
  });

  // [5.16.5.3-1]
  it("that is deleted is served by nothing any more", async () => {
    const { see, done, network, service, make } = await furnished();
    const segment = await make("protocolSegment.create", { network, protocol: "Ethernet" });
    await done("networkService.serve", { id: service, segment });
    expect((await see("networkService", service))?.segments).toEqual([segment]);
    await done("protocolSegment.delete", { id: segment });
    expect((await see("networkService", service))?.segments).toEqual([]);
  });

  it("stops and starts alone", async () => {
    const { done, see, segment } = await furnished();
    await done("protocolSegment.stop", { id: segment });
    expect((await see("protocolSegment", segment))?.state).toBe("stopped");
    await done("protocolSegment.start", { id: segment });
    expect((await see("protocolSegment", segment))?.state).toBe("started");
  });
});

describe("a service", () => {
  it("serves what it was given until that is taken away", async () => {
    const { world, done, see, service, endpoint } = await furnished();
    await done("networkService.serve", { id: service, endpoint });
    await done("networkService.serve", { id: service, endpoint });
    expect((await see("networkService", service))?.endpoints).toEqual([endpoint]);
    await done("networkService.serveNoLonger", { id: service, endpoint });
    expect((await see("networkService", service))?.endpoints).toEqual([]);
    await expect(world.write("networkService.serveNoLonger", { id: service, endpoint })).rejects.toMatchObject({
      code: "NotFound",
    });
  });

  it("leaves its network and enters another", async () => {
    const { done, see, make, network, service } = await furnished();
    const other = await make("network.create", {});
    await done("networkService.remove", { id: service, network });
    await done("networkService.insert", { id: service, network: other });
    expect((await see("networkService", service))?.owner).toBe(other);
  });
});

describe("quotas", () => {
  it("hold for networks, the cloud's own included", async () => {
    const { make } = await scene({ quota: { network: 3 } });
    await make("network.create", {});
    await expect(make("network.create", {})).rejects.toMatchObject({ code: "QuotaExceeded" });
  });

  it("of endpoints refuse a machine, of which nothing is left", async () => {
    const { world, machine } = await scene({ quota: { protocolEndpoint: 1 } });
    await expect(machine()).rejects.toMatchObject({ code: "QuotaExceeded" });
    expect((await world.census()).present).toMatchObject({ machine: 0, networkInterface: 0, protocolEndpoint: 0 });
  });
});
