import type { Image, Instance, VolumeType } from "@aws-sdk/client-ec2";
import { type Accepted, type Context, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Reference } from "@cimi-gateway/model";
import { attach, detach, findDetached, keepWithMachine } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import { gone, whenSettled } from "./errors.js";
import { readImages } from "./images.js";
import { isDisk, rootOf } from "./instance.js";
import { oneInstance } from "./instances.js";
import { isConfined, tagSpecifications } from "./scope.js";
import { RESERVED, tagIn } from "./tags.js";
import { deleteVolume } from "./volumes.js";
import { sent, setTags } from "./writes.js";

/** One disk to be replaced: the device, the present EBS volume and the snapshot of the new one. */
type Exchange = {
  readonly device: string;
  readonly old: string;
  readonly snapshot: string;
  readonly type: string;
  readonly iops?: number;
};

/** Decided once, since a later run would find the machine changed. */
type Plan = {
  readonly isRunning: boolean;
  readonly isSnapshot: boolean;
  readonly image: string;
  readonly zone: string;
  readonly exchanges: readonly Exchange[];
};

/**
 * Restores the Disks of a machine from an image: new EBS volumes from its snapshots take the places of the present ones while the
 * machine is stopped. A SNAPSHOT is of a stopped machine, which therefore stays stopped (5.14.1.2); after an IMAGE the machine is again
 * what it was. (CreateReplaceRootVolumeTask wants a running machine and knows the root only.)
 */
export async function restore(cloud: Cloud, id: string, image: Reference | undefined, context: WriteContext): Promise<Accepted> {
  if (!image) throw new ProviderFault("invalid", "the request lacks the image to restore from");
  const plan = await context.step("plan", { send: () => planOf(cloud, id, nativeId(image), context) });
  if (plan.isRunning) await stop(cloud, id, context);
  for (const exchange of plan.exchanges) await replace(cloud, id, plan.zone, exchange, context);
  if (plan.isSnapshot) await setTags(cloud.client, context, "latest", id, [{ Key: RESERVED.snapshot, Value: plan.image }]);
  if (plan.isRunning && !plan.isSnapshot) await start(cloud, id, context);
  for (const { old } of plan.exchanges) await context.step(`delete ${old}`, { send: () => deleteVolume(cloud, old, context) });
  return { id };
}

async function planOf(cloud: Cloud, id: string, imageId: string, context: Context): Promise<Plan> {
  const found = (await readImages(cloud, [imageId], context)).get(imageId);
  if (!found) throw gone("image", imageId);
  const instance = await oneInstance(cloud, id, context);
  const exchanges = exchangesOf(instance, found.image);
  if (exchanges.length === 0)
    throw new ProviderFault("invalid", `the image ${imageId} has no EBS snapshot of a disk of the machine ${id}`);
  return {
    isRunning: instance.State?.Name === "running",
    isSnapshot: tagIn(found.image.Tags, RESERVED.type) === "SNAPSHOT",
    image: imageId,
    zone: instance.Placement?.AvailabilityZone ?? "",
    exchanges,
  };
}

/** The root takes the place of the root, any other disk that of the same device name. */
function exchangesOf(instance: Instance, { BlockDeviceMappings = [], RootDeviceName }: Image): readonly Exchange[] {
  return BlockDeviceMappings.flatMap(({ DeviceName, Ebs }) => {
    const present =
      DeviceName === RootDeviceName
        ? rootOf(instance)
        : instance.BlockDeviceMappings?.find((mapping) => mapping.DeviceName === DeviceName);
    const old = present?.Ebs?.VolumeId;
    if (Ebs?.SnapshotId === undefined || present?.DeviceName === undefined || old === undefined || !isDisk(instance, present))
      return [];
    const { SnapshotId: snapshot, VolumeType = "gp3", Iops } = Ebs;
    return [{ device: present.DeviceName, old, snapshot, type: VolumeType, ...(Iops !== undefined && { iops: Iops }) }];
  });
}

async function stop(cloud: Cloud, id: string, context: WriteContext): Promise<void> {
  const { client } = cloud;
  await context.step("stop", {
    send: async () => sent(id, await client.write(context, (ec2, sending) => ec2.stopInstances({ InstanceIds: [id] }, sending))),
    undo: async () => {
      await client.write(context, (ec2, sending) => ec2.startInstances({ InstanceIds: [id] }, sending));
    },
  });
  await context.reach("Machine", id, ["STOPPED"]);
}

async function replace(cloud: Cloud, id: string, zone: string, exchange: Exchange, context: WriteContext): Promise<void> {
  const { device, old } = exchange;
  const made = await context.step(`volume ${device}`, {
    send: ({ token }) => create(cloud, zone, exchange, token, context),
    undo: async ({ id: volume }) => {
      await deleteVolume(cloud, volume, context);
    },
  });
  await context.reach("Volume", made.id, ["AVAILABLE"]);
  await context.step(`detach ${device}`, {
    send: () => detach(cloud, context, id, old),
    find: () => findDetached(cloud, context, id, old),
    undo: async () => {
      await cloud.client.write(context, (ec2, sending) =>
        ec2.attachVolume({ InstanceId: id, VolumeId: old, Device: device }, sending),
      );
      await keepWithMachine(cloud, id, old, context);
    },
  });
  // A Disk is no Volume: once it is one, it is detached.
  await context.reach("Volume", old, ["AVAILABLE"]);
  await attach(cloud, context, id, made.id, device, `attach ${device}`);
  await context.step(`keep ${device}`, { send: () => keepWithMachine(cloud, id, made.id, context) });
}

async function create(
  { client, settings }: Cloud,
  zone: string,
  { snapshot, type, iops }: Exchange,
  token: string,
  context: Context,
) {
  const input = {
    AvailabilityZone: zone,
    SnapshotId: snapshot,
    VolumeType: type as VolumeType,
    ...(iops !== undefined && needsIops(type) && { Iops: iops }),
    ...(isConfined(settings.scope) && { TagSpecifications: tagSpecifications(settings.scope, ["volume", []]) }),
  };
  const answer = await client.write(context, (ec2, sending) => ec2.createVolume({ ...input, ClientToken: token }, sending));
  return sent(answer.VolumeId, answer);
}

/** CreateVolume refuses Iops for the other types; of gp2 they follow from the size. */
const needsIops = (type: string): boolean => type === "io1" || type === "io2" || type === "gp3";

const start = ({ client }: Cloud, id: string, context: WriteContext) =>
  context.step("start", {
    send: async () =>
      sent(
        id,
        await client.write(context, (ec2, sending) => ec2.startInstances({ InstanceIds: [id] }, sending)).catch(whenSettled),
      ),
  });
