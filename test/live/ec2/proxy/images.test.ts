import {
  CopyImageCommand,
  CreateImageCommand,
  CreateReplaceRootVolumeTaskCommand,
  CreateSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeReplaceRootVolumeTasksCommand,
  DescribeSnapshotsCommand,
  type Image,
  RegisterImageCommand,
  type ResourceType,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { codeOf, instanceOf, launch, launchRunning, present, useEc2, volumeOf } from "./testing.js";

const bench = useEc2();

async function imageOf(id: string): Promise<Image> {
  const { Images } = await bench.client.send(new DescribeImagesCommand({ ImageIds: [id] }));
  return present(Images?.[0]);
}

async function createImage(name: string): Promise<string> {
  const InstanceId = await launchRunning(bench);
  const { ImageId } = await bench.client.send(new CreateImageCommand({ InstanceId, Name: name, NoReboot: true }));
  return present(ImageId);
}

function marked(...types: readonly ResourceType[]) {
  return types.map((ResourceType) => ({ ResourceType, Tags: [{ Key: "cimi-op", Value: "marker" }] }));
}

describe("an image", () => {
  it("is pending, then available; no instance is made of it before", async () => {
    const id = await createImage("slow");
    expect((await imageOf(id)).State).toBe("pending");
    expect(await codeOf(launch(bench.client, { ImageId: id }))).toBe("InvalidAMIID.Unavailable");
    bench.pass();
    expect((await imageOf(id)).State).toBe("available");
    expect((await launch(bench.client, { ImageId: id })).ImageId).toBe(id);
  });

  it("has tags of its own and of its snapshot, however it was made", async () => {
    const InstanceId = await launchRunning(bench);
    const source = present((await bench.client.send(new CreateImageCommand({ InstanceId, Name: "source" }))).ImageId);
    bench.pass();
    const TagSpecifications = marked("image", "snapshot");
    const made = [
      await bench.client.send(new CreateImageCommand({ InstanceId, Name: "tagged", TagSpecifications })),
      await bench.client.send(
        new CopyImageCommand({ SourceImageId: source, SourceRegion: "eu-west-1", Name: "copied", TagSpecifications }),
      ),
      await bench.client.send(new RegisterImageCommand({ Name: "registered", TagSpecifications })),
    ];
    const Filters = [{ Name: "tag:cimi-op", Values: ["marker"] }];
    const { Images } = await bench.client.send(new DescribeImagesCommand({ Owners: ["self"], Filters }));
    const { Snapshots } = await bench.client.send(new DescribeSnapshotsCommand({ OwnerIds: ["self"], Filters }));
    expect(Images?.map(({ ImageId }) => ImageId)).toEqual(made.map(({ ImageId }) => ImageId));
    expect(Snapshots).toHaveLength(3);
  });

  it("is refused with a name that is taken and of an instance that is not running yet", async () => {
    await createImage("taken");
    expect(await codeOf(createImage("taken"))).toBe("InvalidAMIName.Duplicate");
    const { InstanceId } = await launch(bench.client);
    expect(await codeOf(bench.client.send(new CreateImageCommand({ InstanceId, Name: "early" })))).toBe("IncorrectState");
  });

  it("takes its snapshots with it when asked to", async () => {
    const id = await createImage("short-lived");
    const snapshot = present((await imageOf(id)).BlockDeviceMappings?.[0]?.Ebs?.SnapshotId);
    await bench.client.send(new DeregisterImageCommand({ ImageId: id, DeleteAssociatedSnapshots: true }));
    const read = bench.client.send(new DescribeSnapshotsCommand({ SnapshotIds: [snapshot] }));
    expect(await codeOf(read)).toBe("InvalidSnapshot.NotFound");
    expect(await codeOf(imageOf(id))).toBe("InvalidAMIID.NotFound");
  });

  it("that is not there cannot be deregistered, nor read beside one that is", async () => {
    const [unknown, known] = ["ami-0123456789abcdef0", await createImage("known")];
    expect(await codeOf(bench.client.send(new DeregisterImageCommand({ ImageId: unknown })))).toBe("InvalidAMIID.NotFound");
    const both = bench.client.send(new DescribeImagesCommand({ ImageIds: [known, unknown] }));
    expect(await codeOf(both)).toBe("InvalidAMIID.NotFound");
  });
});

describe("a replace root volume task", () => {
  const replace = (InstanceId: string, input: { SnapshotId?: string; DeleteReplacedRootVolume?: boolean } = {}) =>
    bench.client.send(new CreateReplaceRootVolumeTaskCommand({ InstanceId, ...input }));

  async function taskState(id: string | undefined): Promise<string | undefined> {
    const ids = { ReplaceRootVolumeTaskIds: [present(id)] };
    const answer = await bench.client.send(new DescribeReplaceRootVolumeTasksCommand(ids));
    return answer.ReplaceRootVolumeTasks?.[0]?.TaskState;
  }

  async function rootOf(instance: string): Promise<string> {
    return present((await instanceOf(bench.client, instance)).BlockDeviceMappings?.[0]?.Ebs?.VolumeId);
  }

  it("puts a volume of the snapshot in the place of the root, and keeps the old one", async () => {
    const instance = await launchRunning(bench);
    const before = await rootOf(instance);
    const { SnapshotId } = await bench.client.send(new CreateSnapshotCommand({ VolumeId: before }));
    bench.pass();
    const { ReplaceRootVolumeTask } = await replace(instance, { SnapshotId: present(SnapshotId) });
    const seen: (string | undefined)[] = [ReplaceRootVolumeTask?.TaskState];
    for (let half = 0; half < 2; half += 1) {
      bench.pass(500);
      seen.push(await taskState(ReplaceRootVolumeTask?.ReplaceRootVolumeTaskId));
    }
    const after = await volumeOf(bench.client, await rootOf(instance));
    expect(seen).toEqual(["pending", "in-progress", "succeeded"]);
    expect(after.VolumeId).not.toBe(before);
    expect(after).toMatchObject({ SnapshotId, Attachments: [{ Device: "/dev/xvda", DeleteOnTermination: true }] });
    expect((await volumeOf(bench.client, before)).State).toBe("available");
  });

  it("restores what the instance was launched from, and deletes the old volume when asked to", async () => {
    const instance = await launchRunning(bench);
    const before = await rootOf(instance);
    const launchedFrom = (await volumeOf(bench.client, before)).SnapshotId;
    await replace(instance, { DeleteReplacedRootVolume: true });
    bench.pass();
    expect((await volumeOf(bench.client, await rootOf(instance))).SnapshotId).toBe(launchedFrom);
    expect(await codeOf(volumeOf(bench.client, before))).toBe("InvalidVolume.NotFound");
  });

  it("is refused for an instance that is not running", async () => {
    const instance = await launchRunning(bench);
    await bench.client.send(new StopInstancesCommand({ InstanceIds: [instance] }));
    expect(await codeOf(replace(instance))).toBe("IncorrectInstanceState");
  });
});
