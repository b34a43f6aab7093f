import { gather, reference, steppingClock } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { type Answers, context, ok, refused, request, type Scripted, scripted, shown, writing } from "./testing.js";

const ASKED = "GET volume /backups";
const BACKUPS = "GET volume /backups/detail";
const SNAPSHOTS = "GET volume /snapshots/detail";
const BACKUP = "GET volume /backups/b-1";
const POST = "POST volume /backups";
const PUT = "PUT volume /backups/b-1";
const DELETE = "DELETE volume /backups/b-1";
const VOLUME = "GET volume /volumes/v-1";
const LOCATION = "openstack:RegionOne/volumes/v-1";

/** A backup and a snapshot as Cinder 21 gives them, shortened. */
const backup = (more: object = {}) => ({
  id: "b-1",
  name: "sunday",
  description: null,
  status: "available",
  size: 1,
  fail_reason: null,
  volume_id: "v-1",
  is_incremental: false,
  has_dependent_backups: false,
  snapshot_id: null,
  data_timestamp: "2026-02-25T02:40:21.000000",
  created_at: "2026-02-25T02:40:21.000000",
  metadata: {},
  ...more,
});
const snapshot = (more: object = {}) => ({
  id: "n-1",
  name: "monday",
  status: "available",
  size: 1,
  volume_id: "v-1",
  metadata: {},
  ...more,
});
const volume = (more: object = {}) => ({ id: "v-1", status: "available", size: 1, metadata: {}, attachments: [], ...more });

const having = (answers: Answers, clock = steppingClock()): Scripted =>
  scripted({ [ASKED]: ok({ backups: [] }), ...answers }, {}, clock);

const asks = ({ sent }: Scripted): number => sent.filter(({ line }) => line === ASKED).length;

/** With the extensions, as core shows them. */
function told(cloud: Scripted, native: unknown): Record<string, unknown> {
  const adapter = cloud.of("VolumeImage");
  const added = Object.entries(adapter.extensions!.attributes!).map(([name, attribute]) => [name, attribute.read(native)]);
  return { ...shown(adapter, native), ...Object.fromEntries(added.filter(([, value]) => value !== undefined)) };
}

const listed = async (cloud: Scripted, parent?: string): Promise<readonly unknown[]> =>
  gather(cloud.of("VolumeImage").list({ ...(parent !== undefined && { parent }) }, context()));

describe("images of volumes of OpenStack", () => {
  it("are snapshots and backups, told apart by their ids and by their kind (5.1)", async () => {
    const cloud = having({ [SNAPSHOTS]: ok({ snapshots: [snapshot()] }), [BACKUPS]: ok({ backups: [backup()] }) });
    const [one, other] = await listed(cloud);
    expect([one, other].map((native) => cloud.of("VolumeImage").identify(native).id)).toEqual(["n-1", "b-1.backup"]);
    expect(told(cloud, one)).toMatchObject({
      kind: "snapshot",
      imageLocation: "openstack:RegionOne/snapshots/n-1",
      nativeId: "n-1",
    });
    expect(told(cloud, other)).toMatchObject({
      name: "sunday",
      state: "AVAILABLE",
      kind: "backup",
      incremental: false,
      capacity: 1073741,
      imageLocation: "openstack:RegionOne/backups/b-1",
      nativeId: "b-1",
      created: "2026-02-25T02:40:21.000Z",
    });
  });

  it("cost two calls a list, whatever is in it; whether there are backups is asked once (Contract)", async () => {
    const cloud = having({ [SNAPSHOTS]: ok({ snapshots: [snapshot()] }), [BACKUPS]: ok({ backups: [backup()] }) });
    await listed(cloud, "v-1");
    await cloud.of("VolumeImage").listWithin!(["v-1", "v-2"], context(), new Map());
    expect(cloud.lines()).toEqual([SNAPSHOTS, BACKUPS, SNAPSHOTS, BACKUPS]);
    expect(cloud.calls.map(({ query }) => query.volume_id)).toEqual(["v-1", "v-1", undefined, undefined]);
    expect(asks(cloud)).toBe(1);
  });

  it("are read many at a time, each kind in one call where there are many (Contract)", async () => {
    const names = ["1", "2", "3", "4"];
    const cloud = having({
      [SNAPSHOTS]: ok({ snapshots: names.map((name) => snapshot({ id: `n-${name}` })) }),
      [BACKUPS]: ok({ backups: names.map((name) => backup({ id: `b-${name}` })) }),
    });
    const ids = names.flatMap((name) => [`n-${name}`, `b-${name}.backup`]);
    const found = await cloud.of("VolumeImage").read(ids, context());
    expect([...found.keys()].sort()).toEqual([...ids].sort());
    expect([...cloud.lines()].sort()).toEqual([BACKUPS, SNAPSHOTS]);
  });
});

