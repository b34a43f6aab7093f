import {
  type CreateRequest,
  gather,
  type ImmediateContext,
  immediateContext,
  reference,
  type SteppingClock,
} from "@cimi-gateway/adapter";
import type { Resource, ResourceName } from "@cimi-gateway/model";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { type SandboxAdapter, sandboxAdapter } from "./adapter.js";
import { DELAY, scene } from "./testing.js";

let clock: SteppingClock;
let adapter: SandboxAdapter;
let count: number;

beforeEach(async () => {
  const made = await scene();
  clock = made.clock;
  adapter = sandboxAdapter(made.world);
  count = 0;
});

const context = (): ImmediateContext =>
  immediateContext({ clock, adapter, id: `cimi-${++count}`, operation: `operation-${count}` });
const settle = (): void => clock.advance(DELAY);

/** A type of this cloud; all are there. */
const resource = <N extends ResourceName>(type: N) => adapter.resources[type]!;

/** The attributes of one resource, as core reads them. */
async function shown(type: ResourceName, id: string, parent?: string): Promise<Record<string, unknown> | undefined> {
  const native = (await resource(type).read([id], context(), parent)).get(id);
  if (native === undefined) return undefined;
  const readers = Object.entries(resource(type).attributes) as [string, (native: unknown) => unknown][];
  return Object.fromEntries(readers.map(([name, read]) => [name, read(native)]));
}

const ids = async (type: ResourceName, parent?: string): Promise<string[]> =>
  (await gather(resource(type).list(parent === undefined ? {} : { parent }, context()))).map(
    (native) => resource(type).identify(native).id,
  );

async function create<N extends ResourceName>(
  type: N,
  template: object,
  rest: Partial<CreateRequest<N>> = {},
  write = context(),
): Promise<string> {
  const request = { id: "cimi-0", ...rest, template } as CreateRequest<N>;
  const { id } = await resource(type).create!(request as CreateRequest<ResourceName> as never, write);
  return id;
}

const template = (more: Resource<"MachineTemplate"> = {}): Resource<"MachineTemplate"> => ({
  machineConfig: reference("MachineConfiguration", "medium"),
  machineImage: reference("MachineImage", "debian-12"),
  initialState: "STARTED",
  ...more,
});

const volumeOf = (capacity: number) => ({ volumeConfig: { value: { capacity } } });

async function machine(more: Resource<"MachineTemplate"> = {}): Promise<string> {
  const id = await create("Machine", template(more));
  settle();
  return id;
}

