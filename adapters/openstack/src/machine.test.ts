import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { context, ok, refused, request, scripted, server, shown, writing } from "./testing.js";

const SAMPLES = resolve(process.env.CIMI_REFERENCE ?? "../shared", "provider-specs/openstack/nova-api_samples/servers");
const recorded = existsSync(SAMPLES) ? it : it.skip;
const reason = existsSync(SAMPLES) ? "" : " (skipped: CIMI_REFERENCE names no folder with provider-specs)";

const SERVERS = "GET compute /servers/detail";
const SERVER = "GET compute /servers/s-1";
const CREATE = "POST compute /servers";
const ACTION = "POST compute /servers/s-1/action";

const TEMPLATE = {
  machineConfig: reference("MachineConfiguration", "1"),
  machineImage: reference("MachineImage", "i-1"),
};
const made = ok({ server: { id: "s-1", adminPass: "seekr3t", links: [] } }, 202);
const volumeOf = (id: string, bootable = "false") => ({ [`GET volume /volumes/${id}`]: ok({ volume: { id, bootable } }) });
const inState = (more: object) => ({ [SERVER]: ok({ server: server(more) }), [ACTION]: ok("", 202) });

describe("machines of OpenStack", () => {
  recorded(`are read of a page in one call, as Nova's documentation prints it${reason}`, async () => {
    const page = JSON.parse(readFileSync(resolve(SAMPLES, "v2.90/servers-details-resp.json"), "utf8")) as object;
    const cloud = scripted({ [SERVERS]: ok({ ...page, servers_links: undefined }) });
    const machine = cloud.of("Machine");
    const [native] = await gather(machine.list({}, context()));
    expect(shown(machine, native)).toMatchObject({
      name: "new-server-test",
      state: "STARTED",
      cpu: 1,
      memory: 524288,
      cpuArch: "x86_64",
      location: "nova",
    });
    expect(cloud.lines()).toEqual([SERVERS]);
  });

  it("are made by one call with marker, name, description and properties, and its password is kept nowhere", async () => {
    const networks = ok({ networks: [{ id: "n-1", name: "private" }] });
    const settings = { networks: ["private"], "scope.tags": { team: "web" } };
    const ports = ok({ ports: [{ id: "p-1", device_id: "s-1", tags: [] }] });
    const cloud = scripted(
      {
        [CREATE]: made,
        "GET network /networks": networks,
        "GET network /ports": ports,
        "PUT network /ports/p-1/tags": ok({ tags: [] }),
      },
      settings,
    );
    const more = { name: "web", description: "a server", properties: { colour: "blue" }, location: "az-2" };
    const template = { ...TEMPLATE, userData: "aGk=", credential: reference("Credential", "cimi-k") };
    const accepted = await cloud.of("Machine").create!(request(template, more), writing());
    expect(accepted).toEqual({ id: "s-1", requestId: "req-1", handle: "s-1/req-1" });
    expect(cloud.bodies("PUT network /ports/p-1/tags")).toEqual([{ tags: ["team=web"] }]);
    expect(cloud.bodies(CREATE)).toEqual([
      {
        server: {
          name: "web",
          description: "a server",
          metadata: { "cimi-op": "id-1", colour: "blue", "cimi-properties": '["colour"]', team: "web" },
          imageRef: "i-1",
          flavorRef: "1",
          networks: [{ uuid: "n-1" }],
          availability_zone: "az-2",
          key_name: "cimi-k",
          user_data: "aGk=",
        },
      },
    ]);
  });

  it("have volumes from the start, which outlive them, beside the root", async () => {
    const cloud = scripted({ [CREATE]: made, ...volumeOf("v-1") });
    const volumes = [{ volume: reference("Volume", "v-1"), initialLocation: "/dev/vdb" }];
    await cloud.of("Machine").create!(request({ ...TEMPLATE, volumes }), writing());
    expect(cloud.bodies(CREATE)).toMatchObject([
      {
        server: {
          name: "cimi-id-1",
          networks: "auto",
          block_device_mapping_v2: [
            { uuid: "i-1", source_type: "image", destination_type: "local", boot_index: 0, delete_on_termination: true },
            { uuid: "v-1", source_type: "volume", boot_index: -1, delete_on_termination: false, device_name: "/dev/vdb" },
          ],
        },
      },
    ]);
  });

  it.each([
    [[], /there is no network "private"/],
    [
      [
        { id: "n-1", name: "private" },
        { id: "n-2", name: "private" },
      ],
      /2 networks are called "private"/,
    ],
  ])("are not put into networks that nothing tells apart: %j", async (networks, problem) => {
    const cloud = scripted({ "GET network /networks": ok({ networks }) }, { networks: ["private"] });
    await expect(cloud.of("Machine").create!(request(TEMPLATE), writing())).rejects.toThrow(problem);
  });

  it("are found by their marker after an interruption, and not made twice (RELIABILITY, A9)", async () => {
    const marked = server({ id: "s-7", metadata: { "cimi-op": "id-1" } });
    const cloud = scripted({ [SERVERS]: ok({ servers: [server(), marked] }) });
    expect(await cloud.of("Machine").create!(request(TEMPLATE), writing(["create"]))).toEqual({ id: "s-7" });
    expect(cloud.lines()).toEqual([SERVERS]);
  });

  it("end as the template says, and are taken back when that fails", async () => {
    const cloud = scripted({ [CREATE]: made, [ACTION]: ok("", 202), "DELETE compute /servers/s-1": ok("", 204) });
    const course = writing();
    await cloud.of("Machine").create!(request({ ...TEMPLATE, initialState: "SUSPENDED" }), course);
    expect(course.course).toEqual(["create", "Machine s-1 STARTED", "suspend"]);
    expect(cloud.bodies(ACTION)).toEqual([{ suspend: null }]);
    await course.undo();
    expect(cloud.lines().at(-1)).toBe("DELETE compute /servers/s-1");
  });

  it("outside the scope do not exist", async () => {
    const outside = server({ metadata: { team: "db" } });
    const cloud = scripted(
      { [SERVERS]: ok({ servers: [outside] }), [SERVER]: ok({ server: outside }) },
      { "scope.tags": { team: "web" } },
    );
    const machine = cloud.of("Machine");
    expect(await gather(machine.list({}, context()))).toEqual([]);
    expect((await machine.read(["s-1"], context())).size).toBe(0);
    await expect(machine.update!("s-1", { name: "x" }, writing())).rejects.toMatchObject({ kind: "notFound" });
  });

  it("are read one by one where they are few, and with the list where they are many", async () => {
    const all = ["s-1", "s-2", "s-3", "s-4"];
    const cloud = scripted({ [SERVER]: ok({ server: server() }), [SERVERS]: ok({ servers: all.map((id) => server({ id })) }) });
    expect([...(await cloud.of("Machine").read(["s-1"], context())).keys()]).toEqual(["s-1"]);
    expect([...(await cloud.of("Machine").read(all, context())).keys()]).toEqual(all);
    expect(cloud.lines()).toEqual([SERVER, SERVERS]);
  });
});

