import type { Volume, VolumeAttachment } from "@aws-sdk/client-ec2";
import { type Context, GIBIBYTE, gatherBy, kilobytes, type ResourceAdapter, resourceAdapter } from "@cimi-gateway/adapter";
import { filter, pagesWithin } from "./client.js";
import type { Cloud } from "./cloud.js";
import { createDisk, deleteDisk } from "./disk-writes.js";
import { isAttached } from "./instance.js";
import { machineOf } from "./located-volume.js";
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
    list: ({ parent }, context) => diskPages(cloud, parent === undefined ? undefined : [parent], context),
    listWithin: (parents, context) =>
      gatherBy(
        pagesWithin(parents, (portion) => diskPages(cloud, portion, context)),
        ({ attachment }) => attachment.InstanceId,
      ),
    async read(ids, context, parent) {
      const volumes = await readVolumes(cloud, ids, context);
      const disks = await attachedDisks(cloud, [...volumes.values()], parent === undefined ? undefined : [parent], context);
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

/** Of these machines; of all when left out. */
async function* diskPages(
  cloud: Cloud,
  machines: readonly string[] | undefined,
  context: Context,
): AsyncGenerator<readonly AttachedDisk[]> {
  const filters = [machines ? filter("attachment.instance-id", machines) : filter("attachment.status", ["attached"])];
  for await (const page of volumePages(cloud, context, filters)) yield await attachedDisks(cloud, page, machines, context);
}

async function attachedDisks(
  cloud: Cloud,
  volumes: readonly Volume[],
  machines: readonly string[] | undefined,
  context: Context,
): Promise<AttachedDisk[]> {
  const disks = await disksAmong(cloud, volumes, context);
  const wanted = machines && new Set<string | undefined>(machines);
  return volumes
    .filter(({ VolumeId }) => disks.has(VolumeId ?? ""))
    .flatMap((volume) =>
      (volume.Attachments ?? [])
        .filter(({ InstanceId, State }) => isAttached(State) && (wanted?.has(InstanceId) ?? true))
        .map((attachment) => ({ volume, attachment })),
    );
}
