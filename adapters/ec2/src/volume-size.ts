import type { Volume, VolumeModification } from "@aws-sdk/client-ec2";
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
import { type Performance, performanceOf } from "./volume-extensions.js";
import { oneVolume } from "./volumes.js";
import { retag, type Sent, sent } from "./writes.js";

interface VolumeChanges extends Described {
  /** Kilobytes. */
  readonly capacity?: number | null | undefined;
}

/** What ModifyVolume changes of a volume. */
interface Modified extends Performance {
  /** Gibibytes. */
  readonly Size?: number;
}

/** ModifyVolume can only grow a volume, and changes its performance; the Job ends when that can be used. The rest are tags. */
export async function modifyVolume(
  cloud: Cloud,
  volume: Volume,
  changes: VolumeChanges,
  context: WriteContext,
): Promise<Accepted> {
  const id = volume.VolumeId!;
  const size = typeof changes.capacity === "number" ? wantedSize(volume, changes.capacity) : undefined;
  const wanted: Modified = { ...(size !== undefined && { Size: size }), ...performanceOf(changes) };
  const isModified = Object.keys(wanted).length > 0;
  if (isModified)
    await context.step("capacity", {
      send: () => modify(cloud, id, wanted, context),
      find: () => findModified(cloud, id, wanted, context),
    });
  const accepted = await retag(cloud.client, context, { id, tags: volume.Tags }, changes, cloud.settings);
  return isModified ? { ...accepted, handle: id } : accepted;
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

async function modify({ client }: Cloud, id: string, wanted: Modified, context: Context): Promise<Sent> {
  return sent(id, await client.write(context, (ec2, sending) => ec2.modifyVolume({ VolumeId: id, ...wanted }, sending)));
}

async function findModified(cloud: Cloud, id: string, wanted: Modified, context: Context): Promise<Sent | undefined> {
  const [volume, [modification]] = await Promise.all([oneVolume(cloud, id, context), modifications(cloud, [id], context)]);
  const target = modification && modificationState(modification.ModificationState) !== "failed" ? targetOf(modification) : {};
  return isAs(volume, wanted) || isAs(target, wanted) ? { id } : undefined;
}

const targetOf = ({ TargetSize, TargetVolumeType, TargetIops, TargetThroughput }: VolumeModification): Modified => ({
  ...(TargetSize !== undefined && { Size: TargetSize }),
  ...(TargetVolumeType && { VolumeType: TargetVolumeType }),
  ...(TargetIops !== undefined && { Iops: TargetIops }),
  ...(TargetThroughput !== undefined && { Throughput: TargetThroughput }),
});

/** A volume may have been grown further since. */
const isAs = (is: Partial<Record<keyof Modified, unknown>>, { Size = 0, ...wanted }: Modified): boolean =>
  Number(is.Size ?? 0) >= Size && Object.entries(wanted).every(([key, held]) => is[key as keyof Modified] === held);

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