describe("operations on machines of OpenStack", () => {
  const run = async (
    operation: "start" | "stop" | "restart" | "pause" | "suspend",
    state: object,
    input: object = {},
    found: string[] = [],
  ) => {
    const cloud = scripted(inState(state));
    const course = writing(found);
    await cloud.of("Machine").operations![operation]!.run("s-1", input, course);
    return { actions: cloud.bodies(ACTION), course: course.course };
  };

  it.each([
    ["start", "SHUTOFF", {}, { "os-start": null }],
    ["start", "PAUSED", {}, { unpause: null }],
    ["start", "SUSPENDED", {}, { resume: null }],
    ["start", "SHELVED_OFFLOADED", {}, { unshelve: null }],
    ["stop", "ACTIVE", {}, { "os-stop": null }],
    ["pause", "ACTIVE", {}, { pause: null }],
    ["suspend", "ACTIVE", {}, { suspend: null }],
    ["restart", "ACTIVE", {}, { reboot: { type: "SOFT" } }],
    ["restart", "ACTIVE", { force: true }, { reboot: { type: "HARD" } }],
    ["restart", "SHUTOFF", {}, { "os-start": null }],
  ] as const)("%s of one that is %s (%j) is %j", async (operation, status, input, action) => {
    expect((await run(operation, { status }, input)).actions).toEqual([action]);
  });

  it("stop of a paused one starts it first, as Nova stops what is active", async () => {
    const { actions, course } = await run("stop", { status: "PAUSED" });
    expect(actions).toEqual([{ unpause: null }, { "os-stop": null }]);
    expect(course).toEqual(["state", "way", "start", "Machine s-1 STARTED", "stop"]);
  });

  it.each([
    ["stop", { status: "SHUTOFF" }],
    ["stop", { status: "ACTIVE", "OS-EXT-STS:task_state": "powering-off" }],
    ["pause", { status: "PAUSED" }],
    ["suspend", { status: "ACTIVE", "OS-EXT-STS:task_state": "suspending" }],
  ] as const)("%s is not sent again to one that it has reached: %j", async (operation, state) => {
    expect((await run(operation, state, {}, [operation])).actions).toEqual([]);
  });

  it("are offered as Nova takes them, and none on a locked one", async () => {
    const offered = async (more: object) => {
      const cloud = scripted(inState(more));
      const native = (await cloud.of("Machine").read(["s-1"], context())).get("s-1");
      const operations = Object.entries(cloud.of("Machine").operations ?? {});
      return operations.filter(([, action]) => action.available?.(native) ?? true).map(([name]) => name);
    };
    expect(await offered({ status: "ACTIVE" })).toEqual(["stop", "restart", "pause", "suspend", "capture", "restore"]);
    expect(await offered({ status: "SHUTOFF" })).toEqual(["start", "restart", "capture", "snapshot", "restore"]);
    expect(await offered({ status: "SHUTOFF", image: "" })).toEqual(["start", "restart", "capture"]);
    expect(await offered({ status: "ACTIVE", locked: true })).toEqual([]);
  });
});

