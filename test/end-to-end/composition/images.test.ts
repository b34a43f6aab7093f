import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Shown } from "../../support/gateway.js";
import { FACE, FACE_1, hrefOf, N2, openScene, ready, type Scene } from "./scene.js";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const related = async (image: string) => hrefOf(await scene.get(image), "relatedImage");
const latest = async (machine: string) => hrefOf(await scene.get(machine), "latestSnapshot");
const isGone = async (image: string) => (await scene.asked("GET", image))[0] === 404;
const snapshotsOf = async (machine: string) =>
  (((await scene.get(`${machine}/snapshots`)).machineImages ?? []) as Shown[]).map(({ id }) => id).toSorted();

/** A machine with snapshots of these types, one after the other. */
async function chain(...types: readonly string[]): Promise<readonly [machine: string, ...images: string[]]> {
  const machine = await scene.machine("STARTED");
  const images: string[] = [];
  for (const type of types) images.push(await scene.snapshot(machine, type));
  return [machine, ...images];
}

describe("latestSnapshot (Table 16)", () => {
  it("is the one last taken, then the one last reverted to; a restore from an IMAGE leaves it", async () => {
    const [machine, first, second] = await chain("SNAPSHOT", "SNAPSHOT");
    expect(await latest(machine)).toBe(second);
    expect((await scene.act(machine, "restore", { image: { href: first } })).state).toBe("SUCCESS");
    expect([await latest(machine), (await scene.get(machine)).state]).toEqual([first, "STARTED"]);
    const image = await scene.make("machineImages", "MachineImage", { type: "IMAGE", imageLocation: machine });
    expect((await scene.act(machine, "restore", { image: { href: image } })).state).toBe("SUCCESS");
    expect(await latest(machine)).toBe(first);
  });

  it("goes back with the deletion of the latest, and away with that of all", async () => {
    const [machine, first, second] = await chain("SNAPSHOT", "SNAPSHOT");
    await scene.remove(second!);
    expect(await latest(machine)).toBe(first);
    await scene.remove(first!);
    expect([await latest(machine), await snapshotsOf(machine)]).toEqual([undefined, []]);
  });
});

describe("relatedImage (Table 21)", () => {
  it("of an IMAGE is absent, of a snapshot the one before it or reverted to [5.14.7-2] [5.14.7-3]", async () => {
    const [machine, first, second] = await chain("SNAPSHOT", "PARTIAL_SNAPSHOT");
    const image = await scene.make("machineImages", "MachineImage", { type: "IMAGE", imageLocation: machine });
    expect([await related(first!), await related(second!), await related(image)]).toEqual([undefined, first, undefined]);
    await scene.act(machine, "restore", { image: { href: first } });
    expect(await related(await scene.snapshot(machine))).toBe(first);
    expect(await snapshotsOf(machine)).toEqual(expect.arrayContaining([first, second]));
    expect(await snapshotsOf(machine)).not.toContain(image);
  });

  it("is not set by consumers [5.14.7-4]", async () => {
    const [machine] = await chain("SNAPSHOT");
    const content = { type: "IMAGE", imageLocation: machine, relatedImage: { href: "machineImages/debian-12" } };
    const image = await scene.make("machineImages", "MachineImage", content);
    expect(await related(image)).toBeUndefined();
  });

  it("of a SNAPSHOT becomes that of the deleted one [5.14.7-6]", async () => {
    const [, first, second, third] = await chain("SNAPSHOT", "SNAPSHOT", "SNAPSHOT");
    await scene.remove(second!);
    expect(await related(third!)).toBe(first);
    await scene.remove(first!);
    expect(await related(third!)).toBeUndefined();
  });

  it("a PARTIAL_SNAPSHOT goes with the one it builds on, and so on; the next SNAPSHOT follows what is left [5.14.7-7]", async () => {
    const [machine, first, second, third, fourth, fifth] = await chain(
      "SNAPSHOT",
      "SNAPSHOT",
      "PARTIAL_SNAPSHOT",
      "PARTIAL_SNAPSHOT",
      "SNAPSHOT",
    );
    await scene.remove(second!);
    expect(await Promise.all([second!, third!, fourth!].map(isGone))).toEqual([true, true, true]);
    expect([await related(fifth!), await latest(machine)]).toEqual([first, fifth]);
  });

  it("a template that names a PARTIAL_SNAPSHOT loses it with the snapshot under it [5.10.1-1]", async () => {
    const [, first, second, third] = await chain("SNAPSHOT", "PARTIAL_SNAPSHOT", "PARTIAL_SNAPSHOT");
    const other = await chain("SNAPSHOT");
    const [lost, kept] = await Promise.all(
      [third, other[1]].map((image) =>
        scene.make("machineTemplates", "MachineTemplate", { ...ready, machineImage: { href: image } }),
      ),
    );
    await scene.remove(first!);
    expect(await isGone(second!)).toBe(true);
    expect((await scene.get(lost!)).machineImage).toBeUndefined();
    expect(hrefOf(await scene.get(kept!), "machineImage")).toBe(other[1]);
  });

  it("a PARTIAL_SNAPSHOT without one before it is refused", async () => {
    const machine = await scene.machine("STOPPED");
    const body = { resourceURI: `${N2}/MachineImage`, type: "PARTIAL_SNAPSHOT", imageLocation: machine };
    expect(await scene.asked("POST", `${FACE}machineImages`, { body })).toEqual([
      409,
      expect.stringContaining("no snapshot yet"),
    ]);
  });
});

