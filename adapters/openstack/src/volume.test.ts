import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { context, ok, refused, request, scripted, server, shown, writing } from "./testing.js";

const VOLUMES = "GET volume /volumes/detail";
const VOLUME = "GET volume /volumes/v-1";
const SERVER = "GET compute /servers/s-1";
const ATTACH = "POST compute /servers/s-1/os-volume_attachments";
const DETACH = "DELETE compute /servers/s-1/os-volume_attachments/v-1";

/** 1 GiB in kilobytes, as it is read: rounded down. */
const GIGABYTE = 1073741;

const volume = (more: object = {}) => ({
  id: "v-1",
  name: "data",
  status: "available",
  size: 1,
  bootable: "false",
  availability_zone: "nova",
  created_at: "2026-02-25T02:40:21.000000",
  metadata: {},
  attachments: [],
  ...more,
});
const attached = (device = "/dev/vdb", more: object = {}) =>
  volume({ status: "in-use", attachments: [{ server_id: "s-1", device }], ...more });
const holding = (delete_on_termination: boolean, more: object = {}) =>
  server({ "os-extended-volumes:volumes_attached": [{ id: "v-1", delete_on_termination }], ...more });

describe("volumes of OpenStack", () => {
  it("are read with their sizes rounded down and their times in UTC", async () => {
    const cloud = scripted({ [VOLUMES]: ok({ volumes: [volume()] }) });
    const [native] = await gather(cloud.of("Volume").list({}, context()));
    expect(shown(cloud.of("Volume"), native)).toMatchObject({
      name: "data",
      state: "AVAILABLE",
      capacity: GIGABYTE,
      bootable: false,
      created: "2026-02-25T02:40:21.000Z",
      location: "nova",
    });
    expect(cloud.lines()).toEqual([VOLUMES]);
  });

  it.each([
    ["goes with its server", holding(true), "/dev/vdb", true],
    ["stays behind", holding(false), "/dev/vdb", false],
    ["goes with its server, which starts from it", holding(true, { image: "" }), "/dev/vda", true],
    ["is what its server starts from, and outlives it", holding(false, { image: "" }), "/dev/vda", false],
    ["is beside what its server starts from", holding(false, { image: "" }), "/dev/vdb", false],
  ])("one that %s is a Disk or a Volume, never both (Contract)", async (_, held, device, isDisk) => {
    const cloud = scripted({ [VOLUME]: ok({ volume: attached(device) }), [SERVER]: ok({ server: held }) });
    const volumes = await cloud.of("Volume").read(["v-1"], context());
    const disks = await cloud.of("Disk").read(["v-1"], context(), "s-1");
    const located = await cloud.of("locatedVolume").read(["v-1"], context(), "s-1");
    expect([volumes.has("v-1"), disks.has("v-1"), located.has("v-1")]).toEqual([!isDisk, isDisk, !isDisk]);
  });

  it("are made with their marker, and of what size is wished for, rounded up", async () => {
    const cloud = scripted({ "POST volume /volumes": ok({ volume: { id: "v-1" } }, 202) }, { volumeType: "fast", zone: "az-1" });
    const template = { volumeConfig: { value: { capacity: GIGABYTE + 1 } } };
    await cloud.of("Volume").create!(request(template, { name: "data", properties: { p: "1" } }), writing());
    expect(cloud.bodies("POST volume /volumes")).toEqual([
      {
        volume: {
          name: "data",
          metadata: { "cimi-op": "id-1", p: "1", "cimi-properties": '["p"]' },
          size: 2,
          volume_type: "fast",
          availability_zone: "az-1",
        },
      },
    ]);
  });

  it("are found by their marker after an interruption (RELIABILITY, A9)", async () => {
    const cloud = scripted({ [VOLUMES]: ok({ volumes: [volume(), volume({ id: "v-2", metadata: { "cimi-op": "id-1" } })] }) });
    const template = { volumeConfig: { value: { capacity: GIGABYTE } } };
    expect((await cloud.of("Volume").create!(request(template), writing(["create"]))).id).toBe("v-2");
  });

  it.each([
    [{ value: { capacity: GIGABYTE, format: "ext4" } }, /no file systems/],
    [{ value: { capacity: GIGABYTE, type: "http://example.com/x" } }, /no volumes of the type/],
    [{ value: {} }, /lacks its capacity/],
  ])("of %j are refused", async (volumeConfig, problem) => {
    const made = Promise.resolve().then(() => scripted({}).of("Volume").create!(request({ volumeConfig }), writing()));
    await expect(made).rejects.toThrow(problem);
  });

  it("grow, are polled until they have grown, and never shrink", async () => {
    const action = "POST volume /volumes/v-1/action";
    const cloud = scripted({ [VOLUME]: ok({ volume: volume({ size: 2 }) }), [action]: ok("", 202) });
    const { update, poll } = cloud.of("Volume");
    expect(await update!("v-1", { capacity: 3 * GIGABYTE }, writing())).toMatchObject({ handle: "v-1" });
    expect(cloud.bodies(action)).toEqual([{ "os-extend": { new_size: 3 } }]);
    expect((await poll!(["v-1"], context())).get("v-1")).toEqual({ done: true });
    await expect(update!("v-1", { capacity: GIGABYTE }, writing())).rejects.toThrow(/name 2147483 or more/);
  });

  it("that could not grow say so, and one that grows is not done", async () => {
    const growth = async (status: string) => {
      const cloud = scripted({ [VOLUME]: ok({ volume: volume({ status }) }) });
      return (await cloud.of("Volume").poll!(["v-1"], context())).get("v-1");
    };
    expect(await growth("extending")).toEqual({ done: false });
    expect(await growth("error_extending")).toMatchObject({ done: true, error: { kind: "unavailable" } });
  });

  it("go back to a snapshot while nothing uses them", async () => {
    const action = "POST volume /volumes/v-1/action";
    const cloud = scripted({
      [VOLUME]: ok({ volume: attached() }),
      [SERVER]: ok({ server: holding(false) }),
      [action]: ok("", 202),
    });
    const { restore } = cloud.of("Volume").operations!;
    const native = (await cloud.of("Volume").read(["v-1"], context())).get("v-1");
    expect(restore!.available!(native)).toBe(false);
    await restore!.run("v-1", { image: reference("VolumeImage", "n-1") }, writing());
    expect(cloud.bodies(action)).toEqual([{ revert: { snapshot_id: "n-1" } }]);
  });

  it("have images of what they hold, found by their marker after an interruption", async () => {
    const cloud = scripted({
      [VOLUME]: ok({ volume: volume() }),
      "POST volume /snapshots": ok({ snapshot: { id: "n-1" } }, 202),
      "GET volume /snapshots/detail": ok({ snapshots: [{ id: "n-1", status: "creating", metadata: { "cimi-op": "id-1" } }] }),
    });
    const creates = request<"VolumeImage">({}, { name: "monday" });
    const { run } = cloud.of("Volume").operations!.snapshot!;
    expect((await run("v-1", { creates }, writing())).id).toBe("n-1");
    expect((await run("v-1", { creates }, writing(["create"]))).id).toBe("n-1");
    expect(cloud.bodies("POST volume /snapshots")).toEqual([
      { snapshot: { name: "monday", metadata: { "cimi-op": "id-1" }, volume_id: "v-1", force: true } },
    ]);
  });
});