describe("a Machine", () => {
  it("shows every attribute of Table 16 that the cloud knows, in CIMI's units", async () => {
    const id = await create("Machine", template(), {
      name: "n",
      description: "d",
      properties: { k: "v" },
      location: "sandbox-1b",
    });
    expect(await shown("Machine", id)).toMatchObject({
      name: "n",
      description: "d",
      properties: { k: "v" },
      created: "2026-06-01T12:00:00.000Z",
      state: "CREATING",
      cpu: 2,
      memory: 4_194_304,
      cpuArch: "x86_64",
      cpuSpeed: 2600,
      nativeId: id,
      location: "sandbox-1b",
    });
    settle();
    expect(await shown("Machine", id)).toMatchObject({ state: "STARTED" });
  });

  it("carries the CIMI id from its first moment (5.7.1)", async () => {
    const write = context();
    const id = await create("Machine", template(), {}, write);
    const native = (await resource("Machine").read([id], context())).get(id);
    expect(resource("Machine").identify(native)).toEqual({ id, marker: `cimi-${count - 1}` });
  });

  it.each([
    ["STARTED", "STARTED"],
    ["STOPPED", "STOPPED"],
    ["PAUSED", "PAUSED"],
    ["SUSPENDED", "SUSPENDED"],
    [undefined, "STOPPED"],
  ])("with initialState %s ends %s (5.14.2.1)", async (initialState, state) => {
    const id = await machine({ initialState } as Resource<"MachineTemplate">);
    expect(await shown("Machine", id)).toMatchObject({ state });
  });

  it("refuses an initialState that is no settled one", async () => {
    await expect(create("Machine", template({ initialState: "CAPTURING" }))).rejects.toMatchObject({ kind: "invalid" });
  });

  it("connects its volumes, and is taken back when one cannot be (RELIABILITY row 11)", async () => {
    const [here, there] = [
      await create("Volume", volumeOf(1000)),
      await create("Volume", volumeOf(1000), { location: "sandbox-1b" }),
    ];
    settle();
    const volumes = [{ volume: reference("Volume", here), initialLocation: "/dev/sdh" }];
    const id = await machine({ volumes });
    expect(await shown("locatedVolume", here, id)).toMatchObject({
      initialLocation: "/dev/sdh",
      volume: reference("Volume", here),
    });

    const another = await create("Volume", volumeOf(1000));
    settle();
    const write = context();
    const refused = create(
      "Machine",
      template({ volumes: [another, there].map((one) => ({ volume: reference("Volume", one) })) }),
      {},
      write,
    );
    await expect(refused).rejects.toMatchObject({ kind: "conflict" });
    expect(write.steps).toEqual(["create", "attach-0"]);
    await write.undo();
    settle();
    expect(await ids("Machine")).toEqual([id]);
    expect((await adapter.world.census()).present).toMatchObject({ attachment: 1, volume: 3 });
  });

  it("obeys start, stop, restart, pause and suspend, and force", async () => {
    const id = await machine({ initialState: "STOPPED" });
    const operations = adapter.resources.Machine!.operations!;
    const state = async () => (await shown("Machine", id))?.state;
    await operations.start!.run(id, {}, context());
    expect(await state()).toBe("STARTING");
    settle();
    await operations.pause!.run(id, {}, context());
    expect(await state()).toBe("PAUSING");
    settle();
    await operations.start!.run(id, {}, context());
    settle();
    await operations.suspend!.run(id, {}, context());
    expect(await state()).toBe("SUSPENDING");
    settle();
    await operations.start!.run(id, {}, context());
    settle();
    await operations.restart!.run(id, { force: true }, context());
    expect(await state()).toBe("STOPPING");
    settle();
    expect(await state()).toBe("STARTED");
    await operations.stop!.run(id, { force: true }, context());
    clock.advance(DELAY / 10);
    expect(await state()).toBe("STOPPED");
  });

  it("changes labels, cpu and memory; a wish between two mebibytes is rounded up (Contract, Units)", async () => {
    const id = await machine({ initialState: "STOPPED" });
    await adapter.resources.Machine!.update!(id, { name: "new", properties: { a: "1" }, cpu: 3, memory: 1_048_577 }, context());
    expect(await shown("Machine", id)).toMatchObject({ name: "new", properties: { a: "1" }, cpu: 3, memory: 1_049_600 });
    await adapter.resources.Machine!.update!(id, { name: null, properties: null }, context());
    const { name, properties } = (await shown("Machine", id))!;
    expect([name, properties]).toEqual([undefined, undefined]);
    await expect(adapter.resources.Machine!.update!(id, { cpu: null }, context())).rejects.toMatchObject({ kind: "invalid" });
  });

  it("is deleted with its Disks", async () => {
    const id = await machine();
    await adapter.resources.Machine!.delete!(id, context());
    expect(await shown("Machine", id)).toMatchObject({ state: "DELETING" });
    settle();
    expect(await shown("Machine", id)).toBeUndefined();
    expect(await ids("Disk", id)).toEqual([]);
    await expect(adapter.resources.Machine!.delete!(id, context())).rejects.toMatchObject({ kind: "notFound" });
  });
});

