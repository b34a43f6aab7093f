import { gather, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { answered, context, refused, request, scripted, shown, writing } from "./testing.js";

const volumes = (...items: readonly string[]): string =>
  answered("DescribeVolumes", `<volumeSet>${items.map((item) => `<item>${item}</item>`).join("")}</volumeSet>`);
const attached = (id: string, device: string, more: string): string =>
  `<volumeId>${id}</volumeId><status>in-use</status><size>8</size><attachmentSet><item><volumeId>${id}</volumeId><instanceId>i-1</instanceId>
   <device>${device}</device><status>attached</status>${more}</item></attachmentSet>`;
const goes = "<deleteOnTermination>true</deleteOnTermination>";
const stays = "<deleteOnTermination>false</deleteOnTermination>";
const free = (size: number): string =>
  `<volumeId>vol-1</volumeId><status>available</status><size>${size}</size><availabilityZone>eu-west-1a</availabilityZone>`;
const instance = (device: string, volume: string): string =>
  answered(
    "DescribeInstances",
    `<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name></instanceState><rootDeviceName>/dev/xvda</rootDeviceName>
     <blockDeviceMapping><item><deviceName>${device}</deviceName><ebs><volumeId>${volume}</volumeId><status>attached</status><deleteOnTermination>false</deleteOnTermination></ebs></item></blockDeviceMapping>
     </item></instancesSet></item></reservationSet>`,
  );

describe("Disk or Volume, never both (Contract)", () => {
  it("what goes with its machine is a Disk, and no second call is needed to know it", async () => {
    const ec2 = await scripted({
      DescribeVolumes: volumes(attached("vol-d", "/dev/sdf", goes), attached("vol-v", "/dev/sdg", stays), free(1)),
      DescribeInstances: answered("DescribeInstances", "<reservationSet/>"),
    });
    const [volume, disk] = [ec2.of("Volume"), ec2.of("Disk")];
    expect((await gather(volume.list({}, context()))).map((native) => volume.identify(native).id)).toEqual(["vol-v", "vol-1"]);
    expect(ec2.forms("DescribeInstances")).toEqual([]);
    expect((await gather(disk.list({ parent: "i-1" }, context()))).map((native) => disk.identify(native).id)).toEqual(["vol-d"]);
    expect(ec2.forms("DescribeVolumes")[1]).toMatchObject({
      "Filter.1.Name": "attachment.instance-id",
      "Filter.1.Value.1": "i-1",
    });
  });

  it("the Disks of many machines are one call for every 200 of them (DescribeVolumes, Filters)", async () => {
    const ec2 = await scripted({
      DescribeVolumes: volumes(attached("vol-d", "/dev/sdf", goes), attached("vol-v", "/dev/sdg", stays)),
      DescribeInstances: answered("DescribeInstances", "<reservationSet/>"),
    });
    const machines = ["i-1", ...Array.from({ length: 249 }, (_, index) => `i-x${index}`)];
    const within = await ec2.of("Disk").listWithin!(machines.slice(0, 200), context(), new Map());
    expect([...within].map(([machine, disks]) => [machine, disks.map((native) => ec2.of("Disk").identify(native).id)])).toEqual([
      ["i-1", ["vol-d"]],
    ]);
    expect([ec2.forms("DescribeVolumes").length, ec2.forms("DescribeInstances").length]).toEqual([1, 1]);
    await ec2.of("Disk").listWithin!(machines, context(), new Map());
    expect(ec2.forms("DescribeVolumes")).toHaveLength(3);
  });

  it("a root that outlives its machine is a Disk still: one call for the page tells", async () => {
    const ec2 = await scripted({
      DescribeVolumes: volumes(attached("vol-r", "/dev/xvda", stays)),
      DescribeInstances: instance("/dev/xvda", "vol-r"),
    });
    expect(await ec2.of("Volume").read(["vol-r"], context())).toEqual(new Map());
    expect([...(await ec2.of("Disk").read(["vol-r"], context(), "i-1")).keys()]).toEqual(["vol-r"]);
  });

  it("a root that outlives its machine is told by the machine where that was read just before", async () => {
    const ec2 = await scripted({
      DescribeVolumes: volumes(attached("vol-r", "/dev/xvda", stays)),
      DescribeInstances: instance("/dev/xvda", "vol-r"),
    });
    const [disk, machines] = [ec2.of("Disk"), await ec2.of("Machine").read(["i-1"], context())];
    const all = await gather(disk.list({ parent: "i-1", holder: machines.get("i-1") }, context()));
    expect(all.map((native) => disk.identify(native).id)).toEqual(["vol-r"]);
    expect(ec2.forms("DescribeInstances")).toHaveLength(1);
  });

  it("a data volume at a device of roots is a Volume", async () => {
    const ec2 = await scripted({
      DescribeVolumes: volumes(attached("vol-r", "/dev/sda1", stays)),
      DescribeInstances: instance("/dev/sda1", "vol-r"),
    });
    expect([...(await ec2.of("Volume").read(["vol-r"], context())).keys()]).toEqual(["vol-r"]);
  });
});

describe("a new volume", () => {
  const CREATE = answered("CreateVolume", "<volumeId>vol-1</volumeId>");
  const config = (value: object) => ({ volumeConfig: { value } });

  it("is one CreateVolume with token and marker, its size rounded up to GiB", async () => {
    const ec2 = await scripted({ CreateVolume: CREATE }, { zone: "eu-west-1b" });
    expect(await ec2.of("Volume").create!(request(config({ capacity: 10_000_000 }), { name: "data" }), writing())).toEqual({
      id: "vol-1",
      requestId: "req-1",
    });
    expect(ec2.forms("CreateVolume")[0]).toMatchObject({
      ClientToken: "token-create",
      Size: "10",
      AvailabilityZone: "eu-west-1b",
      VolumeType: "gp3",
      "TagSpecification.1.Tag.1.Key": "cimi-op",
      "TagSpecification.1.Tag.1.Value": "id-1",
    });
  });

  it("is placed in the first available zone where nobody says another, which is asked for once", async () => {
    const zones =
      "<availabilityZoneInfo><item><zoneName>eu-west-1c</zoneName></item><item><zoneName>eu-west-1a</zoneName></item></availabilityZoneInfo>";
    const ec2 = await scripted({ CreateVolume: CREATE, DescribeAvailabilityZones: answered("DescribeAvailabilityZones", zones) });
    for (const _ of [1, 2]) await ec2.of("Volume").create!(request(config({ capacity: 1 })), writing());
    expect(ec2.forms("CreateVolume").map((form) => form.AvailabilityZone)).toEqual(["eu-west-1a", "eu-west-1a"]);
    expect(ec2.forms("DescribeAvailabilityZones")).toHaveLength(1);
  });

  it("of an image has that image's snapshot, and its size where none is wished for", async () => {
    const ec2 = await scripted({ CreateVolume: CREATE });
    await ec2.of("Volume").create!(
      request({ volumeImage: reference("VolumeImage", "snap-1") }, { location: "eu-west-1a" }),
      writing(),
    );
    expect(ec2.forms("CreateVolume")[0]).toMatchObject({ SnapshotId: "snap-1", AvailabilityZone: "eu-west-1a" });
    expect(ec2.forms("CreateVolume")[0]).not.toHaveProperty("Size");
  });

  it.each([
    ["a file system", { capacity: 1, format: "ext4" }, /leave the format "ext4" out/],
    ["another type", { capacity: 1, type: "http://example.com/nfs" }, /no volumes of the type/],
    ["no capacity", {}, /lacks its capacity/],
  ])("with %s is refused before any call", async (_what, value, message) => {
    const ec2 = await scripted({});
    await expect(async () => ec2.of("Volume").create!(request(config(value)), writing())).rejects.toThrow(message);
    expect(ec2.calls).toEqual([]);
  });
});

describe("a volume that grows", () => {
  const grow = async (size: number, capacity: number) => {
    const ec2 = await scripted({ DescribeVolumes: volumes(free(size)), ModifyVolume: answered("ModifyVolume") });
    const accepted = await ec2.of("Volume").update!("vol-1", { capacity }, writing());
    return { accepted, sizes: ec2.forms("ModifyVolume").map((form) => form.Size) };
  };

  it("is modified to the next GiB, and the Job asks how far it is", async () => {
    expect(await grow(1, 2_147_484)).toEqual({ accepted: { id: "vol-1", handle: "vol-1" }, sizes: ["3"] });
  });

  it("shows a size that, wished for again, changes nothing (Contract, Units)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 65536 }), async (size) => {
        const ec2 = await scripted({ DescribeVolumes: volumes(free(size)) });
        const volume = ec2.of("Volume");
        const { capacity } = shown(volume, (await volume.read(["vol-1"], context())).get("vol-1")) as { capacity: number };
        expect(await volume.update!("vol-1", { capacity }, writing())).toEqual({ id: "vol-1" });
      }),
      { numRuns: 25 },
    );
  });

  it("is refused a smaller size, before any change", async () =>
    expect(grow(2, 1_000_000)).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("name 2147483 or more"),
    }));

  it("is not modified twice when the first call was interrupted", async () => {
    const modification =
      "<volumeModificationSet><item><volumeId>vol-1</volumeId><targetSize>3</targetSize><modificationState>modifying</modificationState></item></volumeModificationSet>";
    const ec2 = await scripted({
      DescribeVolumes: volumes(free(1)),
      DescribeVolumesModifications: answered("DescribeVolumesModifications", modification),
    });
    await ec2.of("Volume").update!("vol-1", { capacity: 3_000_000 }, writing(["capacity"]));
    expect(ec2.forms("ModifyVolume")).toEqual([]);
  });

  it.each([
    ["modifying", { done: false, percent: 40 }],
    ["optimizing", { done: true, percent: 100 }],
    ["completed", { done: true, percent: 100 }],
    ["failed", { done: true, error: expect.objectContaining({ message: "no room" }) }],
  ])("is %s", async (state, progress) => {
    const content = `<volumeModificationSet><item><volumeId>vol-1</volumeId><modificationState>${state}</modificationState><progress>40</progress><statusMessage>no room</statusMessage></item></volumeModificationSet>`;
    const ec2 = await scripted({ DescribeVolumesModifications: answered("DescribeVolumesModifications", content) });
    const known = await ec2.of("Volume").poll!(["vol-1", "vol-old"], context());
    expect(known.get("vol-1")).toEqual(progress);
    expect(known.get("vol-old")).toEqual({ done: true, percent: 100 });
    expect(ec2.calls).toHaveLength(1);
  });
});

