import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { context, ok, PROJECT, refused, request, scripted, server, shown, writing } from "./testing.js";

const IMAGES = "GET image /images";
const SERVER = "GET compute /servers/s-1";
const ACTION = "POST compute /servers/s-1/action";
const [FIRST, SECOND] = ["b47b8e81-b4ad-4a9b-819a-0ea6087c0919", "8e5cf88f-a6ea-45bc-b266-066e07b6ff4b"];

const image = (more: object = {}) => ({ id: FIRST, name: "base", status: "active", owner: PROJECT, min_disk: 0, ...more });
const capturing = { [SERVER]: ok({ server: server({ status: "SHUTOFF" }) }), [ACTION]: ok({ image_id: SECOND }, 202) };
const kinds = { IMAGE: "capture", SNAPSHOT: "snapshot" } as const;

describe("images of OpenStack", () => {
  it("are the project's own and what others share; only the own are changed", async () => {
    const cloud = scripted({
      [IMAGES]: ok({ images: [image(), image({ id: SECOND, owner: "other" }), image({ id: "k", disk_format: "aki" })] }),
    });
    const adapter = cloud.of("MachineImage");
    const found = await gather(adapter.list({}, context()));
    expect(found.map((native) => [adapter.identify(native).id, adapter.editable!(native), adapter.deletable!(native)])).toEqual([
      [FIRST, true, true],
      [SECOND, false, false],
    ]);
    expect(shown(adapter, found[0])).toMatchObject({
      name: "base",
      state: "AVAILABLE",
      type: "IMAGE",
      imageLocation: `openstack:RegionOne/images/${FIRST}`,
      location: "RegionOne",
    });
  });

  it("are read by one call for many, and what is no UUID is not asked for", async () => {
    const cloud = scripted({ [IMAGES]: ok({ images: [image()] }) });
    await cloud.of("MachineImage").read([FIRST, SECOND, "in:x"], context());
    expect(cloud.calls.map(({ query }) => query.id)).toEqual([`in:${FIRST},${SECOND}`]);
  });

  it.each(["IMAGE", "SNAPSHOT"] as const)(
    "of the type %s are taken of a server, and nothing of its own image is theirs",
    async (type) => {
      const cloud = scripted({ ...capturing, "POST compute /servers/s-1/metadata": ok({ metadata: {} }) });
      const creates = request<"MachineImage">({}, { name: "golden" });
      await cloud.of("Machine").operations![kinds[type]]!.run("s-1", { creates }, writing());
      const metadata = {
        "cimi-op": "id-1",
        "cimi-properties": "",
        "cimi-description": "",
        "cimi-type": type,
        "cimi-related": "",
      };
      expect(cloud.bodies(ACTION)).toEqual([{ createImage: { name: "golden", metadata } }]);
      expect(cloud.bodies("POST compute /servers/s-1/metadata")).toEqual(
        type === "SNAPSHOT" ? [{ metadata: { "cimi-snapshot": SECOND } }] : [],
      );
    },
  );

  it("that were taken later of a server made from this one have its marker, and are not taken for it", async () => {
    const later = image({ id: SECOND, instance_uuid: "s-2", "cimi-op": "id-1" });
    const right = image({ instance_uuid: "s-1", "cimi-op": "id-1" });
    const cloud = scripted({ ...capturing, [IMAGES]: ok({ images: [later, right] }) });
    const creates = request<"MachineImage">({});
    const made = await cloud.of("Machine").operations!.capture!.run("s-1", { creates }, writing(["create"]));
    expect([made.id, cloud.calls[0]!.query["cimi-op"]]).toEqual([FIRST, "id-1"]);
  });

  it("that were taken of a machine on a volume are found again, though Nova does not say of which machine they are", async () => {
    const block_device_mapping = JSON.stringify([{ source_type: "snapshot", snapshot_id: "n-1" }]);
    const foreign = image({ id: "3", instance_uuid: "s-2", "cimi-op": "id-1" });
    const right = image({ block_device_mapping, "cimi-op": "id-1" });
    const later = image({ id: SECOND, block_device_mapping, "cimi-op": "id-1" });
    const cloud = scripted({ ...capturing, [IMAGES]: ok({ images: [foreign, right, later] }) });
    const made = await cloud
      .of("Machine")
      .operations!.capture!.run("s-1", { creates: request<"MachineImage">({}) }, writing(["create"]));
    expect([made.id, cloud.lines()]).toEqual([FIRST, [IMAGES]]);
    expect(cloud.calls[0]!.query.sort).toBe("created_at:asc");
  });

  it("keep properties that would be orders to Nova out of Glance", async () => {
    const patch = `PATCH image /images/${FIRST}`;
    const cloud = scripted({ [IMAGES]: ok({ images: [image()] }), [patch]: ok({}) });
    const update = cloud.of("MachineImage").update!;
    const accepted = await update(FIRST, { properties: { hw_disk_bus: "ide" } }, writing());
    expect([accepted.overlay, cloud.lines()]).toEqual([{ properties: { hw_disk_bus: "ide" } }, [IMAGES]]);
    await update(FIRST, { name: "x", description: "d", properties: { team: "blue" } }, writing());
    expect(cloud.bodies(patch)).toEqual([
      [
        { op: "replace", path: "/name", value: "x" },
        { op: "add", path: "/cimi-description", value: "d" },
        { op: "add", path: "/cimi-properties", value: '["team"]' },
        { op: "add", path: "/team", value: "blue" },
      ],
    ]);
    expect(cloud.calls.at(-1)!.headers["content-type"]).toBe("application/openstack-images-v2.1-json-patch");
  });

  it("that are deleted leave the one before them in their place (Table 21)", async () => {
    const gone = image({ id: SECOND, "cimi-type": "SNAPSHOT", "cimi-related": FIRST });
    const holder = server({ metadata: { "cimi-snapshot": SECOND } });
    const cloud = scripted({
      [IMAGES]: ({ query }) => ok({ images: query["cimi-related"] ? [] : [gone] }),
      "GET compute /servers/detail": ok({ servers: [holder] }),
      "POST compute /servers/s-1/metadata": ok({ metadata: {} }),
      [`GET image /images/${SECOND}`]: ok(gone),
      [`DELETE image /images/${SECOND}`]: refused(404, "x"),
    });
    await cloud.of("MachineImage").delete!(SECOND, writing());
    expect(cloud.bodies("POST compute /servers/s-1/metadata")).toEqual([{ metadata: { "cimi-snapshot": FIRST } }]);
  });

  it.each([
    ["by the gateway", { "cimi-op": "m" }, ["n-1"]],
    ["by others", {}, []],
  ])(
    "that were made %s of a machine on a volume are deleted with their snapshots, if they are its own: %j",
    async (_, more, parts) => {
      const block_device_mapping = JSON.stringify([
        { source_type: "snapshot", snapshot_id: "n-1" },
        { source_type: "blank" },
        null,
      ]);
      const native = image({ block_device_mapping, ...more });
      const cloud = scripted({
        [IMAGES]: ok({ images: [native] }),
        [`GET image /images/${FIRST}`]: ok(native),
        [`DELETE image /images/${FIRST}`]: ok("", 204),
        "DELETE volume /snapshots/n-1": ok("", 202),
      });
      await cloud.of("MachineImage").delete!(FIRST, writing());
      const deleted = cloud.lines().filter((line) => line.startsWith("DELETE"));
      expect(deleted).toEqual([...parts.map((id) => `DELETE volume /snapshots/${id}`), `DELETE image /images/${FIRST}`]);
    },
  );

  describe("of a machine on a volume whose snapshots Cinder does not delete", () => {
    const made = image({ "cimi-op": "id-1", block_device_mapping: JSON.stringify([{ snapshot_id: "n-1" }]) });
    const withSnapshot = (status: string) =>
      scripted({
        ...capturing,
        [ACTION]: ok({ image_id: FIRST }, 202),
        [`GET image /images/${FIRST}`]: ok(made),
        [`DELETE image /images/${FIRST}`]: ok("", 204),
        "DELETE volume /snapshots/n-1": refused(
          400,
          "badRequest",
          "Invalid snapshot: Snapshot status must be available or error",
        ),
        "GET volume /snapshots/n-1": ok({ snapshot: { id: "n-1", status } }),
      });
    const takenBack = async (cloud: ReturnType<typeof withSnapshot>) => {
      const course = writing();
      await cloud.of("Machine").operations!.capture!.run("s-1", { creates: request<"MachineImage">({}) }, course);
      await course.undo();
    };

    it("stay as long as these are being made: they alone tell which these are", async () => {
      const cloud = withSnapshot("creating");
      await expect(takenBack(cloud)).rejects.toMatchObject({ kind: "conflict" });
      expect(cloud.lines()).not.toContain(`DELETE image /images/${FIRST}`);
    });

    it("are taken back where it is deleting these already", async () => {
      const cloud = withSnapshot("deleting");
      await takenBack(cloud);
      expect(cloud.lines().at(-1)).toBe(`DELETE image /images/${FIRST}`);
    });
  });

  it("of a machine have the format that Nova chooses, and a diskFormat is refused before anything is made", async () => {
    const cloud = scripted(capturing);
    const creates = request<"MachineImage">({ diskFormat: "qcow2" });
    const wish = request<"MachineImage">({ imageLocation: "openstack:RegionOne/servers/s-1", diskFormat: "qcow2" });
    const refusal = { kind: "invalid", message: expect.stringContaining("leave diskFormat out") };
    await expect(cloud.of("Machine").operations!.capture!.run("s-1", { creates }, writing())).rejects.toMatchObject(refusal);
    await expect(cloud.of("MachineImage").create!(wish, writing())).rejects.toMatchObject(refusal);
    expect(cloud.lines()).toEqual([]);
  });

  it("are no snapshots of a machine that starts from a volume", async () => {
    const cloud = scripted({ [SERVER]: ok({ server: server({ status: "SHUTOFF", image: "" }) }) });
    const creates = request<"MachineImage">({}, { name: "golden" });
    const taking = cloud.of("Machine").operations!.snapshot!.run("s-1", { creates }, writing());
    await expect(taking).rejects.toMatchObject({ kind: "conflict", message: expect.stringContaining("VolumeImage") });
  });

  it("restore a machine; after a SNAPSHOT, which is of a stopped one, it is stopped (5.14.1.2)", async () => {
    const snapshot = image({ "cimi-type": "SNAPSHOT" });
    const cloud = scripted({
      [IMAGES]: ok({ images: [snapshot] }),
      [SERVER]: ok({ server: server() }),
      [ACTION]: ok("", 202),
      "POST compute /servers/s-1/metadata": ok({ metadata: {} }),
    });
    const course = writing();
    await cloud.of("Machine").operations!.restore!.run("s-1", { image: reference("MachineImage", FIRST) }, course);
    expect(cloud.bodies(ACTION)).toEqual([{ "os-stop": null }, { rebuild: { imageRef: FIRST } }]);
    expect(course.course).toEqual(["plan", "stop", "Machine s-1 STOPPED", "rebuild", "Machine s-1 STOPPED", "latest"]);
  });

  it("are made of a volume, and change their name once their data are there", async () => {
    const statuses = ["queued", "saving", "active"];
    const cloud = scripted({
      [`GET image /images/${FIRST}`]: () => ok(image({ status: statuses.shift() })),
      "GET volume /volumes/v-1": ok({ volume: { id: "v-1", status: "available" } }),
      "POST volume /volumes/v-1/action": ok({ "os-volume_upload_image": { image_id: FIRST } }, 202),
      [`PATCH image /images/${FIRST}`]: ok({}),
    });
    const made = await cloud.of("MachineImage").create!(
      request({ imageLocation: "openstack:RegionOne/volumes/v-1" }, { name: "golden" }),
      writing(),
    );
    expect([made.id, statuses]).toEqual([FIRST, []]);
    expect(cloud.bodies("POST volume /volumes/v-1/action")).toMatchObject([
      { "os-volume_upload_image": { image_name: "cimi-id-1" } },
    ]);
    expect(cloud.bodies(`PATCH image /images/${FIRST}`)).toEqual([
      expect.arrayContaining([
        { op: "add", path: "/cimi-op", value: "id-1" },
        { op: "replace", path: "/name", value: "golden" },
      ]),
    ]);
  });

  it.each([
    ["http://elsewhere.test/x.qcow2?signature=hunter2", "the imageLocation at elsewhere.test: "],
    ["ftp://me:hunter2@elsewhere.test/x.qcow2", "the imageLocation at elsewhere.test: "],
    ["https://me:hunter2@elsewhere.test:99999/x", "the imageLocation: "],
    ["openstack:RegionOne/volumes/?token=hunter2", "the imageLocation: "],
    ["file:///etc/passwd", "the imageLocation: "],
    [`openstack:RegionOne/images/${FIRST}`, `"openstack:RegionOne/images/${FIRST}"`],
    ["openstack:RegionTwo/volumes/v-1", '"openstack:RegionTwo/volumes/v-1"'],
  ])("are not made of %s, and what is taken is told, but no secret (RELIABILITY, 12)", async (imageLocation, named) => {
    const unoffered = scripted({ "GET image /info/import": ok({ "import-methods": { value: ["glance-direct"] } }) });
    const making = unoffered.of("MachineImage").create!(request({ imageLocation }), writing());
    await expect(making).rejects.toMatchObject({ kind: "invalid", message: expect.stringContaining(named) });
    await expect(making).rejects.toThrow("openstack:RegionOne/servers/<id>");
    await expect(making).rejects.not.toThrow("hunter2");
  });
});