describe("a cloud without backups", () => {
  const snapshots: Answers = { [SNAPSHOTS]: ok({ snapshots: [snapshot()] }) };

  it.each([
    ["does not route them", { status: 404 }],
    ["does not let the project have any", refused(403, "forbidden")],
    ["has nothing that answers for them", refused(503, "serviceUnavailable")],
  ])("lists snapshots where it %s, and shows no kind", async (_, answer) => {
    const cloud = scripted({ ...snapshots, [ASKED]: answer });
    const [[native], others] = await Promise.all([listed(cloud), listed(cloud)]);
    expect([told(cloud, native).kind, others]).toEqual([undefined, [native]]);
    expect(cloud.lines()).toEqual([SNAPSHOTS, SNAPSHOTS]);
  });

  it("is one whose block storage is older than the metadata of backups (3.43)", async () => {
    const cloud = scripted({
      ...snapshots,
      [ASKED]: ok({ backups: [] }),
      "GET volume /v3/": ok({ versions: [{ id: "v3.0", version: "3.42", min_version: "3.0" }] }),
    });
    expect([(await listed(cloud)).length, asks(cloud)]).toEqual([1, 0]);
  });

  it("loses none from a list once it has shown that it has them", async () => {
    const cloud = having({ ...snapshots, [BACKUPS]: refused(503, "serviceUnavailable") });
    await expect(listed(cloud)).rejects.toMatchObject({ kind: "unavailable" });
  });

  it("refuses to make one, and says what it takes", async () => {
    const cloud = scripted({});
    const wish = request<"VolumeImage">({ imageLocation: LOCATION, kind: "backup" });
    await expect(cloud.of("VolumeImage").create!(wish, writing())).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("leave the kind out, or name snapshot"),
    });
    expect(cloud.lines()).toEqual([]);
  });

  it("has none to read by its id", async () => {
    const cloud = scripted({ [BACKUP]: { status: 404 }, [BACKUPS]: { status: 404 } });
    const { read } = cloud.of("VolumeImage");
    expect((await read(["b-1.backup"], context())).size).toBe(0);
    expect(
      (
        await read(
          ["1", "2", "3", "4"].map((name) => `b-${name}.backup`),
          context(),
        )
      ).size,
    ).toBe(0);
  });
});

