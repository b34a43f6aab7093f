import type { Volume, VolumeAttachment } from "@aws-sdk/client-ec2";
import {
  type Context,
  GIBIBYTE,
  gatherBy,
  kilobytes,
  type Mapping,
  type ResourceAdapter,
  resourceAdapter,
} from "@cimi-gateway/adapter";
import { filter, pagesWithin } from "./client.js";
import type { Cloud } from "./cloud.js";
import { createDisk, deleteDisk } from "./disk-writes.js";
import { createdAt, isAttached } from "./instance.js";
import { type Ec2Machine, type Machines, machinesIn } from "./instances.js";
import { isLocal, type LocalDisk, localDiskPages, readLocalDisks } from "./local-disk.js";
import { machineOf } from "./located-volume.js";
import { isManaged } from "./managed.js";
import { described, markerIn } from "./tags.js";
import { modifyVolume, readModifications } from "./volume-size.js";
import { disksAmong, oneVolume, readVolumes, volumePages } from "./volumes.js";

interface AttachedDisk {
  readonly volume: Volume;
  readonly attachment: VolumeAttachment;
}

type Ec2Disk = AttachedDisk | LocalDisk;

const isAttachedDisk = (disk: Ec2Disk): disk is AttachedDisk => "volume" in disk;

const idOf = (disk: Ec2Disk): string => (isAttachedDisk(disk) ? disk.volume.VolumeId! : disk.id);

/** Reads either kind of disk. */
const either =
  <T>(attached: (disk: AttachedDisk) => T, local: (disk: LocalDisk) => T) =>
  (disk: Ec2Disk): T =>
    isAttachedDisk(disk) ? attached(disk) : local(disk);

const nothing = () => undefined;

function attributes({ settings }: Cloud): Mapping<Ec2Disk, "Disk"> {
  const { name, description, properties } = described(({ volume }: AttachedDisk) => volume.Tags, settings);
  return {
    name: either(name, (local) => local.name),
    description: either(description, nothing),
    properties: either(properties, nothing),
    created: either(
      ({ volume }) => volume.CreateTime?.toISOString(),
      ({ instance }) => createdAt(instance)?.toISOString(),
    ),
    capacity: either(
      ({ volume }) => (volume.Size === undefined ? undefined : kilobytes(volume.Size, GIBIBYTE)),
      ({ capacity }) => capacity,
    ),
    initialLocation: either(({ attachment }) => attachment.Device, nothing),
    nativeId: idOf,
    location: either(
      ({ volume }) => volume.AvailabilityZone,
      ({ instance }) => instance.Placement?.AvailabilityZone,
    ),
  };
}

/** An EBS volume that is a machine's root or goes with its machine, or an instance store volume, which nobody changes or removes. */
export const disk = (cloud: Cloud): ResourceAdapter<"Disk", unknown> =>
  resourceAdapter<Ec2Disk, Ec2Machine>()("Disk", {
    identify: (native) => ({ id: idOf(native), marker: isAttachedDisk(native) ? markerIn(native.volume.Tags) : undefined }),
    attributes: attributes(cloud),
    list: ({ parent, holder }, context) => diskPages(cloud, machinesIn(parent, holder), context),
    listWithin: (ids, context, known) =>
      gatherBy(
        diskPages(cloud, { ids, known }, context),
        either(
          ({ attachment }) => attachment.InstanceId,
          ({ instance }) => instance.InstanceId,
        ),
      ),
    read: (ids, context, parent) => readDisks(cloud, ids, parent, context),
    create: (request, context) => createDisk(cloud, request, context),
    update: async (id, changes, context) => {
      const volume = await oneVolume(cloud, id, context);
      return modifyVolume(cloud, volume, changes, context);
    },
    delete: (id, context, parent) => deleteDisk(cloud, id, machineOf(parent), context),
    editable: isAttachedDisk,
    deletable: (native) => isAttachedDisk(native) && !isManaged(native.volume),
    poll: (handles, context) => readModifications(cloud, handles, context),
  });

async function* diskPages(cloud: Cloud, machines: Machines, context: Context): AsyncGenerator<readonly Ec2Disk[]> {
  for await (const page of attachedPages(cloud, machines, context)) yield await attachedDisks(cloud, page, machines, context);
  yield* localDiskPages(cloud, machines, context);
}

const attachedPages = (cloud: Cloud, { ids }: Machines, context: Context): AsyncGenerator<readonly Volume[]> =>
  ids === undefined
    ? volumePages(cloud, context, [filter("attachment.status", ["attached"])])
    : pagesWithin(ids, (portion) => volumePages(cloud, context, [filter("attachment.instance-id", portion)]));

async function readDisks(
  cloud: Cloud,
  ids: readonly string[],
  parent: string | undefined,
  context: Context,
): Promise<ReadonlyMap<string, Ec2Disk>> {
  const volumes = await readVolumes(
    cloud,
    ids.filter((id) => !isLocal(id)),
    context,
  );
  const attached = await attachedDisks(cloud, [...volumes.values()], machinesIn(parent), context);
  const local = await readLocalDisks(cloud, ids, parent, context);
  return new Map([...attached, ...local].map((native) => [idOf(native), native]));
}

async function attachedDisks(
  cloud: Cloud,
  volumes: readonly Volume[],
  { ids, known }: Machines,
  context: Context,
): Promise<AttachedDisk[]> {
  const disks = await disksAmong(cloud, volumes, context, known);
  const wanted = ids && new Set<string | undefined>(ids);
  return volumes
    .filter(({ VolumeId }) => disks.has(VolumeId ?? ""))
    .flatMap((volume) =>
      (volume.Attachments ?? [])
        .filter(({ InstanceId, State }) => isAttached(State) && (wanted?.has(InstanceId) ?? true))
        .map((attachment) => ({ volume, attachment })),
    );
}
