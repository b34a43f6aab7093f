import { type Context, gatherBy, type Mapping, type ResourceAdapter, resourceAdapter } from "@cimi-gateway/adapter";
import { type Attached, attachedTo, type Machines, machinesIn, mayBeDisk, serversOf } from "./attached-volumes.js";
import { machineOf } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import { createDisk, deleteDisk } from "./disk-writes.js";
import { type LocalDisk, localDisksOf } from "./local-disk.js";
import { isManaged } from "./managed.js";
import { described, markerIn } from "./metadata.js";
import type { Server } from "./server.js";
import { instant } from "./times.js";
import { readGrowth, updateVolume } from "./volume-update.js";
import { capacityOf, oneVolume } from "./volumes.js";

type NativeDisk = Attached | LocalDisk;

const isAttached = (disk: NativeDisk): disk is Attached => "volume" in disk;
const idOf = (disk: NativeDisk): string => (isAttached(disk) ? disk.volume.id : disk.id);

/** Reads either kind of disk. */
const either =
  <T>(attached: (disk: Attached) => T, local: (disk: LocalDisk) => T) =>
  (disk: NativeDisk): T =>
    isAttached(disk) ? attached(disk) : local(disk);

const nothing = () => undefined;

function attributes({ settings }: Cloud): Mapping<NativeDisk, "Disk"> {
  const { name, description, properties } = described(({ volume }: Attached) => volume, settings);
  return {
    name: either(name, (local) => local.name),
    description: either(description, nothing),
    properties: either(properties, nothing),
    created: either(
      ({ volume }) => instant(volume.created_at),
      ({ server }) => instant(server.created),
    ),
    capacity: either(
      ({ volume }) => capacityOf(volume),
      ({ capacity }) => capacity,
    ),
    initialLocation: either(({ device }) => device, nothing),
    nativeId: idOf,
    location: ({ server }) => server.zone,
  };
}

/** A disk that the flavor gives a server, which nobody changes or removes, or a volume that is the root or goes with the server. */
export const disk = (cloud: Cloud): ResourceAdapter<"Disk", unknown> =>
  resourceAdapter<NativeDisk, Server>()("Disk", {
    identify: (native) => ({ id: idOf(native), marker: isAttached(native) ? markerIn(native.volume.metadata) : undefined }),
    attributes: attributes(cloud),
    list: ({ parent, holder }, context) => diskPages(cloud, machinesIn(parent, holder), context),
    listWithin: (ids, context, known) => gatherBy(diskPages(cloud, { ids, known }, context), ({ server }) => server.id),
    async read(ids, context, parent) {
      const found = new Map<string, NativeDisk>();
      for await (const page of diskPages(cloud, machinesIn(parent), context))
        for (const native of page) if (ids.includes(idOf(native))) found.set(idOf(native), native);
      return found;
    },
    create: (request, context) => createDisk(cloud, request, context),
    update: async (id, changes, context) => updateVolume(cloud, await oneVolume(cloud, id, context), changes, context),
    delete: (id, context, parent) => deleteDisk(cloud, id, machineOf(parent), context),
    editable: isAttached,
    deletable: (native) => isAttached(native) && !isManaged(native.volume.metadata),
    poll: (handles, context) => readGrowth(cloud, handles, context),
  });

async function* diskPages(cloud: Cloud, machines: Machines, context: Context): AsyncGenerator<readonly NativeDisk[]> {
  for await (const servers of serversOf(cloud, machines, context)) {
    const attached = await attachedTo(cloud, servers, context, mayBeDisk);
    yield [...servers.flatMap(localDisksOf), ...attached.filter(({ isDisk }) => isDisk)];
  }
}