describe("volumes at servers of OpenStack", () => {
  it("are attached so that they stay, and an attachment is looked for after an interruption", async () => {
    const cloud = scripted({ [ATTACH]: ok({ volumeAttachment: {} }), [SERVER]: ok({ server: holding(false) }) });
    const { create } = cloud.of("locatedVolume");
    const wish = request<"locatedVolume">({ volume: reference("Volume", "v-1"), initialLocation: "/dev/vdc" }, { parent: "s-1" });
    await create!(wish, writing());
    expect(cloud.bodies(ATTACH)).toEqual([
      { volumeAttachment: { volumeId: "v-1", delete_on_termination: false, device: "/dev/vdc" } },
    ]);
    await create!(wish, writing(["create"]));
    expect(cloud.bodies(ATTACH)).toHaveLength(1);
  });

  it("are not detached twice", async () => {
    const cloud = scripted({ [VOLUME]: ok({ volume: volume({ status: "detaching" }) }), [DETACH]: refused(404, "itemNotFound") });
    const remove = cloud.of("locatedVolume").delete!;
    expect(await remove("v-1", writing(["delete"]), "s-1")).toEqual({ id: "v-1" });
    expect(cloud.lines()).toEqual([VOLUME]);
    expect(await remove("v-1", writing(), "s-1")).toEqual({ id: "v-1" });
  });

  it("cost no call for the servers that the request has read already, and Disks none for Volumes (Contract)", async () => {
    const cloud = scripted({
      [SERVER]: ok({ server: holding(false) }),
      [VOLUME]: ok({ volume: attached() }),
    });
    const machines = await cloud.of("Machine").read(["s-1"], context());
    for (const type of ["locatedVolume", "Disk"] as const) {
      const within = await cloud.of(type).listWithin!(["s-1"], context(), machines);
      const alone = await gather(cloud.of(type).list({ parent: "s-1", holder: machines.get("s-1") }, context()));
      expect([within.get("s-1"), alone.length]).toEqual([alone, 1]);
    }
    expect(cloud.lines()).toEqual([SERVER, VOLUME, VOLUME]);
  });

  it("cost two calls, however many servers are listed", async () => {
    const cloud = scripted({
      "GET compute /servers/detail": ok({ servers: ["s-1", "s-2", "s-3", "s-4"].map((id) => holding(false, { id })) }),
      [VOLUME]: ok({ volume: attached() }),
    });
    const within = await cloud.of("locatedVolume").listWithin!(["s-1", "s-2", "s-3", "s-4"], context(), new Map());
    expect([[...within.keys()], cloud.lines()]).toEqual([["s-1"], ["GET compute /servers/detail", VOLUME]]);
  });
});

