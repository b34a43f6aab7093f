import { describe, expect, it } from "@jest/globals";
import { DELAY, scene } from "../testing.js";

describe("a new machine", () => {
  it.each(["running", "off", "paused", "suspended"] as const)(
    "passes through creating and ends %s (5.14.2.1)",
    async (initialState) => {
      const { world, clock, see } = await scene();
      const { id } = await world.write("machine.create", { configuration: "small", image: "debian-12", initialState });
      expect(await see("machine", id)).toMatchObject({ state: "creating", cpu: 1, memory: 2048 });
      clock.advance(DELAY - 1);
      expect((await see("machine", id))?.state).toBe("creating");
      clock.advance(1);
      expect((await see("machine", id))?.state).toBe(initialState);
    },
  );

  it("takes no time at delay 0", async () => {
    const { see, world } = await scene({ delay: 0 });
    const { id } = await world.write("machine.create", { configuration: "tiny", image: "debian-12", initialState: "running" });
    expect((await see("machine", id))?.state).toBe("running");
  });

  it("has the disks of its configuration", async () => {
    const { world, machine } = await scene();
    const { items } = await world.list("disk", { owner: await machine({ configuration: "large" }) });
    expect(items.map(({ size, device }) => [size, device])).toEqual([
      [80_000, "/dev/sda"],
      [160_000, "/dev/sdb"],
    ]);
  });

  it("stands in the first zone unless its maker says otherwise", async () => {
    const { see, machine } = await scene();
    expect((await see("machine", await machine()))?.zone).toBe("sandbox-1a");
    expect((await see("machine", await machine({ zone: "sandbox-1b" })))?.zone).toBe("sandbox-1b");
    await expect(machine({ zone: "elsewhere" })).rejects.toMatchObject({
      code: "Invalid",
      message: expect.stringContaining("sandbox-1a, sandbox-1b"),
    });
  });

  // [5.14.2.1-4]
  it("is refused for an unknown configuration, image or credential, and nothing is made", async () => {
    const { world, machine } = await scene();
    await expect(machine({ configuration: "huge" })).rejects.toMatchObject({ code: "NotFound" });
    await expect(machine({ image: "none" })).rejects.toMatchObject({ code: "NotFound" });
    await expect(machine({ credential: "none" })).rejects.toMatchObject({ code: "NotFound" });
    expect((await world.census()).made).toMatchObject({ machine: 0, disk: 0 });
  });

  // [5.14.3-7] [5.14.2.1-5]
  it("keeps user data for its guest, and the key of its credential (5.14.3)", async () => {
    const { world, machine } = await scene();
    const { id: credential } = await world.write("credential.create", { userName: "root", key: "ssh-ed25519 AAAA" });
    expect(await world.guest(await machine({ userData: "aGVsbG8=", credential }))).toEqual({
      userData: "aGVsbG8=",
      userName: "root",
      key: "ssh-ed25519 AAAA",
    });
  });
});

describe("updating a machine", () => {
  it("changes labels in any state, and null takes one away", async () => {
    const { world, see, machine } = await scene();
    const id = await machine({ name: "a", description: "b", properties: { k: "v" } });
    await world.write("machine.update", { id, name: "c", description: null });
    expect(await see("machine", id)).toMatchObject({ name: "c", description: undefined, properties: { k: "v" } });
  });

  it("changes cpu and memory only while it is off", async () => {
    const { world, see, machine } = await scene();
    const running = await machine();
    await expect(world.write("machine.update", { id: running, cpu: 2 })).rejects.toMatchObject({ code: "Conflict" });
    const off = await machine({ initialState: "off" });
    await world.write("machine.update", { id: off, cpu: 3, memory: 1000 });
    expect(await see("machine", off)).toMatchObject({ cpu: 3, memory: 1000 });
    await expect(world.write("machine.update", { id: off, cpu: 0 })).rejects.toMatchObject({ code: "Invalid" });
  });
});

describe("deleting a machine", () => {
  it("takes its disks and attachments along and leaves the volumes", async () => {
    const { world, clock, see, machine, volume } = await scene();
    const [id, data] = [await machine(), await volume()];
    await world.write("machine.attach", { machine: id, volume: data });
    clock.advance(DELAY);
    await world.write("machine.delete", { id });
    expect((await see("machine", id))?.state).toBe("deleting");
    clock.advance(DELAY);
    expect(await see("machine", id)).toBeUndefined();
    expect((await world.census()).present).toMatchObject({ machine: 0, disk: 0, attachment: 0, volume: 1 });
    await world.write("volume.delete", { id: data });
  });

  it("forbids every order meanwhile, except deleting again", async () => {
    const { world, machine } = await scene();
    const id = await machine({ initialState: "off" });
    await world.write("machine.delete", { id });
    await expect(world.write("machine.start", { id })).rejects.toMatchObject({ code: "Conflict" });
    await expect(world.write("machine.delete", { id })).resolves.toMatchObject({ id });
  });
});

describe("a thing that does not change", () => {
  it("is the same object at each reading, and another after a change", async () => {
    const { world, clock, see, machine } = await scene();
    const id = await machine();
    const first = await see("machine", id);
    clock.advance(DELAY);
    expect(await see("machine", id)).toBe(first);
    expect((await world.list("machine", {})).items[0]).toBe(first);
    await world.write("machine.pause", { id });
    const pausing = await see("machine", id);
    expect(pausing).not.toBe(first);
    expect(await see("machine", id)).toBe(pausing);
    clock.advance(DELAY);
    const paused = await see("machine", id);
    expect(paused).not.toBe(pausing);
    expect(await see("machine", id)).toBe(paused);
  });
});
