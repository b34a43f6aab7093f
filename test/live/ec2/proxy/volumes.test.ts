import {
  AttachVolumeCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  type CreateVolumeCommandInput,
  DeleteVolumeCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  DescribeVolumesModificationsCommand,
  DetachVolumeCommand,
  ModifyVolumeCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { codeOf, instanceOf, launch, launchRunning, present, useEc2, volumeOf } from "./testing.js";

const bench = useEc2();

async function create(input: Partial<CreateVolumeCommandInput> = {}): Promise<string> {
  const volume = await bench.client.send(new CreateVolumeCommand({ AvailabilityZone: "eu-west-1a", Size: 5, ...input }));
  return present(volume.VolumeId);
}

async function createAvailable(input: Partial<CreateVolumeCommandInput> = {}): Promise<string> {
  const id = await create(input);
  bench.pass();
  return id;
}

const attach = (VolumeId: string, InstanceId: string, Device = "/dev/sdh") =>
  bench.client.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device }));
const detach = (VolumeId: string) => bench.client.send(new DetachVolumeCommand({ VolumeId }));
const remove = (VolumeId: string) => bench.client.send(new DeleteVolumeCommand({ VolumeId }));

function zoneA() {
  return launchRunning(bench, { Placement: { AvailabilityZone: "eu-west-1a" } });
}

async function attached(): Promise<{ readonly volume: string; readonly instance: string }> {
  const [volume, instance] = [await createAvailable(), await zoneA()];
  await attach(volume, instance);
  bench.pass();
  return { volume, instance };
}

describe("a volume", () => {
  it("is creating, then available, and cannot be used before", async () => {
    const instance = await zoneA();
    const id = await create();
    expect((await volumeOf(bench.client, id)).State).toBe("creating");
    expect(await codeOf(attach(id, instance))).toBe("IncorrectState");
    expect(await codeOf(remove(id))).toBe("IncorrectState");
    bench.pass();
    expect((await volumeOf(bench.client, id)).State).toBe("available");
  });

  it("is deleting, then gone; deleting again meanwhile is no error", async () => {
    const id = await createAvailable();
    await remove(id);
    await remove(id);
    expect((await volumeOf(bench.client, id)).State).toBe("deleting");
    expect(await codeOf(attach(id, await zoneA()))).toBe("InvalidVolume.NotFound");
    bench.pass();
    expect(await codeOf(volumeOf(bench.client, id))).toBe("InvalidVolume.NotFound");
    expect(await codeOf(remove(id))).toBe("InvalidVolume.NotFound");
  });

  it("is found by its transient state", async () => {
    const id = await create();
    const Filters = [{ Name: "status", Values: ["creating"] }];
    const { Volumes } = await bench.client.send(new DescribeVolumesCommand({ Filters }));
    expect(Volumes?.map(({ VolumeId }) => VolumeId)).toEqual([id]);
    bench.pass();
    expect((await bench.client.send(new DescribeVolumesCommand({ Filters }))).Volumes).toEqual([]);
  });

  it("keeps a dry run dry", async () => {
    const id = await createAvailable();
    expect(await codeOf(bench.client.send(new DeleteVolumeCommand({ VolumeId: id, DryRun: true })))).toBe("DryRunOperation");
    expect((await volumeOf(bench.client, id)).State).toBe("available");
  });

  it.each([
    ["a zone that is not there", { AvailabilityZone: "eu-west-9z" }, "InvalidZone.NotFound"],
    ["a snapshot that is not there", { SnapshotId: "snap-0123456789abcdef0" }, "InvalidSnapshot.NotFound"],
    ["a snapshot id that cannot be one", { SnapshotId: "snap-x" }, "InvalidSnapshotID.Malformed"],
  ])("is refused with %s", async (_what, input, code) => {
    expect(await codeOf(create(input))).toBe(code);
  });

  it("is refused with an unknown type", async () => {
    const input: Partial<CreateVolumeCommandInput> = JSON.parse('{"VolumeType":"fast"}');
    expect(await codeOf(create(input))).toBe("UnknownVolumeType");
  });

  it("with an id that cannot be one is told from one that is not there", async () => {
    expect(await codeOf(volumeOf(bench.client, "vol-x"))).toBe("InvalidVolumeID.Malformed");
    expect(await codeOf(volumeOf(bench.client, "vol-0123456789abcdef0"))).toBe("InvalidVolume.NotFound");
    expect(await codeOf(instanceOf(bench.client, "i-x"))).toBe("InvalidInstanceID.Malformed");
  });
});

describe("attaching", () => {
  it("is attaching, then attached, in the volume and in the instance", async () => {
    const [volume, instance] = [await createAvailable(), await zoneA()];
    await attach(volume, instance);
    const states = async () => {
      const { State, Attachments } = await volumeOf(bench.client, volume);
      const devices = (await instanceOf(bench.client, instance)).BlockDeviceMappings ?? [];
      return [State, Attachments?.[0]?.State, devices.find(({ DeviceName }) => DeviceName === "/dev/sdh")?.Ebs?.Status];
    };
    expect(await states()).toEqual(["in-use", "attaching", "attaching"]);
    bench.pass();
    expect(await states()).toEqual(["in-use", "attached", "attached"]);
  });

  it("is refused in another zone, for a volume in use, for a device in use and for an instance that is not running yet", async () => {
    const { volume, instance } = await attached();
    const [far, near] = [await createAvailable({ AvailabilityZone: "eu-west-1b" }), await createAvailable()];
    expect(await codeOf(attach(far, instance, "/dev/sdi"))).toBe("InvalidVolume.ZoneMismatch");
    expect(await codeOf(attach(volume, await zoneA()))).toBe("VolumeInUse");
    expect(await codeOf(attach(near, instance, "/dev/sdh"))).toBe("InvalidParameterValue");
    const pending = await launch(bench.client, { Placement: { AvailabilityZone: "eu-west-1a" } });
    expect(await codeOf(attach(near, present(pending.InstanceId)))).toBe("IncorrectState");
    expect((await volumeOf(bench.client, volume)).Attachments?.[0]?.InstanceId).toBe(instance);
  });

  it("tells of each attachment whether the volume goes with its instance", async () => {
    const { volume, instance } = await attached();
    const root = present((await instanceOf(bench.client, instance)).BlockDeviceMappings?.[0]?.Ebs?.VolumeId);
    expect((await volumeOf(bench.client, volume)).Attachments?.[0]?.DeleteOnTermination).toBe(false);
    expect((await volumeOf(bench.client, root)).Attachments?.[0]?.DeleteOnTermination).toBe(true);
  });
});

