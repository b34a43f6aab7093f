import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { answered, context, request, scripted, shown, writing } from "./testing.js";

const REPLIES = resolve(process.env.CIMI_REFERENCE ?? "../shared", "provider-specs/fixtures/libcloud/ec2");
const recorded = existsSync(REPLIES) ? it : it.skip;
const reason = existsSync(REPLIES) ? "" : " (skipped: CIMI_REFERENCE names no folder with provider-specs)";
const reply = (name: string): string => readFileSync(resolve(REPLIES, `${name}.xml`), "utf8");

const TYPES = answered(
  "DescribeInstanceTypes",
  `<instanceTypeSet><item><instanceType>m1.small</instanceType><vCpuInfo><defaultVCpus>1</defaultVCpus></vCpuInfo>
   <memoryInfo><sizeInMiB>1740</sizeInMiB></memoryInfo></item></instanceTypeSet>`,
);

const instances = (content: string, id = "i-1"): string =>
  answered(
    "DescribeInstances",
    `<reservationSet><item><instancesSet><item><instanceId>${id}</instanceId>${content}</item></instancesSet></item></reservationSet>`,
  );
const state = (name: string): string => `<instanceState><name>${name}</name></instanceState>`;

describe("machines of EC2", () => {
  recorded(`are read from one call a page and one for their types, which is not repeated${reason}`, async () => {
    const ec2 = await scripted(
      { DescribeInstances: () => reply("describe_instances"), DescribeInstanceTypes: TYPES },
      { cpuSpeeds: { "m1.small": 1700 } },
    );
    const machine = ec2.of("Machine");
    await gather(machine.list({}, context()));
    const [native] = await gather(machine.list({}, context()));
    expect(shown(machine, native)).toMatchObject({
      state: "STOPPED",
      cpu: 1,
      memory: 1781760,
      cpuArch: "x86_64",
      cpuSpeed: 1700,
      created: "2013-04-09T18:01:01.000Z",
      nativeId: "i-4382922a",
      location: "us-east-1d",
    });
    expect(ec2.calls.map(({ action }) => action)).toEqual(["DescribeInstances", "DescribeInstanceTypes", "DescribeInstances"]);
    expect(ec2.forms("DescribeInstances")[0]).toEqual({ MaxResults: "1000", Version: "2016-11-15" });
  });

  it("name their latest snapshot as long as it is there (5.10.1, Table 16)", async () => {
    const tag = "<tagSet><item><key>cimi-snapshot</key><value>ami-1</value></item></tagSet>";
    const latest = async (listed: string) => {
      const ec2 = await scripted({
        DescribeInstances: instances(state("stopped") + tag),
        DescribeInstanceTypes: TYPES,
        DescribeImages: answered("DescribeImages", `<imagesSet>${listed}</imagesSet>`),
      });
      const machine = ec2.of("Machine");
      return shown(machine, (await machine.read(["i-1"], context())).get("i-1")).latestSnapshot;
    };
    expect(await latest("<item><imageId>ami-1</imageId><imageState>available</imageState></item>")).toEqual(
      reference("MachineImage", "ami-1"),
    );
    expect(await latest("")).toBeUndefined();
  });

  it("that are terminated are gone", async () => {
    const ec2 = await scripted({ DescribeInstances: instances(state("terminated")) });
    expect(await ec2.of("Machine").read(["i-1"], context())).toEqual(new Map());
  });

  it("are read by a filter, 200 at a time, so that one that is missing does not hide the others", async () => {
    const ec2 = await scripted({ DescribeInstances: instances(state("running")), DescribeInstanceTypes: TYPES });
    const ids = Array.from({ length: 201 }, (_, index) => `i-${index}`);
    expect([...(await ec2.of("Machine").read(ids, context())).keys()]).toEqual(["i-1"]);
    const [first, second] = ec2.forms("DescribeInstances");
    expect(first).toMatchObject({ "Filter.1.Name": "instance-id", "Filter.1.Value.200": "i-199" });
    expect(second).toMatchObject({ "Filter.1.Value.1": "i-200" });
  });

  it("follow the native pages", async () => {
    const page = (id: string, token: string) =>
      instances(state("running"), id).replace("</DescribeInstancesResponse>", `${token}</DescribeInstancesResponse>`);
    const answer = ({ form }: { form: Readonly<Record<string, string>> }) =>
      form.NextToken ? page("i-2", "") : page("i-1", "<nextToken>more</nextToken>");
    const ec2 = await scripted({ DescribeInstances: answer, DescribeInstanceTypes: TYPES });
    const machine = ec2.of("Machine");
    const all = await gather(machine.list({}, context()));
    expect(all.map((native) => machine.identify(native).id)).toEqual(["i-1", "i-2"]);
  });
});