describe("images of a Machine (5.14.7)", () => {
  const take = async (operation: "capture" | "snapshot", id: string, type?: string): Promise<string> => {
    const creates = { id: "cimi-0", name: "taken", template: { type } } as CreateRequest<ResourceName>;
    const { id: image } = await adapter.resources.Machine!.operations![operation]!.run(id, { creates }, context());
    settle();
    return image;
  };

  it("are IMAGE by capture and SNAPSHOT by snapshot; only snapshots are among those of the Machine", async () => {
    const id = await machine();
    const [image, first, second] = [await take("capture", id), await take("snapshot", id), await take("snapshot", id)];
    expect(await shown("MachineImage", image)).toMatchObject({
      type: "IMAGE",
      state: "AVAILABLE",
      name: "taken",
      location: "sandbox-1",
    });
    expect(await shown("MachineImage", second)).toMatchObject({
      type: "SNAPSHOT",
      relatedImage: reference("MachineImage", first),
    });
    expect(await ids("MachineImage", id)).toEqual([first, second]);
    expect(await shown("Machine", id)).toMatchObject({ latestSnapshot: reference("MachineImage", second) });
    expect((await ids("MachineImage")).slice(-3)).toEqual([image, first, second]);
    expect(await shown("MachineImage", await take("snapshot", id, "PARTIAL_SNAPSHOT"))).toMatchObject({
      type: "PARTIAL_SNAPSHOT",
    });
  });

  it("restore it", async () => {
    const id = await machine();
    const image = await take("snapshot", id);
    await adapter.resources.Machine!.operations!.restore!.run(id, { image: reference("MachineImage", image) }, context());
    expect(await shown("Machine", id)).toMatchObject({ state: "RESTORING" });
    settle();
    expect(await shown("Machine", id)).toMatchObject({ state: "STARTED" });
    await expect(adapter.resources.Machine!.operations!.restore!.run(id, {}, context())).rejects.toMatchObject({
      kind: "invalid",
    });
  });

  it("may be changed, copied and deleted, unless they are the cloud's own", async () => {
    const image = await take("capture", await machine());
    await adapter.resources.MachineImage!.update!(image, { name: "mine" }, context());
    const { imageLocation } = (await shown("MachineImage", image))!;
    const copy = await create("MachineImage", { imageLocation });
    expect(await shown("MachineImage", copy)).toMatchObject({ state: "CREATING", type: "IMAGE" });
    await adapter.resources.MachineImage!.delete!(image, context());
    settle();
    expect(await shown("MachineImage", image)).toBeUndefined();
    await expect(adapter.resources.MachineImage!.delete!("debian-12", context())).rejects.toMatchObject({ kind: "denied" });
    const natives = await resource("MachineImage").read(["debian-12", copy], context());
    const deletable = [...natives.values()].map((native) => resource("MachineImage").deletable!(native));
    expect(deletable).toEqual([false, true]);
  });
});

