import { type Accepted, type Context, type Progress, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import type { Described } from "./metadata-writing.js";
import { path } from "./paths.js";
import { capacityOf, oneVolume, readVolumes, sizeFor, type Volume } from "./volumes.js";
import { act, type Kind, redescribe } from "./writes.js";

const VOLUMES: Kind = { service: "volume", collection: "volumes", key: "volume" };

interface VolumeChanges extends Described {
  /** Kilobytes. */
  readonly capacity?: number | null | undefined;
}

/** os-extend can only grow a volume; the Job ends when that is done. The rest are name, description and metadata. */
export async function updateVolume(
  cloud: Cloud,
  volume: Volume,
  changes: VolumeChanges,
  context: WriteContext,
): Promise<Accepted> {
  const { id } = volume;
  const size = typeof changes.capacity === "number" ? wantedSize(volume, changes.capacity) : undefined;
  if (size !== undefined) await extend(cloud, id, size, context);
  const accepted = await redescribe(cloud.client, context, VOLUMES, id, volume, changes, cloud.settings);
  return size === undefined ? accepted : { ...accepted, handle: id };
}

/** Gibibytes; undefined: the volume has that size. @throws ProviderFault invalid for less than it has */
function wantedSize(volume: Volume, capacity: number): number | undefined {
  const [wanted, present] = [sizeFor(capacity), volume.size ?? 0];
  if (wanted < present)
    throw new ProviderFault(
      "invalid",
      `the capacity ${capacity} is less than the present one; volumes of Cinder only grow: name ${capacityOf(volume)} or more`,
    );
  return wanted === present ? undefined : wanted;
}

const extend = (cloud: Cloud, id: string, size: number, context: WriteContext) =>
  act(
    cloud.client,
    context,
    "capacity",
    id,
    {
      service: "volume",
      method: "POST",
      path: path`/volumes/${id}/action`,
      body: { "os-extend": { new_size: size } },
    },
    {
      find: async () => {
        const found = await oneVolume(cloud, id, context);
        return found.status === "extending" || (found.size ?? 0) >= size ? { id } : undefined;
      },
    },
  );

/** How far the growing of volumes is. */
export async function readGrowth(cloud: Cloud, ids: readonly string[], context: Context): Promise<ReadonlyMap<string, Progress>> {
  const found = await readVolumes(cloud, ids, context);
  return new Map(ids.map((id) => [id, progressOf(id, found.get(id))]));
}

function progressOf(id: string, volume: Volume | undefined): Progress {
  if (volume === undefined) return { done: true, error: gone("volume", id) };
  if (volume.status === "error_extending")
    return { done: true, error: new ProviderFault("unavailable", `Cinder could not grow the volume ${id}`) };
  return { done: volume.status !== "extending" };
}