describe("disks of servers of OpenStack", () => {
  it("are those of the flavor, which stay as they are, and volumes that go with the server", async () => {
    const held = holding(true, { flavor: { vcpus: 1, ram: 512, disk: 1, ephemeral: 2 } });
    const cloud = scripted({ [SERVER]: ok({ server: held }), [VOLUME]: ok({ volume: attached() }) });
    const adapter = cloud.of("Disk");
    const found = await gather(adapter.list({ parent: "s-1" }, context()));
    expect(
      found.map((native) => [adapter.identify(native).id, shown(adapter, native).capacity, adapter.deletable!(native)]),
    ).toEqual([
      ["s-1:root", GIGABYTE, false],
      ["s-1:ephemeral", 2147483, false],
      ["v-1", GIGABYTE, true],
    ]);
  });

  it("are made where their server is, if volumes have a zone of that name", async () => {
    const making = async (zoneName: string) => {
      const cloud = scripted({
        [SERVER]: ok({ server: server() }),
        "GET volume /os-availability-zone": ok({ availabilityZoneInfo: [{ zoneName, zoneState: { available: true } }] }),
        "POST volume /volumes": ok({ volume: { id: "v-1" } }, 202),
        [ATTACH]: ok({ volumeAttachment: {} }),
      });
      const course = writing();
      await cloud.of("Disk").create!(request({ capacity: GIGABYTE }, { parent: "s-1" }), course);
      expect(course.course).toEqual(["zone", "create", "Volume v-1 AVAILABLE", "attach", "Disk v-1 "]);
      expect(cloud.bodies(ATTACH)).toEqual([{ volumeAttachment: { volumeId: "v-1", delete_on_termination: true } }]);
      return cloud.bodies("POST volume /volumes");
    };
    expect(await making("nova")).toMatchObject([{ volume: { size: 1, availability_zone: "nova" } }]);
    expect(await making("storage-1")).not.toMatchObject([{ volume: { availability_zone: "nova" } }]);
  });

  it("that the machine starts from are not removed", async () => {
    const cloud = scripted({
      [SERVER]: ok({ server: holding(true, { image: "" }) }),
      [VOLUME]: ok({ volume: attached("/dev/vda") }),
    });
    await expect(cloud.of("Disk").delete!("v-1", writing(), "s-1")).rejects.toMatchObject({ kind: "conflict" });
  });
});