describe("backups of OpenStack", () => {
  it("are made of a volume by its snapshot, with their marker, and are followed by their handle", async () => {
    const cloud = having({ [VOLUME]: ok({ volume: volume() }), [POST]: ok({ backup: { id: "b-1" } }, 202) });
    const creates = request<"VolumeImage">({ kind: "backup", incremental: true }, { name: "sunday", properties: { p: "1" } });
    const made = await cloud.of("Volume").operations!.snapshot!.run("v-1", { creates }, writing());
    expect(made).toMatchObject({ id: "b-1.backup", handle: "b-1.backup" });
    expect(cloud.bodies(POST)).toEqual([
      {
        backup: {
          name: "sunday",
          metadata: { "cimi-op": "id-1", p: "1", "cimi-properties": '["p"]' },
          volume_id: "v-1",
          incremental: true,
          force: true,
        },
      },
    ]);
  });

  it("are made of a snapshot that imageLocation names", async () => {
    const cloud = having({
      "GET volume /snapshots/n-1": ok({ snapshot: snapshot() }),
      [POST]: ok({ backup: { id: "b-1" } }, 202),
    });
    const wish = request<"VolumeImage">({ imageLocation: "openstack:RegionOne/snapshots/n-1", kind: "backup" });
    await cloud.of("VolumeImage").create!(wish, writing());
    expect(cloud.bodies(POST)).toMatchObject([{ backup: { volume_id: "v-1", snapshot_id: "n-1", incremental: false } }]);
  });

  it("are found by their marker after an interruption (RELIABILITY, A9)", async () => {
    const cloud = having({ [BACKUPS]: ok({ backups: [backup(), backup({ id: "b-2", metadata: { "cimi-op": "id-1" } })] }) });
    const wish = request<"VolumeImage">({ imageLocation: LOCATION, kind: "backup" });
    expect((await cloud.of("VolumeImage").create!(wish, writing(["create"]))).id).toBe("b-2.backup");
    expect(cloud.lines()).toEqual([BACKUPS]);
  });

  it("go when a later step fails, and one that is gone already is no error", async () => {
    const cloud = having({
      [VOLUME]: ok({ volume: volume() }),
      [POST]: ok({ backup: { id: "b-1" } }, 202),
      [DELETE]: refused(404, "itemNotFound", "Backup b-1 could not be found."),
    });
    const course = writing();
    await cloud.of("VolumeImage").create!(request<"VolumeImage">({ imageLocation: LOCATION, kind: "backup" }), course);
    await course.undo();
    expect(cloud.lines().at(-1)).toBe(DELETE);
  });

  it("alone are incremental", async () => {
    const wish = request<"VolumeImage">({ imageLocation: LOCATION, incremental: true });
    await expect(having({}).of("VolumeImage").create!(wish, writing())).rejects.toThrow(/name the kind backup/);
  });

  it.each([
    ["creating", null, { done: false }],
    ["available", null, { done: true }],
    [
      "error",
      "Service not found for creating backup.",
      { done: true, error: { message: expect.stringContaining("Service not found") } },
    ],
  ])("that are %s are polled, and tell why they failed", async (status, fail_reason, progress) => {
    const cloud = having({ [BACKUP]: ok({ backup: backup({ status, fail_reason }) }) });
    expect((await cloud.of("VolumeImage").poll!(["b-1.backup"], context())).get("b-1.backup")).toMatchObject(progress);
  });

  it("change name, description and properties by one call, and keep foreign metadata", async () => {
    const metadata = { "cimi-op": "id-1", theirs: "x", p: "1", "cimi-properties": '["p"]' };
    const cloud = having({ [BACKUP]: ok({ backup: backup({ metadata }) }), [PUT]: ok({ backup: {} }) });
    const { update } = cloud.of("VolumeImage");
    await update!("b-1.backup", { name: "monday", description: "d", properties: { q: "2" } }, writing());
    await update!("b-1.backup", { name: "sunday" }, writing());
    expect(cloud.bodies(PUT)).toEqual([
      {
        backup: {
          name: "monday",
          description: "d",
          metadata: { "cimi-op": "id-1", theirs: "x", q: "2", "cimi-properties": '["q"]' },
        },
      },
    ]);
  });

  it("that others build on stay, and the refusal names these, the newest first, by their CIMI ids", async () => {
    const at = (day: number, more: object) => backup({ data_timestamp: `2026-03-0${day}T00:00:00.000000`, ...more });
    const cloud = having({
      [DELETE]: refused(400, "badRequest", "Invalid backup: Incremental backups exist for this backup."),
      [BACKUP]: ok({ backup: at(2, { has_dependent_backups: true }) }),
      [BACKUPS]: ok({
        backups: [
          at(5, { id: "b-5" }),
          at(4, { id: "b-4", is_incremental: true }),
          at(3, { id: "b-3", is_incremental: true, metadata: { "cimi-op": "id-3" } }),
          // Cinder lists the later one first, and tells whole seconds.
          at(2, { id: "b-2", is_incremental: true }),
          at(2, {}),
          at(1, { id: "b-0" }),
        ],
      }),
    });
    await expect(cloud.of("VolumeImage").delete!("b-1.backup", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: "the backup b-1 is what b-4.backup, id-3, b-2.backup build on; delete these first, in this order",
    });
  });

  it("are deleted, also where they are gone, but not where only their service is (cinder/backup/api.py)", async () => {
    const gone = having({ [DELETE]: refused(404, "itemNotFound", "Backup b-1 could not be found.") });
    expect(await gone.of("VolumeImage").delete!("b-1.backup", writing())).toEqual({ id: "b-1.backup" });
    const away = having({ [DELETE]: refused(404, "itemNotFound", "Service cinder-backup could not be found.") });
    await expect(away.of("VolumeImage").delete!("b-1.backup", writing())).rejects.toMatchObject({ kind: "unavailable" });
  });
});