describe("a Volume", () => {
  it("has its capacity rounded up to the cloud's megabytes, and only grows", async () => {
    const id = await create("Volume", volumeOf(1_500_001), { name: "data" });
    expect(await shown("Volume", id)).toMatchObject({ state: "CREATING", capacity: 1_501_000, bootable: false, name: "data" });
    settle();
    await adapter.resources.Volume!.update!(id, { capacity: 2_000_000 }, context());
    expect(await shown("Volume", id)).toMatchObject({ state: "AVAILABLE", capacity: 2_000_000 });
    await expect(adapter.resources.Volume!.update!(id, { capacity: 1_000_000 }, context())).rejects.toMatchObject({
      kind: "invalid",
    });
    await expect(create("Volume", { volumeConfig: { value: { capacity: 1, type: "urn:other" } } })).rejects.toMatchObject({
      kind: "invalid",
    });
  });

  it("is captured into a VolumeImage, restored from it and made from it", async () => {
    const id = await create("Volume", volumeOf(2_000));
    settle();
    const creates = { id: "cimi-0", name: "backup", template: {} } as CreateRequest<ResourceName>;
    const { id: image } = await adapter.resources.Volume!.operations!.snapshot!.run(id, { creates }, context());
    expect(await shown("Volume", id)).toMatchObject({ state: "CAPTURING" });
    settle();
    expect(await ids("VolumeImage", id)).toEqual([image]);
    expect(await shown("VolumeImage", image)).toMatchObject({ state: "AVAILABLE", name: "backup", bootable: false });
    await adapter.resources.Volume!.operations!.restore!.run(id, { image: reference("VolumeImage", image) }, context());
    expect(await shown("Volume", id)).toMatchObject({ state: "RESTORING" });
    const made = await create("Volume", { volumeImage: reference("VolumeImage", image) });
    expect(await shown("Volume", made)).toMatchObject({ capacity: 2_000 });
    const { imageLocation } = (await shown("VolumeImage", image))!;
    expect(await shown("VolumeImage", await create("VolumeImage", { imageLocation }))).toMatchObject({ state: "CREATING" });
    await adapter.resources.VolumeImage!.update!(image, { description: "x" }, context());
    await adapter.resources.VolumeImage!.delete!(image, context());
    settle();
    expect(await shown("VolumeImage", image)).toBeUndefined();
  });

  it("appears among the volumes of a Machine while it is connected, and protects itself from deletion", async () => {
    const id = await machine();
    const data = await create("Volume", volumeOf(1000));
    settle();
    await create("locatedVolume", { volume: reference("Volume", data), initialLocation: "/dev/sdk" }, { parent: id });
    expect(await ids("locatedVolume", id)).toEqual([]);
    settle();
    expect(await ids("locatedVolume", id)).toEqual([data]);
    expect(await shown("locatedVolume", data, "another")).toBeUndefined();
    await expect(adapter.resources.Volume!.delete!(data, context())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining(id),
    });
    await adapter.resources.locatedVolume!.delete!(data, context(), id);
    expect(await ids("locatedVolume", id)).toEqual([data]);
    settle();
    expect(await ids("locatedVolume", id)).toEqual([]);
    await adapter.resources.Volume!.delete!(data, context());
    settle();
    expect(await shown("Volume", data)).toBeUndefined();
  });
});

describe("Disks of a Machine (5.14.1.1.1)", () => {
  it("are added, grown and taken away", async () => {
    const id = await machine();
    const [root] = await ids("Disk", id);
    expect(await shown("Disk", root!)).toMatchObject({ capacity: 40_000_000, initialLocation: "/dev/sda" });
    const disk = await create("Disk", { capacity: 1_000_000 }, { parent: id });
    expect(await ids("Disk", id)).toEqual([root, disk]);
    await adapter.resources.Disk!.update!(disk, { capacity: 2_000_000 }, context());
    expect(await shown("Disk", disk)).toMatchObject({ capacity: 2_000_000 });
    await adapter.resources.Disk!.delete!(disk, context());
    expect(await shown("Disk", disk)).toBeUndefined();
    await expect(adapter.resources.Disk!.delete!(root!, context())).rejects.toMatchObject({ kind: "conflict" });
  });
});

describe("MachineConfigurations and Credentials", () => {
  it("offer x86_64 and ARM hardware", async () => {
    expect(await ids("MachineConfiguration")).toEqual(["tiny", "small", "medium", "large", "medium-arm"]);
    expect(await shown("MachineConfiguration", "medium-arm")).toMatchObject({
      name: "medium-arm",
      cpu: 2,
      memory: 8_388_608,
      cpuArch: "ARM",
      disks: [{ capacity: 40_000_000, initialLocation: "/dev/sda" }],
    });
  });

  it("never show a password", async () => {
    const id = await create("Credential", { parameters: { userName: "root", password: "canary" } }, { name: "mine" });
    expect(await shown("Credential", id)).toMatchObject({ name: "mine", parameters: { userName: "root" } });
    expect(JSON.stringify(await shown("Credential", id))).not.toContain("canary");
    await adapter.resources.Credential!.update!(id, { parameters: { key: "ssh-ed25519 AAAA" } }, context());
    expect((await shown("Credential", id))?.parameters).toEqual({ key: "ssh-ed25519 AAAA" });
    const made = await machine({ credential: reference("Credential", id) });
    expect(await adapter.world.guest(made)).toMatchObject({ key: "ssh-ed25519 AAAA" });
    await adapter.resources.Credential!.delete!(id, context());
    expect(await ids("Credential")).toEqual([]);
  });
});