describe("a new machine", () => {
  const RUN = answered("RunInstances", "<instancesSet><item><instanceId>i-1</instanceId></item></instancesSet>");
  const hardware = {
    machineConfig: reference("MachineConfiguration", "t3.micro"),
    machineImage: reference("MachineImage", "ami-1"),
  };

  it("is one RunInstances with token, marker and tags (RELIABILITY.md, A1 and A2)", async () => {
    const ec2 = await scripted({ RunInstances: RUN, DescribeInstanceTypes: TYPES });
    const template = {
      ...hardware,
      credential: reference("Credential", "my key"),
      userData: "aGVsbG8=",
      initialState: "STARTED",
    };
    const course = writing();
    const accepted = await ec2.of("Machine").create!(
      request(template, { name: "web", properties: { a: "1" }, location: "eu-west-1c" }),
      course,
    );
    expect(accepted).toEqual({ id: "i-1", requestId: "req-1" });
    expect(ec2.calls.map(({ action }) => action)).toEqual(["DescribeInstanceTypes", "RunInstances"]);
    expect(ec2.forms("RunInstances")[0]).toMatchObject({
      ClientToken: "token-create",
      ImageId: "ami-1",
      InstanceType: "t3.micro",
      MinCount: "1",
      MaxCount: "1",
      KeyName: "my key",
      UserData: "aGVsbG8=",
      "Placement.AvailabilityZone": "eu-west-1c",
      "TagSpecification.1.ResourceType": "instance",
      "TagSpecification.1.Tag.1.Key": "cimi-op",
      "TagSpecification.1.Tag.1.Value": "id-1",
      "TagSpecification.1.Tag.2.Key": "Name",
      "TagSpecification.1.Tag.2.Value": "web",
    });
    expect(course.course).toEqual(["create"]);
  });

  it("that is to be STOPPED is stopped once it runs, before its volumes are connected", async () => {
    const volumes = answered(
      "DescribeVolumes",
      "<volumeSet><item><volumeId>vol-1</volumeId><availabilityZone>eu-west-1b</availabilityZone><status>available</status></item></volumeSet>",
    );
    const ec2 = await scripted({
      RunInstances: RUN,
      DescribeInstanceTypes: TYPES,
      StopInstances: answered("StopInstances"),
      AttachVolume: answered("AttachVolume"),
      DescribeVolumes: volumes,
      DescribeInstances: instances(state("stopped")),
    });
    const template = { ...hardware, initialState: "STOPPED", volumes: [{ volume: reference("Volume", "vol-1") }] };
    const course = writing();
    await ec2.of("Machine").create!(request(template), course);
    expect(course.course).toEqual([
      "create",
      "Machine i-1 STARTED",
      "stop",
      "Machine i-1 STOPPED",
      "attach vol-1",
      "locatedVolume vol-1 ",
    ]);
    expect(ec2.forms("RunInstances")[0]).toMatchObject({ "Placement.AvailabilityZone": "eu-west-1b" });
    expect(ec2.forms("AttachVolume")[0]).toMatchObject({ InstanceId: "i-1", VolumeId: "vol-1", Device: "/dev/sdf" });
  });

  it("is terminated, and its volumes are detached, when a later step fails", async () => {
    const ec2 = await scripted({
      RunInstances: RUN,
      DescribeInstanceTypes: TYPES,
      TerminateInstances: answered("TerminateInstances"),
    });
    const course = writing();
    await ec2.of("Machine").create!(request(hardware), course);
    await course.undo();
    expect(ec2.forms("TerminateInstances")[0]).toMatchObject({ "InstanceId.1": "i-1" });
  });

  it("is refused outside the region, before any call", async () => {
    const ec2 = await scripted({});
    await expect(ec2.of("Machine").create!(request(hardware, { location: "us-east-1a" }), writing())).rejects.toMatchObject({
      kind: "invalid",
    });
    expect(ec2.calls).toEqual([]);
  });

  it("has an encrypted root with room for its memory, where it is to be suspended", async () => {
    const image = `<imagesSet><item><imageId>ami-1</imageId><imageState>available</imageState><rootDeviceName>/dev/xvda</rootDeviceName>
      <blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeSize>8</volumeSize><snapshotId>snap-1</snapshotId></ebs></item></blockDeviceMapping></item></imagesSet>`;
    const type = TYPES.replace("m1.small", "t3.micro");
    const ec2 = await scripted(
      { RunInstances: RUN, DescribeImages: answered("DescribeImages", image), DescribeInstanceTypes: type },
      { hibernation: true },
    );
    await ec2.of("Machine").create!(request(hardware), writing());
    expect(ec2.forms("RunInstances")[0]).toMatchObject({
      "HibernationOptions.Configured": "true",
      "BlockDeviceMapping.1.DeviceName": "/dev/xvda",
      "BlockDeviceMapping.1.Ebs.VolumeSize": "10",
      "BlockDeviceMapping.1.Ebs.Encrypted": "true",
      "BlockDeviceMapping.1.Ebs.DeleteOnTermination": "true",
    });
  });
});