describe("detaching", () => {
  it("is detaching and in use, then available; the instance need not be named", async () => {
    const { volume } = await attached();
    await detach(volume);
    const { State, Attachments } = await volumeOf(bench.client, volume);
    expect([State, Attachments?.[0]?.State]).toEqual(["in-use", "detaching"]);
    expect(await codeOf(remove(volume))).toBe("VolumeInUse");
    bench.pass();
    expect(await volumeOf(bench.client, volume)).toMatchObject({ State: "available", Attachments: [] });
  });

  it("is refused for a volume that is not attached, for another instance and for the root of a running instance", async () => {
    const { volume, instance } = await attached();
    const root = present((await instanceOf(bench.client, instance)).BlockDeviceMappings?.[0]?.Ebs?.VolumeId);
    const other = new DetachVolumeCommand({ VolumeId: volume, InstanceId: await zoneA() });
    expect(await codeOf(detach(await createAvailable()))).toBe("IncorrectState");
    expect(await codeOf(bench.client.send(other))).toBe("InvalidAttachment.NotFound");
    expect(await codeOf(detach(root))).toBe("OperationNotPermitted");
  });
});

describe("a modification", () => {
  const modify = (VolumeId: string, Size: number) => bench.client.send(new ModifyVolumeCommand({ VolumeId, Size }));
  const describeModification = async (VolumeId: string) => {
    const answer = await bench.client.send(new DescribeVolumesModificationsCommand({ VolumeIds: [VolumeId] }));
    return answer.VolumesModifications ?? [];
  };

  it("is modifying, optimizing, then completed; the last one alone is listed", async () => {
    const id = await createAvailable({ VolumeType: "gp3" });
    await modify(id, 6);
    bench.pass();
    await modify(id, 7);
    const seen = [(await describeModification(id))[0]?.ModificationState];
    for (let stage = 0; stage < 2; stage += 1) {
      bench.pass(1000);
      seen.push((await describeModification(id))[0]?.ModificationState);
    }
    expect(seen).toEqual(["modifying", "optimizing", "completed"]);
    expect(await describeModification(id)).toEqual([
      expect.objectContaining({ OriginalSize: 6, TargetSize: 7, TargetVolumeType: "gp3", OriginalVolumeType: "gp3" }),
    ]);
    expect((await volumeOf(bench.client, id)).Size).toBe(7);
  });

  it("is refused when it shrinks the volume, while another runs and where there was none", async () => {
    const id = await createAvailable();
    expect(await codeOf(describeModification(id))).toBe("InvalidVolumeModification.NotFound");
    expect(await codeOf(modify(id, 4))).toBe("InvalidParameterValue");
    await modify(id, 6);
    expect(await codeOf(modify(id, 7))).toBe("IncorrectModificationState");
  });
});

describe("a snapshot", () => {
  it("keeps its size when its volume grows", async () => {
    const volume = await createAvailable({ Size: 4 });
    const { SnapshotId } = await bench.client.send(new CreateSnapshotCommand({ VolumeId: volume }));
    await bench.client.send(new ModifyVolumeCommand({ VolumeId: volume, Size: 9 }));
    bench.pass();
    const { Snapshots } = await bench.client.send(new DescribeSnapshotsCommand({ SnapshotIds: [present(SnapshotId)] }));
    const restored = new CreateVolumeCommand({ AvailabilityZone: "eu-west-1a", SnapshotId });
    expect([Snapshots?.[0]?.VolumeSize, (await bench.client.send(restored)).Size]).toEqual([4, 4]);
  });

  it("is pending, then completed; a volume is made of it only then, and no smaller", async () => {
    const volume = await createAvailable({ Size: 8 });
    const { SnapshotId } = await bench.client.send(new CreateSnapshotCommand({ VolumeId: volume }));
    const of = { SnapshotId: present(SnapshotId) };
    const stateNow = async () => {
      const { Snapshots } = await bench.client.send(new DescribeSnapshotsCommand({ SnapshotIds: [of.SnapshotId] }));
      return [Snapshots?.[0]?.State, Snapshots?.[0]?.Progress];
    };
    expect(await stateNow()).toEqual(["pending", "0%"]);
    expect(await codeOf(create({ ...of, Size: 8 }))).toBe("IncorrectState");
    bench.pass();
    expect(await stateNow()).toEqual(["completed", "100%"]);
    expect(await codeOf(create({ ...of, Size: 4 }))).toBe("InvalidParameterValue");
    expect((await volumeOf(bench.client, await create({ ...of, Size: 9 }))).SnapshotId).toBe(SnapshotId);
  });
});
