import { generateKeyPairSync, randomUUID } from "node:crypto";
import { type Adapter, nativeId, ProviderFault, reference } from "@cimi-gateway/adapter";
import type { Reference } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  benchOf,
  comes,
  goes,
  idsIn,
  make,
  offers,
  operate,
  reaches,
  remove,
  show,
  typeIn,
} from "../../support/adapter-bench.js";
import { openCloud } from "./adapter-harness.js";

/** Milliseconds: a server takes some seconds on its way to each state. */
const LIMIT = 120_000;

/** 1 GiB in kilobytes, as it is read: rounded down. */
const GIGABYTE = 1073741;
const config = (capacity: number) => ({ template: { volumeConfig: { value: { capacity } } } });

function publicKey(): string {
  const field = (content: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, content.length]), content]);
  const der = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
  const blob = Buffer.concat([field(Buffer.from("ssh-ed25519")), field(der.subarray(-32))]);
  return `ssh-ed25519 ${blob.toString("base64")}`;
}

describe("the OpenStack adapter", () => {
  let adapter: Adapter;
  let image: string;
  let small: string;

  beforeAll(async () => {
    adapter = await openCloud();
    image = (await idsIn(adapter, "MachineImage"))[0]!;
    const shown = await Promise.all(
      (await idsIn(adapter, "MachineConfiguration")).map((id) => show(adapter, "MachineConfiguration", id)),
    );
    small = String(shown.sort((a, b) => Number(a?.memory) - Number(b?.memory))[0]?.nativeId);
  }, LIMIT);
  afterAll(() => adapter?.close?.());

  const machine = async (more: Readonly<Record<string, unknown>> = {}, request: object = {}) => {
    const hardware = { machineConfig: reference("MachineConfiguration", small), machineImage: reference("MachineImage", image) };
    const made = await make(adapter, "Machine", { ...request, template: { ...hardware, ...more } });
    await reaches(adapter, "Machine", made.id, String(more.initialState ?? "STARTED"));
    return made;
  };
  const capture = (operation: string, id: string, name?: string) =>
    operate(adapter, "Machine", operation, id, { creates: { id: randomUUID(), name, template: {} } });

  it(
    "makes a machine with name, description and properties, finds its marker again, and changes them",
    async () => {
      const told = { name: "web", description: "a server", properties: { team: "blue", empty: "" } };
      const { id, marker, overlay } = await machine({}, told);
      expect(overlay).toBeUndefined();
      expect(await show(adapter, "Machine", id)).toMatchObject({ ...told, state: "STARTED", cpuArch: "x86_64", nativeId: id });
      const native = (await typeIn(adapter, "Machine").read([id], benchOf(adapter).context)).get(id);
      expect(typeIn(adapter, "Machine").identify(native)).toEqual({ id, marker });
      const long = "x".repeat(300);
      const changes = { name: "db", description: long, properties: { team: "red", more: "1" } };
      const accepted = await typeIn(adapter, "Machine").update!(id, changes, benchOf(adapter).context);
      expect(accepted.overlay).toEqual({ name: null, description: long, properties: null });
      expect(await show(adapter, "Machine", id)).toMatchObject({ name: "db", properties: { team: "red", more: "1" } });
      await remove(adapter, "Machine", id);
      expect(await idsIn(adapter, "Machine")).not.toContain(id);
    },
    LIMIT,
  );

  it(
    "stops, starts, restarts, pauses and suspends, and starts from each",
    async () => {
      const { id } = await machine({ initialState: "STOPPED" });
      const course = [
        ["start", "STARTED"],
        ["pause", "PAUSED"],
        ["start", "STARTED"],
        ["suspend", "SUSPENDED"],
        ["start", "STARTED"],
        ["restart", "STARTED"],
        ["stop", "STOPPED"],
        ["restart", "STARTED"],
      ] as const;
      for (const [operation, state] of course) {
        expect([operation, await offers(adapter, operation, id)]).toEqual([operation, true]);
        await operate(adapter, "Machine", operation, id);
        await reaches(adapter, "Machine", id, state);
      }
      await operate(adapter, "Machine", "restart", id, { force: true });
      await reaches(adapter, "Machine", id, "STARTED");
      await remove(adapter, "Machine", id);
    },
    LIMIT,
  );

  it(
    "gives a machine another size, and confirms it",
    async () => {
      const { id } = await machine();
      const larger = (await idsIn(adapter, "MachineConfiguration")).filter((one) => one !== small)[0]!;
      const { cpu, memory } = (await show(adapter, "MachineConfiguration", larger))!;
      await typeIn(adapter, "Machine").update!(id, { cpu: Number(cpu), memory: Number(memory) }, benchOf(adapter).context);
      expect(await show(adapter, "Machine", id)).toMatchObject({ state: "STARTED", cpu, memory });
      await remove(adapter, "Machine", id);
    },
    LIMIT,
  );

  it(
    "takes snapshots of a stopped machine, chains them, and restores from them",
    async () => {
      const { id } = await machine({ initialState: "STOPPED" });
      const [first, second] = [(await capture("snapshot", id)).id, (await capture("snapshot", id)).id];
      await reaches(adapter, "MachineImage", second, "AVAILABLE");
      expect((await idsIn(adapter, "MachineImage", id)).sort()).toEqual([first, second].sort());
      expect(nativeId((await show(adapter, "MachineImage", second))?.relatedImage as Reference)).toBe(first);
      await operate(adapter, "Machine", "restore", id, { image: reference("MachineImage", first) });
      await reaches(adapter, "Machine", id, "STOPPED");
      expect(nativeId((await show(adapter, "Machine", id))?.latestSnapshot as Reference)).toBe(first);
      await remove(adapter, "MachineImage", first);
      expect(await show(adapter, "MachineImage", second)).not.toHaveProperty("relatedImage");
      expect(await show(adapter, "Machine", id)).not.toHaveProperty("latestSnapshot");
      await remove(adapter, "MachineImage", second);
      await remove(adapter, "Machine", id);
    },
    LIMIT,
  );

  it(
    "captures a running machine, changes the image, and makes another machine from it",
    async () => {
      const { id } = await machine();
      const captured = await capture("capture", id, "golden");
      await reaches(adapter, "MachineImage", captured.id, "AVAILABLE");
      expect(await show(adapter, "MachineImage", captured.id)).toMatchObject({ name: "golden", type: "IMAGE" });
      expect(await idsIn(adapter, "MachineImage", id)).toEqual([]);
      const changes = { name: null, description: "kept", properties: { team: "blue" } };
      await typeIn(adapter, "MachineImage").update!(captured.id, changes, benchOf(adapter).context);
      const changed = await show(adapter, "MachineImage", captured.id);
      expect([changed?.name, changed?.description, changed?.properties]).toEqual([undefined, "kept", { team: "blue" }]);
      const again = await machine({ machineImage: reference("MachineImage", captured.id) });
      await remove(adapter, "Machine", again.id);
      await remove(adapter, "MachineImage", captured.id);
      await remove(adapter, "Machine", id);
    },
    LIMIT,
  );

  it(
    "makes, grows, snapshots, restores, connects and disconnects a volume, which outlives its machine",
    async () => {
      const volume = await make(adapter, "Volume", { ...config(GIGABYTE), name: "data", properties: { p: "1" } });
      await reaches(adapter, "Volume", volume.id, "AVAILABLE");
      const { id } = await machine({ volumes: [{ volume: reference("Volume", volume.id) }] });
      expect(await idsIn(adapter, "locatedVolume", id)).toEqual([volume.id]);
      const { update, poll } = typeIn(adapter, "Volume");
      const accepted = await update!(volume.id, { capacity: 2 * GIGABYTE }, benchOf(adapter).context);
      while (!(await poll!([accepted.handle!], benchOf(adapter).context)).get(volume.id)?.done)
        await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await show(adapter, "Volume", volume.id)).toMatchObject({ name: "data", capacity: 2147483, properties: { p: "1" } });
      const creates = { id: randomUUID(), name: "kept", template: {} };
      const snapshot = await operate(adapter, "Volume", "snapshot", volume.id, { creates });
      await reaches(adapter, "VolumeImage", snapshot.id, "AVAILABLE");
      expect(await idsIn(adapter, "VolumeImage", volume.id)).toEqual([snapshot.id]);
      await remove(adapter, "locatedVolume", volume.id, id);
      await operate(adapter, "Volume", "restore", volume.id, { image: reference("VolumeImage", snapshot.id) });
      await reaches(adapter, "Volume", volume.id, "AVAILABLE");
      const copy = await make(adapter, "Volume", {
        template: { volumeConfig: { value: {} }, volumeImage: reference("VolumeImage", snapshot.id) },
      });
      await reaches(adapter, "Volume", copy.id, "AVAILABLE");
      expect(await show(adapter, "Volume", copy.id)).toMatchObject({ capacity: 2147483 });
      await make(adapter, "locatedVolume", { parent: id, template: { volume: reference("Volume", volume.id) } });
      await comes(adapter, "locatedVolume", volume.id, id);
      await expect(typeIn(adapter, "Volume").delete!(volume.id, benchOf(adapter).context)).rejects.toMatchObject({
        kind: "conflict",
      });
      await remove(adapter, "Machine", id);
      await reaches(adapter, "Volume", volume.id, "AVAILABLE");
      await remove(adapter, "Volume", copy.id);
      await remove(adapter, "VolumeImage", snapshot.id);
      await remove(adapter, "Volume", volume.id);
    },
    LIMIT,
  );

  it(
    "has a Disk for the root, and Disks of its own that go with the machine",
    async () => {
      const { id } = await machine();
      const [root] = await idsIn(adapter, "Disk", id);
      const disk = await make(adapter, "Disk", { parent: id, template: { capacity: GIGABYTE }, name: "scratch" });
      const other = await make(adapter, "Disk", { parent: id, template: { capacity: GIGABYTE } });
      expect(await show(adapter, "Disk", disk.id, id)).toMatchObject({ capacity: GIGABYTE, name: "scratch" });
      expect(await idsIn(adapter, "Volume")).not.toContain(disk.id);
      expect(await idsIn(adapter, "locatedVolume", id)).toEqual([]);
      await remove(adapter, "Disk", disk.id, id);
      expect((await idsIn(adapter, "Disk", id)).sort()).toEqual([root, other.id].sort());
      await goes(adapter, "Volume", disk.id);
      await remove(adapter, "Machine", id);
      await goes(adapter, "Volume", other.id);
    },
    LIMIT,
  );

  it(
    "makes an image of a volume",
    async () => {
      const volume = await make(adapter, "Volume", config(GIGABYTE));
      await reaches(adapter, "Volume", volume.id, "AVAILABLE");
      const imageLocation = `openstack:RegionOne/volumes/${volume.id}`;
      const made = await make(adapter, "MachineImage", { template: { imageLocation }, name: "mine" });
      await reaches(adapter, "MachineImage", made.id, "AVAILABLE");
      const native = (await typeIn(adapter, "MachineImage").read([made.id], benchOf(adapter).context)).get(made.id);
      expect(typeIn(adapter, "MachineImage").identify(native)).toEqual({ id: made.id, marker: made.marker });
      await remove(adapter, "MachineImage", made.id);
      await reaches(adapter, "Volume", volume.id, "AVAILABLE");
      await remove(adapter, "Volume", volume.id);
    },
    LIMIT,
  );

  it(
    "imports a public key and makes a machine with it",
    async () => {
      const key = publicKey();
      const { id, marker, overlay } = await make(adapter, "Credential", { name: "me", template: { parameters: { key } } });
      expect([id, overlay]).toEqual([`cimi-${marker}`, { name: "me" }]);
      expect(await show(adapter, "Credential", id)).toMatchObject({ parameters: { key } });
      const made = await machine({ credential: reference("Credential", id) });
      await remove(adapter, "Machine", made.id);
      await remove(adapter, "Credential", id);
    },
    LIMIT,
  );

  it(
    "says nothing of ids that do not exist, and why something is refused",
    async () => {
      for (const type of ["Machine", "Volume", "MachineImage", "VolumeImage", "Credential", "MachineConfiguration"] as const)
        for (const id of ["nobody", "..", randomUUID()]) expect(await show(adapter, type, id)).toBeUndefined();
      await expect(
        typeIn(adapter, "Machine").update!(randomUUID(), { name: "x" }, benchOf(adapter).context),
      ).rejects.toMatchObject({ kind: "notFound" });
      const nowhere = {
        machineConfig: reference("MachineConfiguration", "nope"),
        machineImage: reference("MachineImage", image),
      };
      await expect(make(adapter, "Machine", { template: nowhere })).rejects.toBeInstanceOf(ProviderFault);
    },
    LIMIT,
  );

  it(
    "shows in a confined cloud what bears its metadata, and gives it to what is made",
    async () => {
      const confined = await openCloud({ "scope.tags": { "made-for": "cimi" } });
      const inside = await make(confined, "Volume", config(GIGABYTE));
      const outside = await make(adapter, "Volume", config(GIGABYTE));
      expect([await idsIn(confined, "Volume"), await show(confined, "Volume", outside.id)]).toEqual([[inside.id], undefined]);
      for (const { id } of [inside, outside]) {
        await reaches(adapter, "Volume", id, "AVAILABLE");
        await remove(adapter, "Volume", id);
      }
      await confined.close?.();
    },
    LIMIT,
  );
});
