import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { context, ok, refused, request, type Sent, scripted, server, shown, writing } from "./testing.js";

const CREATE = "POST compute /servers";
const GROUPS = "GET compute /os-server-groups";
const IMAGE = "b47b8e81-b4ad-4a9b-819a-0ea6087c0919";

const ROOT = [{ id: "v-9", delete_on_termination: true }];
const made = ok({ server: { id: "s-1" } }, 202);
const volumeOf = (id: string, bootable: boolean) => ({
  [`GET volume /volumes/${id}`]: ok({ volume: { id, bootable: String(bootable) } }),
});
const on = (...ids: readonly string[]) => ids.map((id) => ({ volume: reference("Volume", id) }));
const machineConfig = reference("MachineConfiguration", "1");
const machineImage = reference("MachineImage", IMAGE);

describe("what a new machine of OpenStack starts from", () => {
  it("is a bootable volume where there is no image: it is the root, comes first and outlives the machine", async () => {
    const cloud = scripted({ [CREATE]: made, ...volumeOf("v-1", false), ...volumeOf("v-2", true) });
    await cloud.of("Machine").create!(request({ machineConfig, volumes: on("v-1", "v-2") }), writing());
    const [{ server: sent }] = cloud.bodies(CREATE) as readonly [{ server: object }];
    expect(sent).not.toHaveProperty("imageRef");
    const held = { source_type: "volume", destination_type: "volume", delete_on_termination: false };
    expect(sent).toMatchObject({
      block_device_mapping_v2: [
        { ...held, uuid: "v-2", boot_index: 0 },
        { ...held, uuid: "v-1", boot_index: -1 },
      ],
    });
  });

  it.each([
    [{ volumes: on("v-1") }, /lacks what to start from: give a machineImage, or a bootable Volume in volumes/],
    [{}, /lacks what to start from/],
    [{ volumes: on("v-2"), machineImage }, /a machineImage, and a bootable volume \(v-2\) besides: leave out either/],
    [{ volumes: on("v-2", "v-3") }, /2 bootable volumes \(v-2, v-3\): give one/],
  ])("is one thing: %j is refused before anything is made", async (template, problem) => {
    const cloud = scripted({ ...volumeOf("v-1", false), ...volumeOf("v-2", true), ...volumeOf("v-3", true) });
    const making = cloud.of("Machine").create!(request({ machineConfig, ...template }), writing());
    await expect(making).rejects.toMatchObject({ kind: "invalid", message: expect.stringMatching(problem) });
    expect(cloud.lines()).not.toContain(CREATE);
  });

  it("is a volume of its own, as large as the image needs, where the cloud keeps no roots on its hosts", async () => {
    const whole = { id: IMAGE, status: "active", owner: "other", min_disk: 2, size: 5e8, virtual_size: 5 * 1024 ** 3 + 1 };
    const zeroDisk = refused(403, "forbidden", "Only volume-backed servers are allowed for flavors with zero disk.");
    const answer = ({ body }: Sent) => (Object.hasOwn((body as { server: object }).server, "imageRef") ? zeroDisk : made);
    const cloud = scripted(
      { [CREATE]: answer, ...volumeOf("v-1", false), "GET image /images": ok({ images: [whole] }) },
      { volumeType: "fast" },
    );
    await cloud.of("Machine").create!(request({ machineConfig, machineImage, volumes: on("v-1") }), writing());
    expect(cloud.bodies(CREATE).at(-1)).toMatchObject({
      server: {
        block_device_mapping_v2: [
          {
            uuid: IMAGE,
            source_type: "image",
            destination_type: "volume",
            volume_size: 6,
            volume_type: "fast",
            boot_index: 0,
            delete_on_termination: true,
          },
          { uuid: "v-1", boot_index: -1 },
        ],
      },
    });
  });

  it("is inside the scope, also where Nova makes it, and after an interruption", async () => {
    const rooted = server({
      image: "",
      metadata: { "cimi-op": "id-1", team: "web" },
      "os-extended-volumes:volumes_attached": ROOT,
    });
    const cloud = scripted(
      {
        "GET compute /servers/detail": ok({ servers: [rooted] }),
        "GET compute /servers/s-1": ok({ server: rooted }),
        "GET network /ports": ok({ ports: [] }),
        "POST volume /volumes/v-9/metadata": ok({ metadata: {} }),
      },
      { "scope.tags": { team: "web" } },
    );
    const course = writing(["create"]);
    expect(await cloud.of("Machine").create!(request({ machineConfig, machineImage }), course)).toEqual({ id: "s-1" });
    expect(course.course.slice(-2)).toEqual(["Machine s-1 STARTED", "root scope"]);
    expect(cloud.bodies("POST volume /volumes/v-9/metadata")).toEqual([{ metadata: { team: "web" } }]);
  });

  it("is not tried another way after any other refusal", async () => {
    const cloud = scripted({ [CREATE]: refused(403, "forbidden", "Policy doesn't allow it") });
    const making = cloud.of("Machine").create!(request({ machineConfig, machineImage }), writing());
    await expect(making).rejects.toMatchObject({ kind: "denied" });
    expect(cloud.lines()).toEqual([CREATE]);
  });
});

