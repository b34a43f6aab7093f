import type { Volume, VolumeAttachment } from "@aws-sdk/client-ec2";
import { type Context, GIBIBYTE, kilobytes, type ResourceAdapter, resourceAdapter } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { createDisk, deleteDisk } from "./disk-writes.js";
import { isAttached } from "./instance.js";
import { machineOf } from "./located-volume.js";
import { isManaged } from "./managed.js";
import { described, markerIn } from "./tags.js";
import { grow, readModifications } from "./volume-size.js";
import { disksAmong, oneVolume, readVolumes, volumePages } from "./volumes.js";

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
    deletable: ({ volume }) => !isManaged(volume),
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
