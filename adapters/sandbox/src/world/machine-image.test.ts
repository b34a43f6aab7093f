import { describe, expect, it } from "@jest/globals";
import { DELAY, type Scene, scene } from "../testing.js";

async function take({ world, clock }: Scene, machine: string, partial = false): Promise<string> {
  const { id } = await world.write("machine.snapshot", { machine, partial });
  clock.advance(DELAY);
  return id;
}

const related = async ({ see }: Scene, id: string) => (await see("machineImage", id))?.related;
const latest = async ({ see }: Scene, id: string) => (await see("machine", id))?.latestSnapshot;

describe("capturing a machine (5.14.7)", () => {
  // [5.14.1-1] [5.14.7.1-7]
  it("keeps it in capturing until the image is there, then puts it back as it was", async () => {
    const { world, clock, see, machine } = await scene();
    const id = await machine();
    const { id: image } = await world.write("machine.capture", { machine: id, name: "mine" });
    expect((await see("machine", id))?.state).toBe("capturing");
    const seen = await see("machineImage", image);
    expect(seen).toMatchObject({ state: "creating", type: "image", name: "mine" });
    expect([seen?.related, seen?.runtime]).toEqual([undefined, undefined]);
    await expect(world.write("machine.stop", { id })).rejects.toMatchObject({ code: "Conflict" });
    clock.advance(DELAY);
    expect((await see("machine", id))?.state).toBe("running");
    expect((await see("machineImage", image))?.state).toBe("available");
  });

  it("copies the image whose data is at a location, and no other", async () => {
    const { world, see } = await scene();
    const { id } = await world.write("machineImage.create", { uri: "sandbox://machine-images/debian-12", name: "copy" });
    expect(await see("machineImage", id)).toMatchObject({
      name: "copy",
      type: "image",
      stock: false,
      uri: `sandbox://machine-images/${id}`,
    });
    await expect(world.write("machineImage.create", { uri: "http://169.254.169.254/" })).rejects.toMatchObject({
      code: "Invalid",
    });
  });

  it("leaves the cloud's own images alone", async () => {
    const { world } = await scene();
    await expect(world.write("machineImage.delete", { id: "debian-12" })).rejects.toMatchObject({ code: "Denied" });
    await expect(world.write("machineImage.update", { id: "debian-12", name: "x" })).rejects.toMatchObject({ code: "Denied" });
  });
});

describe("a snapshot (Table 21)", () => {
  // [5.14.7-3]
  it("follows the last one taken or restored", async () => {
    const it = await scene();
    const id = await it.machine();
    const first = await take(it, id);
    const second = await take(it, id);
    expect(await related(it, first)).toBeUndefined();
    expect(await related(it, second)).toBe(first);
    expect(await latest(it, id)).toBe(second);
    await it.world.write("machine.restore", { id, image: first });
    it.clock.advance(DELAY);
    expect(await latest(it, id)).toBe(first);
    expect(await related(it, await take(it, id))).toBe(first);
  });

  // [5.14.1.2-38]
  it("holds the memory of a machine that runs: restored and new machines go on from there", async () => {
    const { world, clock, see, machine, ...rest } = await scene();
    const id = await machine();
    const runtime = (await see("machine", id))?.runtime;
    const snapshot = await take({ world, clock, see, machine, ...rest }, id);
    await world.write("machine.stop", { id });
    clock.advance(DELAY);
    await world.write("machine.restore", { id, image: snapshot });
    expect((await see("machine", id))?.state).toBe("restoring");
    clock.advance(DELAY);
    expect(await see("machine", id)).toMatchObject({ state: "running", runtime });
    expect(await see("machine", await machine({ image: snapshot }))).toMatchObject({ state: "running", runtime });
    expect((await see("machine", await machine({ image: snapshot, initialState: "off" })))?.runtime).toBeUndefined();
  });

  it("of a machine that is off holds no memory and restores it off", async () => {
    const it = await scene();
    const id = await it.machine({ initialState: "off" });
    const snapshot = await take(it, id);
    expect((await it.see("machineImage", snapshot))?.runtime).toBeUndefined();
    await it.world.write("machine.start", { id });
    it.clock.advance(DELAY);
    await it.world.write("machine.restore", { id, image: snapshot });
    it.clock.advance(DELAY);
    expect((await it.see("machine", id))?.state).toBe("off");
  });

  // [5.14.7-5..6]
  it("that is deleted is left out of the chain, and of latestSnapshot", async () => {
    const it = await scene();
    const id = await it.machine();
    const [first, second, third] = [await take(it, id), await take(it, id), await take(it, id)];
    await it.world.write("machineImage.delete", { id: second });
    expect(await related(it, third)).toBe(first);
    await it.world.write("machineImage.delete", { id: third });
    expect(await latest(it, id)).toBe(first);
  });

  // [5.14.7-7]
  it("takes the partial ones that build on it along, and full ones follow what is left", async () => {
    const it = await scene();
    const id = await it.machine();
    const first = await take(it, id);
    const second = await take(it, id);
    const partial = await take(it, id, true);
    const deeper = await take(it, id, true);
    const full = await take(it, id);
    expect(await related(it, full)).toBe(deeper);
    await it.world.write("machineImage.delete", { id: second });
    it.clock.advance(DELAY);
    for (const gone of [second, partial, deeper]) expect(await it.see("machineImage", gone)).toBeUndefined();
    expect(await related(it, full)).toBe(first);
  });

  it("cannot be partial without one before it", async () => {
    const { world, machine } = await scene();
    await expect(world.write("machine.snapshot", { machine: await machine(), partial: true })).rejects.toMatchObject({
      code: "Conflict",
    });
  });

  it("outlives its machine", async () => {
    const it = await scene();
    const id = await it.machine();
    const snapshot = await take(it, id);
    await it.world.write("machine.delete", { id });
    it.clock.advance(DELAY);
    expect((await it.see("machineImage", snapshot))?.state).toBe("available");
  });
});
