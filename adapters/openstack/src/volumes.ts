import { type Context, fromKilobytes, GIBIBYTE, kilobytes } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { type Metadata, markerIn } from "./metadata.js";
import { nativeName } from "./native-name.js";
import { inNewWords } from "./older-members.js";
import { path } from "./paths.js";
import { firstOf, readMany } from "./reading.js";
import { isInside } from "./scope.js";
import type { Server } from "./server.js";
import { readServers } from "./servers.js";
import { type Sent, sent } from "./writes.js";

/** Block Storage API v3, "Volumes", status. */
export type VolumeStatus =
  | "creating"
  | "downloading"
  | "managing"
  | "available"
  | "reserved"
  | "attaching"
  | "detaching"
  | "in-use"
  | "maintenance"
  | "extending"
  | "retyping"
  | "awaiting-transfer"
  | "backing-up"
  | "uploading"
  | "restoring-backup"
  | "reverting"
  | "deleting"
  | "unmanaging"
  | "error"
  | `error_${"extending" | "backing-up" | "deleting" | "managing" | "restoring"}`;

/** Cinder lists an attachment once the volume is attached. */
export interface Attachment {
  readonly server_id?: string;
  /** In the words of Nova. */
  readonly serverId?: string;
  readonly device?: string | null;
}

/** A volume of Cinder. */
export interface Volume {
  readonly id: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly status?: string;
  /** Gibibytes. */
  readonly size?: number;
  /** `"true"` or `"false"`. */
  readonly bootable?: string;
  readonly multiattach?: boolean;
  readonly availability_zone?: string;
  readonly created_at?: string;
  readonly updated_at?: string | null;
  readonly metadata?: Metadata;
  readonly attachments?: readonly Attachment[];
}

function volumeOf(native: Volume): Volume {
  const volume = inNewWords(native);
  const { attachments } = volume;
  if (!attachments?.some(({ serverId }) => serverId !== undefined)) return volume;
  return { ...volume, attachments: attachments.map((one) => (one.serverId ? { ...one, server_id: one.serverId } : one)) };
}

/** Page by page, Disks among them; those outside the scope left out. */
export async function* volumePages(cloud: Cloud, context: Context): AsyncGenerator<readonly Volume[]> {
  const pages = cloud.client.pages<Volume>(context, { service: "volume", path: "/volumes/detail" }, "volumes");
  for await (const page of pages) yield page.map(volumeOf).filter(({ metadata }) => isInside(cloud.settings.scope, metadata));
}

/** By their ids, Disks among them. */
export const readVolumes = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Volume>> =>
  readMany(ids, {
    idOf: ({ id }) => id,
    one: async (id) => {
      const call = { service: "volume", path: path`/volumes/${id}` } as const;
      const volume = (await cloud.client.readIfThere<{ volume?: Volume }>(context, call))?.volume;
      return volume && isInside(cloud.settings.scope, volume.metadata) ? volumeOf(volume) : undefined;
    },
    list: () => volumePages(cloud, context),
  });

/** @throws ProviderFault notFound */
export async function oneVolume(cloud: Cloud, id: string, context: Context): Promise<Volume> {
  const volume = (await readVolumes(cloud, [id], context)).get(id);
  if (!volume) throw gone("volume", id);
  return volume;
}

/** What an interrupted POST /volumes made. What is being restored from a backup may lack its marker, and what confines the cloud. */
export async function markedVolume(cloud: Cloud, marker: string, context: Context): Promise<Sent | undefined> {
  const everywhere = { ...cloud, settings: { ...cloud.settings, scope: {} } };
  const found = await firstOf(
    volumePages(everywhere, context),
    ({ name, metadata }) => markerIn(metadata) === marker || name === nativeName(marker),
  );
  return found && { id: found.id };
}

/** Where hypervisors put the root ("Device names"): the first disk of its kind. */
const ROOT = /^\/dev\/(xv|[vsh])da\d*$/;

/** Whether a volume is what one of the servers starts from; undefined: any server that it is attached to. */
export const isRootOf = (server: Server | undefined, { attachments = [] }: Volume): boolean =>
  attachments.some(({ server_id, device }) => (server === undefined || server_id === server.id) && ROOT.test(device ?? "")) &&
  (server === undefined || server.image === undefined);

/**
 * Contract, "Disk or Volume, never both": what goes with its server is a Disk. What outlives it is a Volume, also where it starts from that one;
 * of a server that cannot be seen (it is outside the scope) what is attached where roots are is taken for a Disk.
 */
export const isDiskOf = (server: Server | undefined, volume: Volume): boolean =>
  server === undefined
    ? isRootOf(undefined, volume)
    : server.volumes.some((attached) => attached.id === volume.id && attached.isOwn);

/** The servers that the volumes are attached to, by their ids; no call where there are none. */
export const holdersOf = (cloud: Cloud, volumes: readonly Volume[], context: Context): Promise<Map<string, Server>> =>
  readServers(
    cloud,
    volumes.flatMap(({ attachments = [] }) => attachments.flatMap(({ server_id }) => server_id ?? [])),
    context,
  );

/** The ids of those that are Disks. */
export async function disksAmong(cloud: Cloud, volumes: readonly Volume[], context: Context): Promise<ReadonlySet<string>> {
  const holders = await holdersOf(cloud, volumes, context);
  const disks = volumes.filter((volume) =>
    (volume.attachments ?? []).some(({ server_id }) => isDiskOf(holders.get(server_id ?? ""), volume)),
  );
  return new Set(disks.map(({ id }) => id));
}

/** One that is gone already is no error. */
export const deleteVolume = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client.write(context, { service: "volume", method: "DELETE", path: path`/volumes/${id}` }).then(
    (answer) => sent(id, answer),
    (error) => unlessGone(error, { id }),
  );

/** Table 26: a block device; all of Cinder's are. */
export const MAPPED = "http://schemas.dmtf.org/cimi/2/mapped";

/** Kilobytes. */
export const capacityOf = ({ size }: Volume): number | undefined => (size === undefined ? undefined : kilobytes(size, GIBIBYTE));

/** The gibibytes that hold so many kilobytes. */
export const sizeFor = (capacity: number): number => fromKilobytes(capacity, GIBIBYTE);
