import { describe, expect, it } from "@jest/globals";
import { type Scene, scene } from "../testing.js";

async function wired(prefix = "10.1.0.0/29"): Promise<Scene & { network: string; segment: string }> {
  const made = await scene();
  const network = await made.make("network.create", {});
  return { ...made, network, segment: await made.make("protocolSegment.create", { network, protocol: "IPv4", prefix }) };
}

describe("the address of an endpoint", () => {
  it("is the lowest that is free, and is given again after a deletion", async () => {
    const { make, see, done, segment } = await wired();
    const ids = [await make("protocolEndpoint.create", { segment }), await make("protocolEndpoint.create", { segment })];
    expect(await Promise.all(ids.map(async (id) => (await see("protocolEndpoint", id))?.address))).toEqual([
      "10.1.0.2",
      "10.1.0.3",
    ]);
    await done("protocolEndpoint.delete", { id: ids[0]! });
    expect((await see("protocolEndpoint", await make("protocolEndpoint.create", { segment })))?.address).toBe("10.1.0.2");
  });

  it("is refused when none is left", async () => {
    const { make, segment } = await wired("10.1.0.0/30");
    await make("protocolEndpoint.create", { segment });
    await expect(make("protocolEndpoint.create", { segment })).rejects.toMatchObject({ code: "QuotaExceeded" });
  });

  it("that is chosen must be of the segment, and free; the holder is named (Table 41)", async () => {
    const { make, see, segment } = await wired();
    const holder = await make("protocolEndpoint.create", { segment, address: "10.1.0.4" });
    expect(await see("protocolEndpoint", holder)).toMatchObject({ address: "10.1.0.4", chosen: true });
    await expect(make("protocolEndpoint.create", { segment, address: "10.1.0.4" })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining(holder),
    });
    for (const address of ["10.1.0.0", "10.1.0.1", "10.1.0.7", "10.2.0.4", "2001:db8::4"])
      await expect(make("protocolEndpoint.create", { segment, address })).rejects.toMatchObject({ code: "Invalid" });
  });

  it("of Ethernet is unicast and unique in the cloud; the cloud's own are administered locally", async () => {
    const { make, see } = await scene();
    const address = "00:00:5E:00:53:01";
    const chosen = await make("protocolEndpoint.create", { protocol: "Ethernet", address });
    expect((await see("protocolEndpoint", chosen))?.address).toBe("00:00:5e:00:53:01");
    await expect(make("protocolEndpoint.create", { protocol: "Ethernet", address })).rejects.toMatchObject({ code: "Conflict" });
    await expect(make("protocolEndpoint.create", { protocol: "Ethernet", address: "01:00:5e:00:00:01" })).rejects.toMatchObject({
      code: "Invalid",
    });
    const given = await make("protocolEndpoint.create", { protocol: "Ethernet" });
    expect((await see("protocolEndpoint", given))?.address).toMatch(/^02(:[0-9a-f]{2}){5}$/);
  });

  it("needs a segment from which it is given", async () => {
    const { make } = await scene();
    await expect(make("protocolEndpoint.create", { protocol: "IPv4" })).rejects.toMatchObject({ code: "Invalid" });
    await expect(make("protocolEndpoint.create", {})).rejects.toMatchObject({ code: "Invalid" });
  });

  it("stays in another segment if it fits; one that the cloud gave may change", async () => {
    const { make, see, done, world, network, segment } = await wired();
    const other = await make("protocolSegment.create", { network, protocol: "IPv4", prefix: "10.2.0.0/24" });
    const given = await make("protocolEndpoint.create", { segment });
    const chosen = await make("protocolEndpoint.create", { segment, address: "10.1.0.5" });
    await done("protocolEndpoint.remove", { id: given, segment });
    await done("protocolEndpoint.insert", { id: given, segment: other });
    expect(await see("protocolEndpoint", given)).toMatchObject({ owner: other, address: "10.2.0.2" });
    await done("protocolEndpoint.remove", { id: chosen, segment });
    await expect(world.write("protocolEndpoint.insert", { id: chosen, segment: other })).rejects.toMatchObject({
      code: "Invalid",
    });
    await done("protocolEndpoint.insert", { id: chosen, segment });
    expect((await see("protocolEndpoint", chosen))?.address).toBe("10.1.0.5");
  });
});