const HIBERNATING = { hibernation: true };

describe("operations of a machine (5.14.1.2)", () => {
  const run = async (operation: "start" | "stop" | "restart" | "suspend", input: object, native = "running") => {
    const actions = ["StartInstances", "StopInstances", "RebootInstances"];
    const ec2 = await scripted(
      {
        DescribeInstances: instances(state(native)),
        ...Object.fromEntries(actions.map((action) => [action, answered(action)])),
      },
      HIBERNATING,
    );
    const course = writing();
    await ec2.of("Machine").operations![operation]!.run("i-1", input, course);
    return ec2.calls
      .filter(({ action }) => !action.startsWith("Describe"))
      .map(({ action, form }) => [action, form.Force ?? form.Hibernate]);
  };

  it.each([
    ["start", {}, "stopped", [["StartInstances", undefined]]],
    ["stop", {}, "running", [["StopInstances", undefined]]],
    ["stop", { force: true }, "running", [["StopInstances", "true"]]],
    ["suspend", {}, "running", [["StopInstances", "true"]]],
    ["restart", {}, "running", [["RebootInstances", undefined]]],
    ["restart", {}, "stopped", [["StartInstances", undefined]]],
    [
      "restart",
      { force: true },
      "running",
      [
        ["StopInstances", "true"],
        ["StartInstances", undefined],
      ],
    ],
    ["restart", { force: true }, "stopped", [["StartInstances", undefined]]],
  ] as const)("%s %j of a machine that is %s", async (operation, input, native, calls) =>
    expect(await run(operation, input, native)).toEqual(calls),
  );

  it.each([
    ["running", "", { stop: true, suspend: false, snapshot: false, capture: true, restore: true }],
    [
      "running",
      "<hibernationOptions><configured>true</configured></hibernationOptions>",
      { stop: true, suspend: true, snapshot: false, capture: true },
    ],
    ["stopped", "", { stop: true, snapshot: true, capture: true, restore: true }],
    [
      "stopped",
      "<stateReason><code>Client.UserInitiatedHibernate</code></stateReason>",
      { stop: false, snapshot: false, capture: false, restore: false },
    ],
  ])("of a machine that is %s %s", async (native, more, offered) => {
    const ec2 = await scripted({ DescribeInstances: instances(state(native) + more), DescribeInstanceTypes: TYPES }, HIBERNATING);
    const machine = ec2.of("Machine");
    const found = (await machine.read(["i-1"], context())).get("i-1");
    const actions = machine.operations as Record<string, { available?(native: unknown): boolean }>;
    for (const [name, isOffered] of Object.entries(offered))
      expect([name, actions[name]!.available!(found)]).toEqual([name, isOffered]);
  });

  it("has suspend where hibernation is on, never pause, which EC2 lacks, nor connectvolume, which is the locatedVolume's", async () => {
    const always = ["capture", "restart", "restore", "snapshot", "start", "stop"];
    const names = async (settings: object) => Object.keys((await scripted({}, { ...settings })).of("Machine").operations!).sort();
    expect([await names({}), await names(HIBERNATING)]).toEqual([always, [...always, "suspend"]]);
  });
});