/** As Nova tells of an action that it accepted and could not carry out. */
const FAILED = {
  action: "resize",
  message: "Error",
  events: [
    { event: "cold_migrate", result: "Error", details: "No valid host was found." },
    { event: "conductor_migrate_server", result: "Success", details: null },
  ],
};

describe("how far actions on machines of OpenStack are", () => {
  const poll = async (state: object, instanceAction?: object) => {
    const log = instanceAction ? ok({ instanceAction }) : refused(404, "itemNotFound");
    const cloud = scripted({ ...inState(state), "GET compute /servers/s-1/os-instance-actions/req-1": log });
    const progress = (await cloud.of("Machine").poll!(["s-1/req-1"], context())).get("s-1/req-1")!;
    return { ...progress, calls: cloud.lines().length };
  };

  it("is told by their task, and asked for once it is over", async () => {
    expect(await poll({ "OS-EXT-STS:task_state": "powering-off" })).toEqual({ done: false, calls: 1 });
    expect(await poll({ status: "BUILD" })).toEqual({ done: false, calls: 1 });
    expect(await poll({}, { action: "stop", message: null })).toEqual({ done: true, calls: 2 });
    expect(await poll({})).toEqual({ done: true, calls: 2 });
  });

  it("is told with what failed, where the cloud keeps the reason to itself", async () => {
    const events = FAILED.events.map(({ event, result }) => ({ event, result }));
    const told = (await poll({}, { ...FAILED, events })).error;
    expect(told).toMatchObject({ message: expect.stringContaining("Error in cold_migrate, of which the cloud tells no more") });
    expect((await poll({}, { message: "Error" })).error).toMatchObject({ message: expect.stringMatching(/: Error$/) });
  });

  it("is told with the reason, where they were accepted and then failed", async () => {
    const error = { kind: "unavailable", requestId: "req-1", message: expect.stringContaining("No valid host was found.") };
    expect(await poll({}, FAILED)).toMatchObject({ done: true, error });
    expect(await poll({ status: "ERROR", fault: { message: "No valid host was found." } })).toMatchObject({ done: true, error });
  });
});

