import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { answered, context, request, scripted, shown, writing } from "./testing.js";

const images = (...items: readonly string[]): string =>
  answered(
    "DescribeImages",
    `<imagesSet>${items.map((item) => `<item><imageState>available</imageState>${item}</item>`).join("")}</imagesSet>`,
  );
const tagged = (tags: Readonly<Record<string, string>>): string =>
  `<tagSet>${Object.entries(tags)
    .map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`)
    .join("")}</tagSet>`;
const instances = (content: string): string =>
  answered("DescribeInstances", `<reservationSet><item><instancesSet>${content}</instancesSet></item></reservationSet>`);
const stopped = (more = ""): string =>
  `<item><instanceId>i-1</instanceId><instanceState><name>stopped</name></instanceState>${more}</item>`;

describe("images of EC2", () => {
  it("are the account's own, and those of configured owners by name", async () => {
    const answer = ({ form }: { form: Readonly<Record<string, string>> }) =>
      images(`<imageId>${form["Owner.1"] === "self" ? "ami-1" : "ami-2"}</imageId><name>x</name>`);
    const ec2 = await scripted(
      { DescribeImages: answer },
      { "images.owners": ["self", "amazon"], "images.names": ["al2023-ami-*"] },
    );
    const image = ec2.of("MachineImage");
    const all = await gather(image.list({}, context()));
    expect(all.map((native) => [image.identify(native).id, image.deletable!(native)])).toEqual([
      ["ami-1", true],
      ["ami-2", false],
    ]);
    expect(ec2.forms("DescribeImages")[0]).not.toHaveProperty("Filter.1.Name");
    expect(ec2.forms("DescribeImages")[1]).toMatchObject({
      "Owner.1": "amazon",
      "Filter.1.Name": "name",
      "Filter.1.Value.1": "al2023-ami-*",
    });
  });

  it("show the native name and description where they were not made here", async () => {
    const ec2 = await scripted({
      DescribeImages: images(
        "<imageId>ami-1</imageId><name>debian-12</name><description>Debian</description><creationDate>2026-01-01T00:00:00.000Z</creationDate>",
      ),
    });
    const image = ec2.of("MachineImage");
    expect(shown(image, (await image.read(["ami-1"], context())).get("ami-1"))).toEqual({
      name: "debian-12",
      description: "Debian",
      created: "2026-01-01T00:00:00.000Z",
      state: "AVAILABLE",
      type: "IMAGE",
      imageLocation: "arn:aws:ec2:eu-west-1::image/ami-1",
      nativeId: "ami-1",
      location: "eu-west-1",
    });
  });

  it("name the snapshot before them as long as it is there, in one more call for all; none where it was just seen (5.10.1)", async () => {
    const linked = (id: string, related: string) =>
      `<imageId>${id}</imageId>${tagged({ "cimi-type": "SNAPSHOT", "cimi-related": related })}`;
    const ec2 = await scripted({
      DescribeImages: ({ form }) =>
        form["Filter.1.Name"] === "image-id"
          ? images("<imageId>ami-0</imageId>")
          : images(linked("ami-1", "ami-0"), linked("ami-2", "ami-1"), linked("ami-3", "ami-gone")),
    });
    const image = ec2.of("MachineImage");
    const all = await gather(image.list({}, context()));
    expect(all.map((native) => shown(image, native).relatedImage)).toEqual([
      reference("MachineImage", "ami-0"),
      reference("MachineImage", "ami-1"),
      undefined,
    ]);
    expect(ec2.forms("DescribeImages")).toHaveLength(2);
    expect(ec2.forms("DescribeImages")[1]).toMatchObject({ "Filter.1.Value.1": "ami-0", "Filter.1.Value.2": "ami-gone" });
  });

  it("are never partial snapshots, and nothing is sent for one (Table 21)", async () => {
    const ec2 = await scripted({});
    const run = ec2.of("Machine").operations!.snapshot!.run;
    const creates = request<"MachineImage">({ type: "PARTIAL_SNAPSHOT" });
    await expect(run("i-1", { creates }, writing())).rejects.toThrow("EC2 makes no PARTIAL_SNAPSHOT");
    expect(ec2.calls).toEqual([]);
  });

  it("know their CIMI id by the tag, or by the name where a back end lost the tag", async () => {
    const ec2 = await scripted({
      DescribeImages: images(
        `<imageId>ami-1</imageId>${tagged({ "cimi-op": "id-1" })}`,
        "<imageId>ami-2</imageId><name>cimi-id-2</name>",
      ),
    });
    const image = ec2.of("MachineImage");
    const all = await gather(image.list({}, context()));
    expect(all.map((native) => image.identify(native).marker)).toEqual(["id-1", "id-2"]);
    expect(all.map((native) => shown(image, native).name)).toEqual([undefined, undefined]);
  });
});

describe("capture and snapshot", () => {
  const CREATE = answered("CreateImage", "<imageId>ami-9</imageId>");
  const creates = request<"MachineImage">({}, { name: "golden" });

  it("never reboot, leave Volumes out, and mark the image in the same call", async () => {
    const mapping =
      "<blockDeviceMapping><item><deviceName>/dev/sdf</deviceName><ebs><volumeId>vol-1</volumeId><deleteOnTermination>false</deleteOnTermination></ebs></item></blockDeviceMapping>";
    const ec2 = await scripted({ DescribeInstances: instances(stopped(mapping)), CreateImage: CREATE });
    expect(await ec2.of("Machine").operations!.capture!.run("i-1", { creates }, writing())).toEqual({
      id: "ami-9",
      requestId: "req-1",
    });
    expect(ec2.forms("CreateImage")[0]).toMatchObject({
      InstanceId: "i-1",
      Name: "cimi-id-1",
      NoReboot: "true",
      "BlockDeviceMapping.1.DeviceName": "/dev/sdf",
      "BlockDeviceMapping.1.NoDevice": "",
      "TagSpecification.1.ResourceType": "image",
      "TagSpecification.1.Tag.1.Value": "id-1",
    });
  });

  it("an interrupted one is found by its name", async () => {
    const ec2 = await scripted({ DescribeImages: images("<imageId>ami-9</imageId>") });
    expect(await ec2.of("Machine").operations!.capture!.run("i-1", { creates }, writing(["create"]))).toEqual({ id: "ami-9" });
    expect(ec2.forms("DescribeImages")[0]).toMatchObject({ "Filter.1.Name": "name", "Filter.1.Value.1": "cimi-id-1" });
  });

  it("a SNAPSHOT refers to the one before, and the machine to the latest (Table 21)", async () => {
    const ec2 = await scripted({
      DescribeInstances: instances(stopped(tagged({ "cimi-snapshot": "ami-8" }))),
      CreateImage: CREATE,
      CreateTags: answered("CreateTags"),
    });
    await ec2.of("Machine").operations!.snapshot!.run("i-1", { creates }, writing());
    const form = ec2.forms("CreateImage")[0]!;
    expect([form["TagSpecification.1.Tag.2.Value"], form["TagSpecification.1.Tag.3.Value"]]).toEqual(["SNAPSHOT", "ami-8"]);
    expect(ec2.forms("CreateTags")[0]).toMatchObject({
      "ResourceId.1": "i-1",
      "Tag.1.Key": "cimi-snapshot",
      "Tag.1.Value": "ami-9",
    });
  });

  it("the snapshots of a machine are its own only", async () => {
    const ec2 = await scripted({ DescribeImages: images() });
    await gather(ec2.of("MachineImage").list({ parent: "i-1" }, context()));
    expect(ec2.forms("DescribeImages")[0]).toMatchObject({
      "Filter.1.Name": "source-instance-id",
      "Filter.1.Value.1": "i-1",
      "Filter.2.Value.1": "SNAPSHOT",
    });
  });

  it("the snapshots of many machines are one call", async () => {
    const own = "<imageId>ami-2</imageId><sourceInstanceId>i-2</sourceInstanceId>";
    const ec2 = await scripted({ DescribeImages: images(own) });
    const within = await ec2.of("MachineImage").listWithin!(["i-1", "i-2"], context(), new Map());
    expect([...within].map(([machine, all]) => [machine, all.length])).toEqual([["i-2", 1]]);
    expect(ec2.forms("DescribeImages")).toHaveLength(1);
  });
});

describe("an image that is deleted", () => {
  it("takes its own data along, and what referred to it refers to the one before (Table 21)", async () => {
    const own = `<imageId>ami-2</imageId><sourceInstanceId>i-1</sourceInstanceId>${tagged({ "cimi-op": "id-1", "cimi-type": "SNAPSHOT", "cimi-related": "ami-1" })}`;
    const answer = ({ form }: { form: Readonly<Record<string, string>> }) =>
      form["Filter.1.Name"] === "tag:cimi-related" ? images("<imageId>ami-3</imageId>") : images(own);
    const ec2 = await scripted({
      DescribeImages: answer,
      DescribeInstances: instances(stopped()),
      CreateTags: answered("CreateTags"),
      DeregisterImage: answered("DeregisterImage"),
    });
    await ec2.of("MachineImage").delete!("ami-2", writing());
    expect(ec2.forms("CreateTags").map((form) => [form["ResourceId.1"], form["Tag.1.Key"], form["Tag.1.Value"]])).toEqual([
      ["i-1", "cimi-snapshot", "ami-1"],
      ["ami-3", "cimi-related", "ami-1"],
    ]);
    expect(ec2.forms("DeregisterImage")[0]).toMatchObject({ ImageId: "ami-2", DeleteAssociatedSnapshots: "true" });
  });

  it("leaves data alone that others may use: a registered snapshot, an image not made here", async () => {
    const ec2 = await scripted({
      DescribeImages: images(`<imageId>ami-2</imageId>${tagged({ "cimi-op": "id-1" })}`),
      DeregisterImage: answered("DeregisterImage"),
    });
    await ec2.of("MachineImage").delete!("ami-2", writing());
    expect(ec2.forms("DeregisterImage")[0]).not.toHaveProperty("DeleteAssociatedSnapshots");
  });
});

describe("an image made from a native URI", () => {
  const make = async (imageLocation: string, more: object = {}) => {
    const answers = {
      CopyImage: answered("CopyImage", "<imageId>ami-9</imageId>"),
      RegisterImage: answered("RegisterImage", "<imageId>ami-9</imageId>"),
    };
    const ec2 = await scripted(answers);
    await ec2.of("MachineImage").create!(request({ imageLocation, ...more }), writing());
    return ec2.calls[0]!;
  };

  it.each([
    [
      "arn:aws:ec2:us-east-1::image/ami-0a",
      "CopyImage",
      { SourceImageId: "ami-0a", SourceRegion: "us-east-1", ClientToken: "token-create", Name: "cimi-id-1" },
    ],
    [
      "arn:aws:ec2:eu-west-1:123456789012:snapshot/snap-0a",
      "RegisterImage",
      { Architecture: "x86_64", "BlockDeviceMapping.1.Ebs.SnapshotId": "snap-0a", Name: "cimi-id-1" },
    ],
    [
      "arn:aws:ec2:eu-west-1::snapshot/snap-0a?architecture=arm64",
      "RegisterImage",
      { Architecture: "arm64", RootDeviceName: "/dev/sda1" },
    ],
    ["s3://bucket/path/image.manifest.xml", "RegisterImage", { ImageLocation: "bucket/path/image.manifest.xml" }],
  ])("%s is %s", async (location, action, form) => {
    const call = await make(location);
    expect(call.action).toBe(action);
    expect(call.form).toMatchObject({ ...form, "TagSpecification.1.Tag.1.Value": "id-1" });
  });

  it.each([
    ["http://example.com/disk.vmdk", {}, /not understood; it may be a machine or arn:aws/],
    ["ami-0a", {}, /not understood/],
    ["arn:aws:ec2:us-east-1::snapshot/snap-0a", {}, /is in us-east-1/],
    ["arn:aws:ec2:eu-west-1::image/ami-0a", { type: "SNAPSHOT" }, /made of a machine/],
  ])("%s %j is refused", async (location, more, message) => expect(make(location, more)).rejects.toThrow(message));
});

describe("restore", () => {
  const machine = (native: string, root: string): string =>
    instances(`<item><instanceId>i-1</instanceId><instanceState><name>${native}</name></instanceState><rootDeviceName>/dev/xvda</rootDeviceName>
      <placement><availabilityZone>eu-west-1b</availabilityZone></placement><blockDeviceMapping>
      <item><deviceName>/dev/xvda</deviceName><ebs><volumeId>${root}</volumeId><deleteOnTermination>true</deleteOnTermination></ebs></item>
      <item><deviceName>/dev/sdf</deviceName><ebs><volumeId>vol-data</volumeId><deleteOnTermination>false</deleteOnTermination></ebs></item></blockDeviceMapping></item>`);
  const image = (type: string): string =>
    images(`<imageId>ami-1</imageId><rootDeviceName>/dev/sda1</rootDeviceName>${tagged({ "cimi-type": type })}<blockDeviceMapping>
      <item><deviceName>/dev/sda1</deviceName><ebs><snapshotId>snap-1</snapshotId><volumeType>gp3</volumeType></ebs></item>
      <item><deviceName>/dev/sdf</deviceName><ebs><snapshotId>snap-2</snapshotId></ebs></item></blockDeviceMapping>`);
  const restore = async (native: string, type: string, answers: object = {}) => {
    const plain = ["StopInstances", "StartInstances", "DetachVolume", "ModifyInstanceAttribute", "DeleteVolume", "CreateTags"];
    let root = "vol-old";
    const ec2 = await scripted({
      DescribeInstances: () => machine(native, root),
      AttachVolume: ({ form }: { form: Readonly<Record<string, string>> }) => {
        root = form.VolumeId!;
        return answered("AttachVolume");
      },
      DescribeVolumes: answered(
        "DescribeVolumes",
        "<volumeSet><item><volumeId>vol-new</volumeId><status>in-use</status><attachmentSet><item><instanceId>i-1</instanceId><status>attached</status></item></attachmentSet></item></volumeSet>",
      ),
      DescribeImages: image(type),
      CreateVolume: answered("CreateVolume", "<volumeId>vol-new</volumeId>"),
      ...Object.fromEntries(plain.map((action) => [action, answered(action)])),
      ...answers,
    });
    const course = writing();
    const run = ec2.of("Machine").operations!.restore!.run("i-1", { image: reference("MachineImage", "ami-1") }, course);
    return { ec2, course, run };
  };
  const writes = (calls: readonly { readonly action: string }[]) =>
    calls.map(({ action }) => action).filter((action) => !action.startsWith("Describe"));

  it("gives the root another volume while the machine is stopped, and starts it again; Volumes stay", async () => {
    const { ec2, course, run } = await restore("running", "IMAGE");
    await run;
    expect(writes(ec2.calls)).toEqual([
      "StopInstances",
      "CreateVolume",
      "DetachVolume",
      "AttachVolume",
      "ModifyInstanceAttribute",
      "StartInstances",
      "DeleteVolume",
    ]);
    expect(ec2.forms("CreateVolume")[0]).toMatchObject({
      SnapshotId: "snap-1",
      AvailabilityZone: "eu-west-1b",
      ClientToken: "token-volume /dev/xvda",
    });
    expect(ec2.forms("DetachVolume")[0]).toMatchObject({ VolumeId: "vol-old" });
    expect(ec2.forms("AttachVolume")[0]).toMatchObject({ VolumeId: "vol-new", Device: "/dev/xvda" });
    expect(ec2.forms("ModifyInstanceAttribute")[0]).toMatchObject({
      "BlockDeviceMapping.1.DeviceName": "/dev/xvda",
      "BlockDeviceMapping.1.Ebs.DeleteOnTermination": "true",
    });
    expect(ec2.forms("DeleteVolume")[0]).toMatchObject({ VolumeId: "vol-old" });
    expect(course.course).toEqual([
      "plan",
      "stop",
      "Machine i-1 STOPPED",
      "volume /dev/xvda",
      "Volume vol-new AVAILABLE",
      "detach /dev/xvda",
      "Volume vol-old AVAILABLE",
      "attach /dev/xvda",
      "keep /dev/xvda",
      "start",
      "delete vol-old",
    ]);
  });

  it("of a SNAPSHOT leaves the machine stopped, as it was when the snapshot was taken (5.14.1.2)", async () => {
    const { ec2, run } = await restore("running", "SNAPSHOT");
    await run;
    expect(writes(ec2.calls)).not.toContain("StartInstances");
    expect(ec2.forms("CreateTags")[0]).toMatchObject({
      "ResourceId.1": "i-1",
      "Tag.1.Key": "cimi-snapshot",
      "Tag.1.Value": "ami-1",
    });
  });

  it("that fails half way gives the machine its old root back and starts it", async () => {
    const { ec2, course, run } = await restore("running", "IMAGE");
    await run;
    ec2.calls.length = 0;
    await course.undo();
    const written = ec2.calls.filter(({ action }) => !action.startsWith("Describe"));
    expect(written.map(({ action, form }) => [action, form.VolumeId])).toEqual([
      ["DetachVolume", "vol-new"],
      ["AttachVolume", "vol-old"],
      ["ModifyInstanceAttribute", undefined],
      ["DeleteVolume", "vol-new"],
      ["StartInstances", undefined],
    ]);
  });

  it("is refused without an image that exists", async () => {
    const { ec2, run } = await restore("stopped", "IMAGE", { DescribeImages: images() });
    await expect(run).rejects.toMatchObject({ kind: "notFound" });
    expect(writes(ec2.calls)).toEqual([]);
  });
});
