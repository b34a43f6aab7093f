import type { Volume, VolumeAttachment, VolumeType } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  type CreateRequest,
  fromKilobytes,
  GIBIBYTE,
  kilobytes,
  ProviderFault,
  type ResourceAdapter,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { attach, detach, findDetached } from "./attachment.js";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone, whenSettled } from "./errors.js";
import { isAttached, rootOf } from "./instance.js";
import { oneInstance } from "./instances.js";
import { machineOf } from "./located-volume.js";
import { keepWithMachine } from "./restore.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { described, markerIn, RESERVED } from "./tags.js";
import { grow, readModifications } from "./volume-size.js";
import { disksAmong, oneVolume, readVolumes, volumePages } from "./volumes.js";
import { type Sent, sent } from "./writes.js";

interface AttachedDisk {
  readonly volume: Volume;
  readonly attachment: VolumeAttachment;
}

/** An EBS volume that is a machine's root or goes with its machine. */
export const disk = (cloud: Cloud): ResourceAdapter<"Disk", unknown> =>
  resourceAdapter<AttachedDisk>()("Disk", {
    identify: ({ volume }) => ({ id: volume.VolumeId!, marker: markerIn(volume.Tags) }),
    attributes: {
      ...described(({ volume }: AttachedDisk) => volume.Tags, cloud.settings.tagPrefixes),
      created: ({ volume }) => volume.CreateTime?.toISOString(),
      capacity: ({ volume }) => (volume.Size === undefined ? undefined : kilobytes(volume.Size, GIBIBYTE)),
      initialLocation: ({ attachment }) => attachment.Device,
      nativeId: ({ volume }) => volume.VolumeId,
      location: ({ volume }) => volume.AvailabilityZone,
    },
    async *list({ parent }, context) {
      const filters = [
        parent === undefined ? filter("attachment.status", ["attached"]) : filter("attachment.instance-id", [parent]),
      ];
      for await (const page of volumePages(cloud, context, filters)) yield await attachedDisks(cloud, page, parent, context);
    },
    async read(ids, context, parent) {
      const volumes = await readVolumes(cloud, ids, context);
      const disks = await attachedDisks(cloud, [...volumes.values()], parent, context);
      return new Map(disks.map((native) => [native.volume.VolumeId!, native]));
    },
    create: (request, context) => createDisk(cloud, request, context),
    update: async (id, changes, context) => {
      const volume = await oneVolume(cloud, id, context);
      return grow(cloud, volume, changes, context);
    },
    delete: (id, context, parent) => deleteDisk(cloud, id, machineOf(parent), context),
    poll: (handles, context) => readModifications(cloud, handles, context),
  });

async function attachedDisks(
  cloud: Cloud,
  volumes: readonly Volume[],
  parent: string | undefined,
  context: Context,
): Promise<AttachedDisk[]> {
  const disks = await disksAmong(cloud, volumes, context);
  return volumes.flatMap((volume) => {
    const attachment = volume.Attachments?.find(
      ({ InstanceId, State }) => isAttached(State) && (parent === undefined || InstanceId === parent),
    );
    return attachment && disks.has(volume.VolumeId ?? "") ? [{ volume, attachment }] : [];
  });
}

/** CreateVolume, AttachVolume and delete-on-termination, by which the volume becomes a Disk. */
async function createDisk(cloud: Cloud, request: CreateRequest<"Disk">, context: WriteContext): Promise<Accepted> {
  const machine = machineOf(request.parent);
  const made = await context.step("create", {
    send: ({ token, marker }) => create(cloud, machine, request, token, marker, context),
    undo: ({ id }) => drop(cloud, id, context),
  });
  await context.reach("Volume", made.id, ["AVAILABLE"]);
  await attach(cloud, context, machine, made.id, request.template.initialLocation, "attach");
  await context.step("keep", { send: () => keep(cloud, machine, made.id, context).catch(whenSettled) });
  return { ...made, ...newOverlay(request) };
}

async function create(
  cloud: Cloud,
  machine: string,
  request: CreateRequest<"Disk">,
  token: string,
  marker: string,
  context: Context,
): Promise<Sent> {
  const { capacity } = request.template;
  if (capacity === undefined) throw new ProviderFault("invalid", "the disk lacks its capacity");
  const { Placement } = await oneInstance(cloud, machine, context);
  const input = {
    AvailabilityZone: Placement?.AvailabilityZone,
    Size: fromKilobytes(capacity, GIBIBYTE),
    VolumeType: cloud.settings.volumeType as VolumeType,
  };
  const tags = newTags("volume", marker, request, { [RESERVED.type]: "DISK" });
  const answer = await cloud.client.write(context, (ec2, sending) =>
    ec2.createVolume({ ...input, ClientToken: token, ...tags }, sending),
  );
  return sent(answer.VolumeId, answer);
}

/** Which device name the volume got is told by the instance; while it is not there yet, the step is repeated. */
async function keep(cloud: Cloud, machine: string, volume: string, context: Context): Promise<Sent> {
  const { BlockDeviceMappings = [] } = await oneInstance(cloud, machine, context);
  const device = BlockDeviceMappings.find(({ Ebs }) => Ebs?.VolumeId === volume)?.DeviceName;
  if (device === undefined) throw new ProviderFault("conflict", `the volume ${volume} is not attached yet`);
  return keepWithMachine(cloud, machine, device, context);
}

async function deleteDisk(cloud: Cloud, id: string, machine: string, context: WriteContext): Promise<Accepted> {
  await context.step("check", { send: () => checkNotRoot(cloud, id, machine, context) });
  await context.step("detach", {
    send: () => detach(cloud, context, machine, id),
    find: () => findDetached(cloud, context, machine, id),
  });
  // A Disk is no Volume: once it is one, it is detached.
  await context.reach("Volume", id, ["AVAILABLE"]);
  return context.step("delete", { send: () => remove(cloud, id, context) });
}

async function checkNotRoot(cloud: Cloud, id: string, machine: string, context: Context): Promise<string> {
  const root = rootOf(await oneInstance(cloud, machine, context))?.Ebs?.VolumeId;
  if (root === id)
    throw new ProviderFault(
      "conflict",
      `the disk ${id} is the root of the machine ${machine}; it goes when the machine is deleted`,
    );
  return machine;
}

const remove = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.deleteVolume({ VolumeId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );

async function drop(cloud: Cloud, id: string, context: Context): Promise<void> {
  await remove(cloud, id, context);
}