describe("a volume that is deleted", () => {
  it("may be gone already", async () => {
    const ec2 = await scripted({ DeleteVolume: refused("InvalidVolume.NotFound") });
    expect(await ec2.of("Volume").delete!("vol-1", writing())).toEqual({ id: "vol-1" });
  });

  it("is refused while a machine has it", async () => {
    const ec2 = await scripted({ DeleteVolume: refused("VolumeInUse") });
    await expect(ec2.of("Volume").delete!("vol-1", writing())).rejects.toMatchObject({ kind: "conflict" });
  });
});

describe("images of a volume", () => {
  const CREATE = answered("CreateSnapshot", "<snapshotId>snap-1</snapshotId>");
  const creates = request<"VolumeImage">({}, { name: "kept" });

  it("are made with their marker, and an interrupted one is found by it", async () => {
    const ec2 = await scripted({
      CreateSnapshot: CREATE,
      DescribeSnapshots: answered(
        "DescribeSnapshots",
        "<snapshotSet><item><snapshotId>snap-9</snapshotId><status>pending</status></item></snapshotSet>",
      ),
    });
    const { run } = ec2.of("Volume").operations!.snapshot!;
    expect(await run("vol-1", { creates }, writing())).toEqual({ id: "snap-1", requestId: "req-1" });
    expect(ec2.forms("CreateSnapshot")[0]).toMatchObject({ VolumeId: "vol-1", "TagSpecification.1.Tag.1.Value": "id-1" });
    expect(await run("vol-1", { creates }, writing(["create"]))).toEqual({ id: "snap-9" });
    expect(ec2.forms("DescribeSnapshots")[0]).toMatchObject({
      "Owner.1": "self",
      "Filter.1.Name": "tag:cimi-op",
      "Filter.1.Value.1": "id-1",
    });
    expect(ec2.forms("CreateSnapshot")).toHaveLength(1);
  });

  it("can be copied from a native URI, and from nothing else", async () => {
    const ec2 = await scripted({ CopySnapshot: answered("CopySnapshot", "<snapshotId>snap-2</snapshotId>") });
    const { create } = ec2.of("VolumeImage");
    await create!(request({ imageLocation: "arn:aws:ec2:us-east-1::snapshot/snap-0a" }), writing());
    expect(ec2.forms("CopySnapshot")[0]).toMatchObject({ SourceRegion: "us-east-1", SourceSnapshotId: "snap-0a" });
    await expect(async () => create!(request({ imageLocation: "http://example.com/x" }), writing())).rejects.toThrow(
      /neither a volume nor the ARN/,
    );
  });
});