describe("an endpoint outside the cloud", () => {
  it("is connected by one interface at a time; an update moves it, an insert names the holder", async () => {
    const { make, see, done, world } = await scene();
    const id = await make("protocolEndpoint.create", { segment: "external-ipv4" });
    expect((await see("protocolEndpoint", id))?.address).toBe("203.0.113.2");
    const [first, second] = [await make("networkInterface.create", {}), await make("networkInterface.create", {})];
    await done("protocolEndpoint.connect", { id, networkInterface: first });
    await expect(world.write("protocolEndpoint.connect", { id, networkInterface: second })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining(first),
    });
    await done("protocolEndpoint.update", { id, networkInterface: second });
    expect((await see("protocolEndpoint", id))?.networkInterface).toBe(second);
    await done("protocolEndpoint.disconnect", { id, networkInterface: second });
    expect((await see("protocolEndpoint", id))?.networkInterface).toBeUndefined();
  });

  // [5.16.13.2-2]
  it("stays when the interface goes that connects it", async () => {
    const { make, see, done } = await scene();
    const id = await make("protocolEndpoint.create", { segment: "external-ipv6" });
    const networkInterface = await make("networkInterface.create", {});
    await done("protocolEndpoint.connect", { id, networkInterface });
    await done("networkInterface.delete", { id: networkInterface });
    expect(await see("protocolEndpoint", id)).toMatchObject({ state: "enabled", address: "2001:db8:ffff::2" });
    expect((await see("protocolEndpoint", id))?.networkInterface).toBeUndefined();
  });
});

it("an address outside the cloud stays when its interface goes, also where it was made for it; one inside goes", async () => {
  const { make, see, done, machine, world, segment } = await wired();
  const networkInterface = await make("networkInterface.create", {});
  const outside = await make("protocolEndpoint.create", { segment: "external-ipv4", networkInterface });
  const inside = await make("protocolEndpoint.create", { segment, networkInterface });
  const id = await machine({ interfaces: [{ id: networkInterface, goes: true }] });
  await done("machine.delete", { id });
  expect(await see("protocolEndpoint", inside)).toBeUndefined();
  expect((await world.read("networkInterface", [networkInterface])).length).toBe(0);
  expect(await see("protocolEndpoint", outside)).toMatchObject({ state: "enabled", networkInterface: undefined });
});

it("what is deleted is named by no policy any more, and no rule is left open by it [5.10.1-1]", async () => {
  const { make, see, done, network, segment } = await wired();
  const [one, other] = [await make("protocolEndpoint.create", { segment }), await make("protocolEndpoint.create", { segment })];
  const policies = {
    "rule.both": `allow in tcp 443 from endpoint:endpoints/${one}, endpoint:endpoints/${other}`,
    "rule.one": `allow in any from endpoint:endpoints/${one}`,
  };
  const id = await make("networkService.create", { network, type: "Firewall", policies });
  await done("protocolEndpoint.delete", { id: one });
  expect({ ...(await see("networkService", id))?.policies }).toEqual({
    "rule.both": `allow in tcp 443 from endpoint:endpoints/${other}`,
  });
  await done("protocolEndpoint.delete", { id: other });
  expect({ ...(await see("networkService", id))?.policies }).toEqual({});
});

// [5.16.9.3-2]
it("an endpoint that is deleted is served by nothing any more (5.16.9.3)", async () => {
  const { make, see, done, network, segment } = await wired();
  const [endpoint, id] = [
    await make("protocolEndpoint.create", { segment }),
    await make("networkService.create", { network, type: "Firewall" }),
  ];
  await done("networkService.serve", { id, endpoint });
  await done("protocolEndpoint.delete", { id: endpoint });
  expect((await see("networkService", id))?.endpoints).toEqual([]);
});

it("disable and enable (5.16.9.3)", async () => {
  const { make, see, done, segment } = await wired();
  const id = await make("protocolEndpoint.create", { segment });
  await done("protocolEndpoint.disable", { id });
  expect((await see("protocolEndpoint", id))?.state).toBe("disabled");
  await done("protocolEndpoint.enable", { id });
  expect((await see("protocolEndpoint", id))?.state).toBe("enabled");
});