describe("volumes from backups of OpenStack", () => {
  const DESCRIBE = "PUT volume /volumes/v-2";
  /** As Cinder leaves it: with the metadata of the volume that was backed up. */
  const restored = volume({ id: "v-2", metadata: { "cimi-op": "id-of-source", x: "1", src_backup_id: "b-1" } });
  const answers: Answers = {
    [BACKUP]: ok({ backup: backup({ size: 3 }) }),
    "POST volume /volumes": ok({ volume: { id: "v-2" } }, 202),
    "GET volume /volumes/v-2": ok({ volume: restored }),
    [DESCRIBE]: ok({ volume: {} }),
  };
  const wish = request<"Volume">({ volumeImage: reference("VolumeImage", "b-1.backup") }, { name: "copy" });
  const own = { volume: { name: "copy", metadata: { "cimi-op": "id-1", src_backup_id: "b-1" } } };

  it("are made by one call, and get their own marker back, which Cinder takes from them", async () => {
    const cloud = having(answers);
    const course = writing();
    expect((await cloud.of("Volume").create!(wish, course)).id).toBe("v-2");
    expect(course.course).toEqual(["create", "Volume v-2 AVAILABLE", "describe"]);
    expect(cloud.bodies("POST volume /volumes")).toEqual([
      { volume: { name: "cimi-id-1", metadata: { "cimi-op": "id-1" }, size: 3, backup_id: "b-1" } },
    ]);
    expect(cloud.bodies(DESCRIBE)).toEqual([own]);
  });

  it("are found by their name after an interruption, when Cinder has replaced their marker (RELIABILITY, A9)", async () => {
    const others = [
      { ...restored, id: "v-1", name: "source" },
      { ...restored, name: "cimi-id-1" },
    ];
    const cloud = having({ ...answers, "GET volume /volumes/detail": ok({ volumes: others }) });
    expect((await cloud.of("Volume").create!(wish, writing(["create"]))).id).toBe("v-2");
    expect(cloud.bodies("POST volume /volumes")).toEqual([]);
    expect(cloud.bodies(DESCRIBE)).toEqual([own]);
  });

  it("are restored into a new one where block storage makes none from a backup (before 3.47)", async () => {
    const RESTORE = "POST volume /backups/b-1/restore";
    const cloud = having({
      ...answers,
      [RESTORE]: ok({ restore: {} }, 202),
      "GET volume /v3/": ok({ versions: [{ id: "v3.0", version: "3.43", min_version: "3.0" }] }),
    });
    const course = writing();
    await cloud.of("Volume").create!(wish, course);
    expect(course.course).toEqual(["create", "Volume v-2 AVAILABLE", "restore", "Volume v-2 AVAILABLE", "describe"]);
    expect(cloud.bodies("POST volume /volumes")).toMatchObject([{ volume: { size: 3 } }]);
    expect(cloud.bodies(RESTORE)).toEqual([{ restore: { volume_id: "v-2" } }]);
    expect(cloud.bodies(DESCRIBE)).toEqual([own]);
  });

  it.each([
    ["named and described", { name: "mine", description: "d" }, { name: "mine", description: "d" }],
    // Cinder gives such a one the name and the description of the volume that was backed up.
    ["without a name", { name: null, description: null }, { name: "", description: "" }],
  ])("go back to what a backup holds, and stay what they are called: %s", async (_, called, kept) => {
    const RESTORE = "POST volume /backups/b-1/restore";
    const cloud = having({
      ...answers,
      [RESTORE]: ok({ restore: {} }, 202),
      "GET volume /volumes/v-2": ok({ volume: { ...restored, ...called } }),
    });
    const course = writing();
    const { run } = cloud.of("Volume").operations!.restore!;
    await run("v-2", { image: reference("VolumeImage", "b-1.backup") }, course);
    expect(course.course).toEqual(["kept", "restore", "Volume v-2 AVAILABLE", "describe"]);
    expect(cloud.bodies(DESCRIBE)).toEqual([{ volume: { ...kept, metadata: restored.metadata } }]);
  });
});