describe("config drives of OpenStack", () => {
  it.each([
    [true, { config_drive: true }],
    [undefined, {}],
  ])("are asked for where the setting configDrive is %s", async (configDrive, expected) => {
    const cloud = scripted({ [CREATE]: made }, { configDrive });
    await cloud.of("Machine").create!(request({ machineConfig, machineImage }), writing());
    const [{ server: sent }] = cloud.bodies(CREATE) as readonly [{ server: { config_drive?: boolean } }];
    expect(sent.config_drive).toBe((expected as { config_drive?: boolean }).config_drive);
  });
});

describe("server groups of OpenStack (5.1)", () => {
  const groups = ok({
    server_groups: [
      { id: "g-1", name: "web", policy: "anti-affinity", members: ["s-1"] },
      { id: "g-2", name: "db", policy: "affinity", members: [] },
      { id: "g-3", name: "db", policy: "affinity", members: [] },
    ],
  });
  const grouped = (answers: Parameters<typeof scripted>[0]) => scripted({ [GROUPS]: groups, ...answers }, { serverGroups: true });

  it.each(["web", "g-1"])("are named by a template, by %s, and told to the scheduler", async (serverGroup) => {
    const cloud = grouped({ [CREATE]: made });
    const template = { machineConfig, machineImage, serverGroup };
    const course = writing();
    await cloud.of("Machine").create!(request(template), course);
    expect(cloud.bodies(CREATE)).toMatchObject([{ "os:scheduler_hints": { group: "g-1" } }]);
    expect(course.course).toEqual(["group", "create"]);
  });

  it.each([
    ["mail", /there is no server group "mail"; accepted: web \(anti-affinity, g-1\), db/],
    ["db", /2 server groups are called "db"; accepted: db \(affinity, g-2\), db \(affinity, g-3\)$/],
  ])("are refused as %s, and the refusal names what there is", async (serverGroup, problem) => {
    const cloud = grouped({});
    const making = cloud.of("Machine").create!(request({ machineConfig, machineImage, serverGroup }), writing());
    await expect(making).rejects.toMatchObject({ kind: "invalid", message: expect.stringMatching(problem) });
  });

  it("are read with a server, and for a list in one call for all", async () => {
    const cloud = grouped({
      "GET compute /servers/s-1": ok({ server: server({ server_groups: ["g-1"] }) }),
      "GET compute /servers/detail": ok({ servers: [server(), server({ id: "s-2" })] }),
    });
    const machine = cloud.of("Machine");
    const { serverGroup } = machine.extensions!.attributes!;
    const one = (await machine.read(["s-1"], context())).get("s-1");
    expect([serverGroup!.read(one), cloud.lines()]).toEqual(["g-1", ["GET compute /servers/s-1"]]);
    const listed = await gather(machine.list({}, context()));
    expect(listed.map((native) => serverGroup!.read(native))).toEqual(["g-1", undefined]);
    expect(cloud.lines().slice(1)).toEqual(["GET compute /servers/detail", GROUPS]);
  });

  it("cost nothing, and are not there, where the settings do not ask for them", async () => {
    const cloud = scripted({ "GET compute /servers/detail": ok({ servers: [server()] }) });
    const machine = cloud.of("Machine");
    const [native] = await gather(machine.list({}, context()));
    expect([machine.extensions!.attributes, shown(machine, native).state, cloud.lines().length]).toEqual([{}, "STARTED", 1]);
  });
});
