import { describe, expect, it } from "@jest/globals";
import { type Scene, scene } from "../testing.js";

/** The endpoints of an interface: protocol and segment. */
async function endpointsOf({ world }: Scene, id: string): Promise<readonly (readonly [string, string | undefined])[]> {
  const { items } = await world.list("protocolEndpoint", {});
  return items.filter(({ networkInterface }) => networkInterface === id).map(({ protocol, owner }) => [protocol, owner] as const);
}

const interfacesOf = async ({ world }: Scene, owner: string): Promise<readonly string[]> =>
  (await world.list("networkInterface", { owner })).items.map(({ id }) => id);

describe("an interface", () => {
  it("is made with its hardware address, which stays as long as it does (5.16.13)", async () => {
    const made = await scene();
    const id = await made.make("networkInterface.create", {});
    expect(await endpointsOf(made, id)).toEqual([["Ethernet", undefined]]);
    const [endpoint] = (await made.world.list("protocolEndpoint", {})).items;
    for (const order of [
      made.world.write("protocolEndpoint.delete", { id: endpoint!.id }),
      made.world.write("protocolEndpoint.update", { id: endpoint!.id, networkInterface: null }),
    ])
      await expect(order).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining(id) });
    await made.done("networkInterface.delete", { id });
    expect((await made.world.census()).present).toMatchObject({ networkInterface: 0, protocolEndpoint: 0 });
  });

  it("has the speed and mtu that were asked for (Table 43)", async () => {
    const { make, see, world } = await scene();
    const id = await make("networkInterface.create", { speed: 1_000_000_000, mtu: 1400 });
    expect(await see("networkInterface", id)).toMatchObject({ speed: 1_000_000_000, mtu: 1400 });
    await world.write("networkInterface.update", { id, mtu: 9000 });
    expect(await see("networkInterface", id)).toMatchObject({ speed: 1_000_000_000, mtu: 9000 });
    await expect(world.write("networkInterface.update", { id, mtu: 70_000 })).rejects.toMatchObject({ code: "Invalid" });
  });

  it("is disabled and enabled (5.16.13.2)", async () => {
    const { make, see, done } = await scene();
    const id = await make("networkInterface.create", {});
    await done("networkInterface.disable", { id });
    expect((await see("networkInterface", id))?.state).toBe("disabled");
    await done("networkInterface.enable", { id });
    expect((await see("networkInterface", id))?.state).toBe("enabled");
  });
});

describe("the interfaces of a machine", () => {
  it("are one in the default network where none is named, which goes with it", async () => {
    const made = await scene();
    const machine = await made.machine();
    const [id] = await interfacesOf(made, machine);
    expect(await endpointsOf(made, id!)).toEqual([
      ["Ethernet", undefined],
      ["IPv4", "default-ipv4"],
    ]);
    await made.done("machine.delete", { id: machine });
    expect((await made.world.census()).present).toMatchObject({ networkInterface: 0, protocolEndpoint: 0 });
  });

  it("are those that are named: what was made for it goes with it, what was there stays", async () => {
    const made = await scene();
    const [before, after] = [await made.make("networkInterface.create", {}), await made.make("networkInterface.create", {})];
    const machine = await made.machine({
      interfaces: [
        { id: before, goes: false },
        { id: after, goes: true },
      ],
    });
    expect(await interfacesOf(made, machine)).toEqual([before, after]);
    await made.done("machine.delete", { id: machine });
    expect((await made.see("networkInterface", before))?.owner).toBeUndefined();
    expect(await made.see("networkInterface", after)).toBeUndefined();
  });

  it("connect no other machine: the holder is named, and nothing of the second is left", async () => {
    const made = await scene();
    const id = await made.make("networkInterface.create", {});
    const machine = await made.machine({ interfaces: [{ id, goes: false }] });
    const refused = { code: "Conflict", message: expect.stringContaining(machine) };
    await expect(made.machine({ interfaces: [{ id, goes: false }] })).rejects.toMatchObject(refused);
    await expect(made.world.write("networkInterface.delete", { id })).rejects.toMatchObject(refused);
    expect((await made.world.census()).present.machine).toBe(1);
  });

  it("enter and leave it; what left stays when the machine goes", async () => {
    const made = await scene();
    const machine = await made.machine();
    const [own] = await interfacesOf(made, machine);
    const id = await made.make("networkInterface.create", {});
    await made.done("networkInterface.attach", { id, machine });
    expect(await interfacesOf(made, machine)).toEqual([own, id]);
    await made.done("networkInterface.detach", { id: own!, machine });
    await made.done("machine.delete", { id: machine });
    expect([await made.see("networkInterface", own!), await made.see("networkInterface", id)]).toEqual([
      expect.objectContaining({ state: "enabled" }),
      expect.objectContaining({ state: "enabled" }),
    ]);
  });

  it("made for it when it runs go with it, too", async () => {
    const made = await scene();
    const machine = await made.machine();
    const id = await made.make("networkInterface.create", { machine });
    await made.done("machine.delete", { id: machine });
    expect(await made.see("networkInterface", id)).toBeUndefined();
  });
});
