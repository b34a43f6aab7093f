import { describe, expect, it } from "@jest/globals";
import { DELAY, scene } from "../testing.js";

describe("a volume (5.15.1)", () => {
  it("becomes available, and only grows", async () => {
    const { world, clock, see } = await scene();
    const { id } = await world.write("volume.create", { size: 500 });
    expect((await see("volume", id))?.state).toBe("creating");
    clock.advance(DELAY);
    await world.write("volume.update", { id, size: 600 });
    expect(await see("volume", id)).toMatchObject({ state: "available", size: 600, bootable: false });
    await expect(world.write("volume.update", { id, size: 599 })).rejects.toMatchObject({ code: "Invalid" });
  });

  it("takes size and bootable over from an image, and needs room for it", async () => {
    const { see, volume, world } = await scene();
    const { id } = await world.write("volume.create", { image: "debian-12-root" });
    expect(await see("volume", id)).toMatchObject({ size: 4000, bootable: true });
    await expect(volume({ image: "debian-12-root", size: 3999 })).rejects.toMatchObject({ code: "Invalid" });
    await expect(world.write("volume.create", {})).rejects.toMatchObject({ code: "Invalid" });
  });

  // [5.15.1.2-2] [5.15.1.2-4]
  it("is captured and restored (5.15.1.2)", async () => {
    const { world, clock, see, volume } = await scene();
    const id = await volume();
    const { id: image } = await world.write("volume.snapshot", { volume: id, name: "backup" });
    expect((await see("volume", id))?.state).toBe("capturing");
    expect(await see("volumeImage", image)).toMatchObject({ state: "creating", owner: id, size: 1000 });
    clock.advance(DELAY);
    await world.write("volume.restore", { id, image });
    expect((await see("volume", id))?.state).toBe("restoring");
    clock.advance(DELAY);
    expect(await see("volume", id)).toMatchObject({ state: "available", image });
    const small = await volume({ size: 10 });
    await expect(world.write("volume.restore", { id: small, image })).rejects.toMatchObject({ code: "Invalid" });
  });
});

describe("connecting a volume (5.14.1.1.2)", () => {
  it("takes time, in both directions", async () => {
    const { world, clock, see, machine, volume } = await scene();
    const [id, data] = [await machine(), await volume()];
    await world.write("machine.attach", { machine: id, volume: data });
    expect(await see("attachment", data)).toMatchObject({ state: "attaching", owner: id, device: "/dev/sdb" });
    clock.advance(DELAY);
    expect((await see("attachment", data))?.state).toBe("attached");
    await world.write("machine.detach", { machine: id, volume: data });
    expect((await see("attachment", data))?.state).toBe("detaching");
    clock.advance(DELAY);
    expect(await see("attachment", data)).toBeUndefined();
  });

  it("waits for a machine that is being made", async () => {
    const { world, clock, see, volume } = await scene();
    const data = await volume();
    const { id } = await world.write("machine.create", { configuration: "tiny", image: "debian-12", initialState: "off" });
    await world.write("machine.attach", { machine: id, volume: data });
    clock.advance(DELAY - 1);
    expect((await see("attachment", data))?.state).toBe("attaching");
    clock.advance(1);
    expect((await see("attachment", data))?.state).toBe("attached");
  });

  it("is refused across zones, twice, at a place that is taken, and for what is being deleted", async () => {
    const { world, machine, volume } = await scene();
    const [id, other] = [await machine(), await machine()];
    const attach = (volumeId: string, machineId = id, device?: string) =>
      world.write("machine.attach", { machine: machineId, volume: volumeId, device });
    await expect(attach(await volume({ zone: "sandbox-1b" }))).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("sandbox-1b"),
    });
    const data = await volume();
    await attach(data, id, "/dev/sdx");
    await expect(attach(data, other)).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining(id) });
    await expect(attach(await volume(), id, "/dev/sdx")).rejects.toMatchObject({ code: "Conflict" });
    const doomed = await volume();
    await world.write("volume.delete", { id: doomed });
    await expect(attach(doomed)).rejects.toMatchObject({ code: "Conflict" });
  });

  it("protects the volume from deletion, and the message names the machine", async () => {
    const { world, machine, volume } = await scene();
    const [id, data] = [await machine(), await volume()];
    await world.write("machine.attach", { machine: id, volume: data });
    await expect(world.write("volume.delete", { id: data })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining(id),
    });
    await expect(world.write("machine.detach", { machine: "another", volume: data })).rejects.toMatchObject({ code: "NotFound" });
  });

  it("protects what a guest has open from being restored", async () => {
    const { world, clock, machine, volume } = await scene();
    const [id, data] = [await machine(), await volume()];
    const { id: image } = await world.write("volume.snapshot", { volume: data });
    await world.write("machine.attach", { machine: id, volume: data }).catch(() => undefined);
    clock.advance(DELAY);
    await world.write("machine.attach", { machine: id, volume: data });
    clock.advance(DELAY);
    await expect(world.write("volume.restore", { id: data, image })).rejects.toMatchObject({ code: "Conflict" });
    await world.write("machine.stop", { id });
    clock.advance(DELAY);
    await expect(world.write("volume.restore", { id: data, image })).resolves.toMatchObject({ id: data });
  });
});

describe("a disk (5.14.1.1.1)", () => {
  it("may be added and taken away, except the one the machine starts from", async () => {
    const { world, see, machine } = await scene();
    const id = await machine();
    const { id: disk } = await world.write("disk.create", { machine: id, size: 100 });
    expect(await see("disk", disk)).toMatchObject({ owner: id, size: 100, device: "/dev/sdb" });
    await world.write("disk.update", { id: disk, size: 200 });
    expect((await see("disk", disk))?.size).toBe(200);
    await world.write("disk.delete", { id: disk });
    expect(await see("disk", disk)).toBeUndefined();
    const [root] = (await world.list("disk", { owner: id })).items;
    await expect(world.write("disk.delete", { id: root!.id })).rejects.toMatchObject({ code: "Conflict" });
  });
});

describe("a credential (5.14.9)", () => {
  it("needs a key, or a name and a password, and the password is not kept", async () => {
    const { world, see } = await scene();
    const { id } = await world.write("credential.create", { userName: "root", password: "canary" });
    expect(JSON.stringify(await see("credential", id))).not.toContain("canary");
    await expect(world.write("credential.create", { userName: "root" })).rejects.toMatchObject({ code: "Invalid" });
    await world.write("credential.update", { id, login: { key: "ssh-ed25519 AAAA" } });
    expect(await see("credential", id)).toMatchObject({ key: "ssh-ed25519 AAAA", userName: undefined, password: false });
    await world.write("credential.delete", { id });
    expect(await see("credential", id)).toBeUndefined();
  });
});
