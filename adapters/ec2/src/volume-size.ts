import type { Volume } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  fromKilobytes,
  GIBIBYTE,
  kilobytes,
  type Progress,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { modificationState } from "./states.js";
import type { Described } from "./tag-writing.js";
import { oneVolume } from "./volumes.js";
import { retag, type Sent, sent } from "./writes.js";

interface VolumeChanges extends Described {
  /** Kilobytes. */
  readonly capacity?: number | null | undefined;
}

/** ModifyVolume can only grow a volume; the Job ends when the new size can be used. The rest are tags. */
export async function grow(cloud: Cloud, volume: Volume, changes: VolumeChanges, context: WriteContext): Promise<Accepted> {
  const id = volume.VolumeId!;
  const size = typeof changes.capacity === "number" ? wantedSize(volume, changes.capacity) : undefined;
  if (size !== undefined)
    await context.step("capacity", {
      send: () => modify(cloud, id, size, context),
      find: () => findModified(cloud, id, size, context),
    });
  const accepted = await retag(cloud.client, context, { id, tags: volume.Tags }, changes, cloud.settings);
  return size === undefined ? accepted : { ...accepted, handle: id };
}

/** Gibibytes; undefined: the volume has that size. Throws ProviderFault `invalid` for less than it has. */
function wantedSize({ Size = 0 }: Volume, capacity: number): number | undefined {
  const wanted = fromKilobytes(capacity, GIBIBYTE);
  if (wanted < Size) {
    throw new ProviderFault(
      "invalid",
      `the capacity ${capacity} is less than the present one; EBS volumes only grow: name ${kilobytes(Size, GIBIBYTE)} or more`,
    );
  }
  return wanted === Size ? undefined : wanted;
}

async function modify({ client }: Cloud, id: string, Size: number, context: Context): Promise<Sent> {
  return sent(id, await client.write(context, (ec2, sending) => ec2.modifyVolume({ VolumeId: id, Size }, sending)));
}

async function findModified(cloud: Cloud, id: string, size: number, context: Context): Promise<Sent | undefined> {
  const [{ Size = 0 }, [modification]] = await Promise.all([oneVolume(cloud, id, context), modifications(cloud, [id], context)]);
  return Size >= size || (modification?.TargetSize === size && modificationState(modification.ModificationState) !== "failed")
    ? { id }
    : undefined;
}

/** VolumeIds would fail for one that is gone, a filter does not; the newest modification of each volume is the one told. */
async function modifications({ client }: Cloud, ids: readonly string[], context: Context) {
  const answers = await Promise.all(
    portions(ids).map((portion) =>
      client.read(context, (ec2, sending) =>
        ec2.describeVolumesModifications({ Filters: [filter("volume-id", portion)] }, sending),
      ),
    ),
  );
  const all = answers.flatMap(({ VolumesModifications }) => VolumesModifications ?? []);
  return all.sort((a, b) => (b.StartTime?.getTime() ?? 0) - (a.StartTime?.getTime() ?? 0));
}

/** How far the growing of volumes is, many in one call. A volume without a modification has been grown long ago. */
export async function readModifications(
  cloud: Cloud,
  volumes: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, Progress>> {
  const known = await modifications(cloud, volumes, context);
  return new Map(volumes.map((id) => [id, progressOf(known.find(({ VolumeId }) => VolumeId === id))]));
}

function progressOf(modification: Awaited<ReturnType<typeof modifications>>[number] | undefined): Progress {
  const state = modification ? modificationState(modification.ModificationState) : "done";
  if (state === "failed")
    return {
      done: true,
      error: new ProviderFault("unavailable", modification?.StatusMessage ?? "EC2 could not grow the volume"),
    };
  return { done: state === "done", percent: state === "done" ? 100 : (modification?.Progress ?? 0) };
}
