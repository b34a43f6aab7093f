import { describe, expect, it } from "@jest/globals";
import { context, type NativeAnswer, ok, PROJECT, request, scripted, shown, writing } from "./testing.js";

const ID = "b47b8e81-b4ad-4a9b-819a-0ea6087c0919";
const IMAGE = `GET image /images/${ID}`;
const TASKS = `GET image /images/${ID}/tasks`;
const CREATE = "POST image /images";
const IMPORT = `POST image /images/${ID}/import`;
const DELETE = `DELETE image /images/${ID}`;
const ADDRESS = "https://images.example.com/debian-12.QCOW2?signature=hunter2";

const image = (more: object) => ({ id: ID, name: "debian", status: "queued", owner: PROJECT, ...more });
const inTurn = (images: object[]) => (): NativeAnswer => ok(images.length > 1 ? images.shift()! : images[0]!);

/** A cloud that imports, whose image becomes one after the other. */
const importing = (images: object[], tasks: NativeAnswer = ok({ tasks: [] })) =>
  scripted({
    "GET image /info/import": ok({ "import-methods": { value: ["glance-direct", "web-download"] } }),
    [CREATE]: ok(image({}), 201),
    [IMPORT]: ok("", 202),
    [IMAGE]: inTurn(images),
    [TASKS]: tasks,
    [DELETE]: ok("", 204),
  });

describe("images of OpenStack that are fetched from an address", () => {
  it("are made empty, with all that they bear, and filled by Glance", async () => {
    const cloud = importing([
      image({ os_glance_import_task: "t" }),
      image({ status: "importing", os_glance_import_task: "t" }),
      image({ status: "active" }),
    ]);
    const course = writing();
    const more = { name: "debian", description: "12", properties: { team: "blue" } };
    const made = await cloud.of("MachineImage").create!(request({ imageLocation: ADDRESS }, more), course);
    expect([made.id, course.course]).toEqual([ID, ["methods", "create", "import", "imported"]]);
    expect(cloud.bodies(CREATE)).toEqual([
      {
        name: "debian",
        disk_format: "qcow2",
        container_format: "bare",
        "cimi-description": "12",
        "cimi-type": "IMAGE",
        "cimi-op": "id-1",
        team: "blue",
        "cimi-properties": '["team"]',
      },
    ]);
    expect(cloud.bodies(IMPORT)).toEqual([{ method: { name: "web-download", uri: ADDRESS } }]);
    expect(cloud.lines()).not.toContain(TASKS);
  });

  it.each([
    ["the task failed", [image({})], ok({ tasks: [{ status: "failure", message: "404 Not Found" }] }), /404 Not Found/],
    ["the image was killed", [image({ status: "killed" })], ok({ tasks: [] }), /the image is killed/],
    ["Glance tells no tasks", [image({ os_glance_failed_import: "files" })], { status: 404, body: "" }, /the image is queued/],
  ])("end in a failure where %s, and are taken back; of the address only the host is told", async (_, images, tasks, problem) => {
    const cloud = importing(images, tasks);
    const course = writing();
    const making = cloud.of("MachineImage").create!(request({ imageLocation: ADDRESS }), course);
    const message = expect.stringMatching(problem);
    await expect(making).rejects.toMatchObject({ kind: "invalid", message });
    await expect(making).rejects.toThrow(/from images\.example\.com: /);
    await expect(making).rejects.not.toThrow(/hunter2/);
    await course.undo();
    expect(cloud.lines().at(-1)).toBe(DELETE);
  });

  it("are not imported twice after an interruption", async () => {
    const cloud = importing([image({ os_glance_import_task: "t" }), image({ status: "active" })]);
    await cloud.of("MachineImage").create!(request({ imageLocation: ADDRESS }), writing(["import"]));
    expect(cloud.lines()).not.toContain(IMPORT);
  });

  it("are ERROR where an import has failed, which leaves them queued", async () => {
    const state = async (more: object) => {
      const cloud = scripted({ "GET image /images": ok({ images: [image(more)] }) });
      const adapter = cloud.of("MachineImage");
      return shown(adapter, (await adapter.read([ID], context())).get(ID)).state;
    };
    expect(await state({ os_glance_failed_import: "files" })).toBe("ERROR");
    expect(await state({ os_glance_failed_import: "files", os_glance_import_task: "t" })).toBe("CREATING");
    expect(await state({ os_glance_failed_import: "" })).toBe("CREATING");
  });

  it("say their format where the address does not end in it", async () => {
    const imageLocation = "http://images.example.com/latest.img";
    const cloud = importing([image({ status: "active" })]);
    const create = cloud.of("MachineImage").create!;
    await expect(create(request({ imageLocation }), writing())).rejects.toThrow(/give diskFormat, one of iso, ploop, qcow2/);
    await create(request({ imageLocation, diskFormat: "vmdk" }), writing());
    expect(cloud.bodies(CREATE)).toMatchObject([{ disk_format: "vmdk" }]);
  });

  it.each([
    ["https://me:hunter2@images.example.com/a.raw", {}, /holds a user or a password/],
    [ADDRESS, { type: "SNAPSHOT" }, /of the type SNAPSHOT is made of a machine/],
  ])("are refused as %s %j before anything is made", async (imageLocation, more, problem) => {
    const cloud = importing([]);
    const making = cloud.of("MachineImage").create!(request({ imageLocation, ...more }), writing());
    await expect(making).rejects.toThrow(problem);
    await expect(making).rejects.not.toThrow(/hunter2/);
    expect(cloud.lines()).not.toContain(CREATE);
  });

  it("have the format of their data as an extension (5.1)", async () => {
    const formats = async (disk_format: unknown) => {
      const cloud = scripted({ "GET image /images": ok({ images: [image({ disk_format })] }) });
      const adapter = cloud.of("MachineImage");
      return adapter.extensions!.attributes!.diskFormat!.read((await adapter.read([ID], context())).get(ID));
    };
    expect([await formats("qcow2"), await formats(null), await formats("of-tomorrow")]).toEqual(["qcow2", undefined, undefined]);
  });
});
