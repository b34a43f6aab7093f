import { generateKeyPairSync, randomUUID } from "node:crypto";
import { type Adapter, nativeId, ProviderFault, reference } from "@cimi-gateway/adapter";
import type { Reference } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { benchOf, comes, goes, idsIn, make, offers, openAt, operate, reaches, remove, show, typeIn } from "./adapter-harness.js";
import { startEc2, startMoto } from "./proxy/index.js";

const START_LIMIT = 90_000;
const BACK_ENDS = [
  { name: "moto behind the proxy", isFaithful: true, start: () => startEc2({ durations: 150 }) },
  { name: "moto alone", isFaithful: false, start: startMoto },
];

function publicKey(): string {
  const field = (content: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, content.length]), content]);
  const der = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
  const blob = Buffer.concat([field(Buffer.from("ssh-ed25519")), field(der.subarray(-32))]);
  return `ssh-ed25519 ${blob.toString("base64")}`;
}

/** 1 GiB in kilobytes, as it is read: rounded down. */
const GIGABYTE = 1073741;
const config = (capacity: number) => ({ template: { volumeConfig: { value: { capacity } } } });

describe.each(BACK_ENDS)("the EC2 adapter on $name", ({ isFaithful, start }) => {
  let adapter: Adapter;
  let hibernating: Adapter;
  let stop: () => Promise<void>;
  let image: string;

  beforeAll(async () => {
    const back = await start();
    stop = back.stop;
    adapter = await openAt(back.endpoint);
    hibernating = await openAt(back.endpoint, { hibernation: true });
    image = (await idsIn(adapter, "MachineImage"))[0]!;
  }, START_LIMIT);
  afterAll(() => stop());

  const hardware = (type = "t3.micro") => ({
    machineConfig: reference("MachineConfiguration", type),
    machineImage: reference("MachineImage", image),
  });
  const machine = async (more: object = {}, request: object = {}, cloud = adapter) => {
    const made = await make(cloud, "Machine", { ...request, template: { ...hardware(), ...more } });
    await reaches(cloud, "Machine", made.id, "initialState" in more ? "STOPPED" : "STARTED");
    return made;
  };

  it("shows the instance types with their sizes", async () => {
    expect((await idsIn(adapter, "MachineConfiguration")).length).toBeGreaterThan(500);
    expect(await show(adapter, "MachineConfiguration", "t3.micro")).toEqual({
      name: "t3.micro",
      cpu: 2,
      memory: 1048576,
      cpuArch: "x86_64",
      cpuSpeed: 2500,
      nativeId: "t3.micro",
      location: "eu-west-1",
    });
  }, 60_000);

  it("makes a machine with name, description and properties in tags, and finds its marker again", async () => {
    const { id, marker, overlay } = await machine(
      {},
      { name: "web", description: "a server", properties: { team: "blue", empty: "" } },
    );
    expect(overlay).toBeUndefined();
    expect(await show(adapter, "Machine", id)).toMatchObject({
      name: "web",
      description: "a server",
      properties: { team: "blue", empty: "" },
      state: "STARTED",
      cpu: 2,
      memory: 1048576,
      cpuArch: "x86_64",
      nativeId: id,
    });
    const native = (await typeIn(adapter, "Machine").read([id], benchOf(adapter).context)).get(id);
    expect(typeIn(adapter, "Machine").identify(native)).toEqual({ id, marker });
    expect(await idsIn(adapter, "Machine")).toContain(id);
    await remove(adapter, "Machine", id);
    expect(await idsIn(adapter, "Machine")).not.toContain(id);
  }, 30_000);

  it("changes name and properties, and leaves what does not fit to the overlay", async () => {
    const { id } = await machine({}, { name: "web", properties: { a: "1", b: "2" } });
    const { update } = typeIn(adapter, "Machine");
    const long = "x".repeat(300);
    const accepted = await update!(
      id,
      { name: "db", description: long, properties: { b: "2", c: "3" } },
      benchOf(adapter).context,
    );
    expect(accepted.overlay).toEqual({ name: null, description: long, properties: null });
    expect(await show(adapter, "Machine", id)).toMatchObject({ name: "db", properties: { b: "2", c: "3" } });
    await remove(adapter, "Machine", id);
  }, 30_000);

  it("ends STOPPED when it is to, with the volumes connected, and gives it another type", async () => {
    const volume = await make(adapter, "Volume", { ...config(GIGABYTE), location: "eu-west-1b", name: "data" });
    await reaches(adapter, "Volume", volume.id, "AVAILABLE");
    const volumes = [{ volume: reference("Volume", volume.id) }];
    const { id } = await machine({ initialState: "STOPPED", volumes });
    expect(await show(adapter, "Machine", id)).toMatchObject({ state: "STOPPED", location: "eu-west-1b" });
    await comes(adapter, "locatedVolume", volume.id, id);
    expect(await show(adapter, "locatedVolume", volume.id, id)).toMatchObject({
      initialLocation: "/dev/sdf",
      volume: reference("Volume", volume.id),
    });
    await typeIn(adapter, "Machine").update!(id, { cpu: 2, memory: 2 * 1048576 }, benchOf(adapter).context);
    expect(await show(adapter, "Machine", id)).toMatchObject({ cpu: 2, memory: 2097152 });
    await remove(adapter, "Machine", id);
    expect(await show(adapter, "Volume", volume.id)).toMatchObject({ state: "AVAILABLE", name: "data" });
    await remove(adapter, "Volume", volume.id);
  }, 30_000);

  it("stops, starts and restarts", async () => {
    const { id } = await machine();
    await operate(adapter, "Machine", "stop", id, { force: true });
    await reaches(adapter, "Machine", id, "STOPPED");
    await operate(adapter, "Machine", "restart", id);
    await reaches(adapter, "Machine", id, "STARTED");
    await operate(adapter, "Machine", "restart", id, { force: true });
    await reaches(adapter, "Machine", id, "STARTED");
    await operate(adapter, "Machine", "stop", id);
    await reaches(adapter, "Machine", id, "STOPPED");
    await operate(adapter, "Machine", "start", id);
    await reaches(adapter, "Machine", id, "STARTED");
    expect(await offers(adapter, "suspend", id)).toBe(false);
    await remove(adapter, "Machine", id);
  }, 30_000);

  (isFaithful ? it : it.skip)(
    "suspends a machine made with hibernation and starts it again (moto alone forgets the reason)",
    async () => {
      const { id } = await machine({}, {}, hibernating);
      expect(await offers(hibernating, "suspend", id)).toBe(true);
      await operate(hibernating, "Machine", "suspend", id);
      await reaches(hibernating, "Machine", id, "SUSPENDED");
      expect(await offers(hibernating, "stop", id)).toBe(false);
      expect(await offers(hibernating, "snapshot", id)).toBe(false);
      await operate(hibernating, "Machine", "start", id);
      await reaches(hibernating, "Machine", id, "STARTED");
      await remove(hibernating, "Machine", id);
    },
    30_000,
  );

  it("has a Disk for the root, and Disks of its own that go with it", async () => {
    const { id } = await machine();
    const [root] = await idsIn(adapter, "Disk", id);
    expect(await show(adapter, "Volume", root!)).toBeUndefined();
    const disk = await make(adapter, "Disk", { parent: id, template: { capacity: GIGABYTE }, name: "scratch" });
    await comes(adapter, "Disk", disk.id, id);
    expect(await show(adapter, "Disk", disk.id, id)).toMatchObject({
      capacity: GIGABYTE,
      initialLocation: "/dev/sdf",
      name: "scratch",
    });
    expect(await idsIn(adapter, "Volume")).not.toContain(disk.id);
    expect(await idsIn(adapter, "locatedVolume", id)).toEqual([]);
    await expect(typeIn(adapter, "Disk").delete!(root!, benchOf(adapter).context, id)).rejects.toMatchObject({
      kind: "conflict",
    });
    await remove(adapter, "Disk", disk.id, id);
    expect(await idsIn(adapter, "Disk", id)).toEqual([root]);
    await goes(adapter, "Volume", disk.id);
    await remove(adapter, "Machine", id);
    await goes(adapter, "Volume", root!);
  }, 30_000);

  it("makes, grows, snapshots, connects and disconnects a volume", async () => {
    const { id } = await machine();
    const location = String((await show(adapter, "Machine", id))?.location);
    const volume = await make(adapter, "Volume", { ...config(GIGABYTE), location, properties: { p: "1" } });
    await reaches(adapter, "Volume", volume.id, "AVAILABLE");
    const accepted = await typeIn(adapter, "Volume").update!(volume.id, { capacity: 4 * GIGABYTE }, benchOf(adapter).context);
    expect(accepted.handle).toBe(volume.id);
    const { poll } = typeIn(adapter, "Volume");
    while (!(await poll!([volume.id], benchOf(adapter).context)).get(volume.id)?.done)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await show(adapter, "Volume", volume.id)).toMatchObject({ capacity: 4294967, properties: { p: "1" } });
    await expect(
      typeIn(adapter, "Volume").update!(volume.id, { capacity: GIGABYTE }, benchOf(adapter).context),
    ).rejects.toMatchObject({ kind: "invalid" });
    await make(adapter, "locatedVolume", {
      parent: id,
      template: { volume: reference("Volume", volume.id), initialLocation: "/dev/sdg" },
    });
    const snapshot = await operate(adapter, "Volume", "snapshot", volume.id, {
      creates: { id: randomUUID(), name: "kept", template: {} },
    });
    await reaches(adapter, "VolumeImage", snapshot.id, "AVAILABLE");
    expect(await idsIn(adapter, "VolumeImage", volume.id)).toEqual([snapshot.id]);
    expect(await show(adapter, "VolumeImage", snapshot.id)).toMatchObject({
      name: "kept",
      imageLocation: `arn:aws:ec2:eu-west-1::snapshot/${snapshot.id}`,
    });
    expect(await idsIn(adapter, "locatedVolume", id)).toEqual([volume.id]);
    await remove(adapter, "locatedVolume", volume.id, id);
    await remove(adapter, "Volume", volume.id);
    const copy = await make(adapter, "Volume", {
      template: { volumeConfig: { value: {} }, volumeImage: reference("VolumeImage", snapshot.id) },
    });
    await reaches(adapter, "Volume", copy.id, "AVAILABLE");
    expect(await show(adapter, "Volume", copy.id)).toMatchObject({ capacity: 4294967 });
    await remove(adapter, "Volume", copy.id);
    await remove(adapter, "VolumeImage", snapshot.id);
    await remove(adapter, "Machine", id);
  }, 30_000);

  it("captures a running machine, and makes another from the image", async () => {
    const { id } = await machine();
    expect(await offers(adapter, "snapshot", id)).toBe(false);
    const captured = await operate(adapter, "Machine", "capture", id, {
      creates: { id: randomUUID(), name: "golden", template: {} },
    });
    await reaches(adapter, "MachineImage", captured.id, "AVAILABLE");
    expect(await show(adapter, "MachineImage", captured.id)).toMatchObject({ name: "golden", type: "IMAGE" });
    expect(await idsIn(adapter, "MachineImage", id)).toEqual([]);
    const again = await machine({ machineImage: reference("MachineImage", captured.id) });
    await remove(adapter, "Machine", again.id);
    await remove(adapter, "MachineImage", captured.id);
    await remove(adapter, "Machine", id);
  }, 30_000);

  it("takes snapshots of a stopped machine, chains them, and restores from them", async () => {
    const { id } = await machine({ initialState: "STOPPED" });
    const take = async () =>
      (await operate(adapter, "Machine", "snapshot", id, { creates: { id: randomUUID(), template: {} } })).id;
    const [first, second] = [await take(), await take()];
    await reaches(adapter, "MachineImage", second, "AVAILABLE");
    expect((await idsIn(adapter, "MachineImage", id)).sort()).toEqual([first, second].sort());
    expect(nativeId((await show(adapter, "MachineImage", second))?.relatedImage as Reference)).toBe(first);
    const [root] = await idsIn(adapter, "Disk", id);
    await operate(adapter, "Machine", "restore", id, { image: reference("MachineImage", first) });
    await reaches(adapter, "Machine", id, "STOPPED");
    const [replaced, ...more] = await idsIn(adapter, "Disk", id);
    expect([replaced === root, more]).toEqual([false, []]);
    await goes(adapter, "Volume", root!);
    expect(nativeId((await show(adapter, "Machine", id))?.latestSnapshot as Reference)).toBe(first);
    await remove(adapter, "MachineImage", first);
    expect(await show(adapter, "MachineImage", second)).not.toHaveProperty("relatedImage");
    expect(await show(adapter, "Machine", id)).not.toHaveProperty("latestSnapshot");
    await operate(adapter, "Machine", "start", id);
    await reaches(adapter, "Machine", id, "STARTED");
    await remove(adapter, "MachineImage", second);
    await remove(adapter, "Machine", id);
    await goes(adapter, "Volume", replaced!);
  }, 40_000);

  it("restores a running machine from an image and starts it again", async () => {
    const { id } = await machine();
    const captured = await operate(adapter, "Machine", "capture", id, { creates: { id: randomUUID(), template: {} } });
    await reaches(adapter, "MachineImage", captured.id, "AVAILABLE");
    await operate(adapter, "Machine", "restore", id, { image: reference("MachineImage", captured.id) });
    await reaches(adapter, "Machine", id, "STARTED");
    await remove(adapter, "MachineImage", captured.id);
    await remove(adapter, "Machine", id);
  }, 30_000);

  it("makes images from a snapshot and from another image by their ARNs", async () => {
    const volume = await make(adapter, "Volume", config(GIGABYTE));
    await reaches(adapter, "Volume", volume.id, "AVAILABLE");
    const snapshot = await operate(adapter, "Volume", "snapshot", volume.id, { creates: { id: randomUUID(), template: {} } });
    await reaches(adapter, "VolumeImage", snapshot.id, "AVAILABLE");
    const locations = [`arn:aws:ec2:eu-west-1::snapshot/${snapshot.id}`, `arn:aws:ec2:eu-west-1::image/${image}`];
    for (const imageLocation of locations) {
      const made = await make(adapter, "MachineImage", { template: { imageLocation }, name: "mine" });
      await reaches(adapter, "MachineImage", made.id, "AVAILABLE");
      const native = (await typeIn(adapter, "MachineImage").read([made.id], benchOf(adapter).context)).get(made.id);
      expect(typeIn(adapter, "MachineImage").identify(native)).toEqual({ id: made.id, marker: made.marker });
      await remove(adapter, "MachineImage", made.id);
    }
    await remove(adapter, "VolumeImage", snapshot.id);
    await remove(adapter, "Volume", volume.id);
  }, 30_000);

  it("imports a public key and makes a machine with it", async () => {
    const key = publicKey();
    const { id, marker } = await make(adapter, "Credential", { name: "me", template: { parameters: { key } } });
    expect(id).toBe(`cimi-${marker}`);
    expect(await show(adapter, "Credential", id)).toMatchObject({ name: "me", parameters: { key } });
    const made = await machine({ credential: reference("Credential", id) });
    await typeIn(adapter, "Credential").update!(id, { name: "us" }, benchOf(adapter).context);
    expect(await show(adapter, "Credential", id)).toMatchObject({ name: "us" });
    await remove(adapter, "Machine", made.id);
    await remove(adapter, "Credential", id);
  }, 30_000);

  it("says nothing of ids that do not exist, and why a type is refused", async () => {
    const missing = {
      Machine: "i-00000000000000000",
      Volume: "vol-00000000000000000",
      MachineImage: "ami-00000000000000000",
      Credential: "nobody",
    } as const;
    for (const [type, id] of Object.entries(missing))
      expect(await show(adapter, type as keyof typeof missing, id)).toBeUndefined();
    await expect(
      typeIn(adapter, "Machine").update!(missing.Machine, { name: "x" }, benchOf(adapter).context),
    ).rejects.toMatchObject({ kind: "notFound" });
    await expect(make(adapter, "Machine", { template: hardware("nope.large") })).rejects.toBeInstanceOf(ProviderFault);
  }, 30_000);
});