describe("updates of machines of OpenStack", () => {
  const FLAVORS = ok({
    flavors: [
      { id: "1", name: "m1.tiny", vcpus: 1, ram: 512, disk: 1 },
      { id: "2", name: "m1.small", vcpus: 1, ram: 2048, disk: 20 },
      { id: "3", name: "m1.wide", vcpus: 1, ram: 2048, disk: 1 },
    ],
  });

  it("change name and description in one call, and of the metadata only what differs", async () => {
    const metadata = { "cimi-op": "id-1", "cimi-properties": '["a","b"]', a: "1", b: "2", foreign: "x" };
    const cloud = scripted({
      [SERVER]: ok({ server: server({ metadata }) }),
      "PUT compute /servers/s-1": ok({ server: {} }),
      "POST compute /servers/s-1/metadata": ok({ metadata: {} }),
      "DELETE compute /servers/s-1/metadata/a": ok("", 204),
    });
    const changes = { name: null, description: "x".repeat(256), properties: { b: "2" } };
    const accepted = await cloud.of("Machine").update!("s-1", changes, writing());
    expect(accepted.overlay).toEqual({ name: null, description: "x".repeat(256), properties: null });
    expect(cloud.calls.slice(1).map(({ line, body }) => [line, body])).toEqual([
      ["PUT compute /servers/s-1", { server: { name: "cimi-id-1" } }],
      ["POST compute /servers/s-1/metadata", { metadata: { "cimi-properties": '["b"]' } }],
      ["DELETE compute /servers/s-1/metadata/a", undefined],
    ]);
  });

  it("of cpu and memory resize to the flavor with the same disk, and confirm", async () => {
    const statuses = ["ACTIVE", "VERIFY_RESIZE", "VERIFY_RESIZE", "ACTIVE"];
    const cloud = scripted({
      [SERVER]: () => ok({ server: server({ status: statuses.shift() }) }),
      "GET compute /flavors/detail": FLAVORS,
      [ACTION]: ok("", 202),
    });
    const course = writing();
    await cloud.of("Machine").update!("s-1", { memory: 2097152 }, course);
    expect(cloud.bodies(ACTION)).toEqual([{ resize: { flavorRef: "3" } }, { confirmResize: null }]);
    expect(course.course).toEqual(["flavor", "resize", "Machine s-1 STARTED|STOPPED", "confirm", "confirmed"]);
    expect(statuses).toEqual([]);
  });

  it("say why Nova did not resize, as its log of actions tells", async () => {
    const cloud = scripted({
      [SERVER]: ok({ server: server({ status: "ACTIVE" }) }),
      "GET compute /flavors/detail": FLAVORS,
      [ACTION]: ok("", 202),
      "GET compute /servers/s-1/os-instance-actions/req-1": ok({ instanceAction: FAILED }),
    });
    await expect(cloud.of("Machine").update!("s-1", { memory: 2097152 }, writing())).rejects.toMatchObject({
      kind: "unavailable",
      requestId: "req-1",
      message: expect.stringContaining("No valid host was found."),
    });
  });

  it.each([
    ["m1.tiny", 512, "No valid host was found."],
    ["m1.small", 2048, undefined],
  ])(
    "that were interrupted before the confirmation have failed where the server is an %s still",
    async (original_name, ram, failure) => {
      const flavor = { vcpus: 1, ram, disk: 1, ephemeral: 0, original_name };
      const sizes = [{ ...flavor, ram: 512, original_name: "m1.tiny" }];
      const cloud = scripted({
        [SERVER]: () => ok({ server: server({ flavor: sizes.shift() ?? flavor }) }),
        "GET compute /flavors/detail": FLAVORS,
        "GET compute /flavors/3": ok({ flavor: { id: "3", name: "m1.small", vcpus: 1, ram: 2048, disk: 1 } }),
        [ACTION]: ok("", 202),
        "GET compute /servers/s-1/os-instance-actions/req-1": ok({ instanceAction: FAILED }),
      });
      const update = cloud.of("Machine").update!("s-1", { memory: 2097152 }, writing(["confirm"]));
      if (failure === undefined) expect(await update).toMatchObject({ id: "s-1" });
      else await expect(update).rejects.toThrow(failure);
      expect(cloud.bodies(ACTION)).toEqual([{ resize: { flavorRef: "3" } }]);
    },
  );

  it("to sizes that no flavor has are refused, with what is near", async () => {
    const cloud = scripted({ [SERVER]: ok({ server: server() }), "GET compute /flavors/detail": FLAVORS });
    await expect(cloud.of("Machine").update!("s-1", { cpu: 3 }, writing())).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/no flavor with cpu 3 and memory 524288.*near it are m1\.tiny/),
    });
  });
});