describe("imageLocation of a new image (5.14.7.1, 5.15.7)", () => {
  it("names a Machine, but what is made has its own data [5.14.7.1-5]", async () => {
    const [machine, image] = await chain("SNAPSHOT");
    expect(await scene.get(image!)).toMatchObject({ type: "SNAPSHOT", imageLocation: expect.not.stringContaining(machine) });
  });

  it("names an image of this cloud, or its native URI: a copy, of the same type", async () => {
    const [, image] = await chain("SNAPSHOT");
    for (const imageLocation of [image, (await scene.get(image!)).imageLocation]) {
      const copy = await scene.get(await scene.make("machineImages", "MachineImage", { imageLocation }));
      expect([copy.type, copy.relatedImage]).toEqual(["SNAPSHOT", undefined]);
    }
    const body = { resourceURI: `${N2}/MachineImage`, type: "IMAGE", imageLocation: image };
    expect(await scene.asked("POST", `${FACE}machineImages`, { body })).toEqual([400, expect.stringMatching(/copy .*snapshot/)]);
    const volumeImage = await scene.make("volumeImages", "VolumeImage", { imageLocation: await scene.volume() });
    expect((await scene.get(await scene.make("volumeImages", "VolumeImage", { imageLocation: volumeImage }))).state).toBe(
      "AVAILABLE",
    );
  });

  it("of another type is refused with both types", async () => {
    const [machine, volume] = [await scene.machine("STOPPED"), await scene.volume()];
    const image = (type: string, imageLocation: string) => ({ body: { resourceURI: `${N2}/${type}`, imageLocation } });
    expect(await scene.asked("POST", `${FACE}machineImages`, image("MachineImage", volume))).toEqual([
      400,
      "imageLocation: a MachineImage cannot be taken of a Volume",
    ]);
    expect(await scene.asked("POST", `${FACE}volumeImages`, image("VolumeImage", machine))).toEqual([
      400,
      "imageLocation: a VolumeImage cannot be taken of a Machine",
    ]);
  });

  it("at the link of an operation is that resource, and the type one that the operation makes", async () => {
    const [machine, volume] = [await scene.machine("STOPPED"), await scene.volume()];
    const ask = (content: object, face = machine) =>
      scene.asked("POST", `${face}/capture`, { body: { resourceURI: `${N2}/MachineImage`, ...content } });
    expect(await ask({ type: "SNAPSHOT" })).toEqual([
      400,
      "type: SNAPSHOT is not what capture makes: IMAGE; for SNAPSHOT ask for snapshot",
    ]);
    expect(await ask({ imageLocation: volume })).toEqual([400, expect.stringMatching(/^imageLocation: names another/)]);
    const sameId = machine.replace("machines", "volumes");
    expect(await ask({ imageLocation: sameId })).toEqual([400, expect.stringMatching(/^imageLocation: names another/)]);
  });

  it("edition 1 has no snapshot: its capture takes the type", async () => {
    const machine = await scene.machine("STOPPED");
    const body = { resourceURI: "http://schemas.dmtf.org/cimi/1/MachineImage", type: "SNAPSHOT", name: "old" };
    const job = await scene.gateway.job(await scene.gateway.send("POST", `${machine.replace(FACE, FACE_1)}/capture`, { body }));
    expect(job.state).toBe("SUCCESS");
    expect((await scene.get(await latest(machine).then(String))).type).toBe("SNAPSHOT");
  });
});
