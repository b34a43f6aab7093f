import type { Filter, Instance, Volume, VolumeAttachment } from "@aws-sdk/client-ec2";
import type { Context, Holders } from "@cimi-gateway/adapter";
import { filter, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { isDisk } from "./instance.js";
import { type Ec2Machine, readInstances } from "./instances.js";
import { confined, isInside } from "./scope.js";
import { volumeState } from "./states.js";
import { type Sent, sent } from "./writes.js";

/** Page by page, Disks among them; those outside the scope left out. */
export async function* volumePages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): AsyncGenerator<readonly Volume[]> {
  const pages = client.pages(
    context,
    (ec2, page, sending) => ec2.describeVolumes({ ...confined(scope, filters), ...page }, sending),
    ({ Volumes }) => Volumes,
  );
  for await (const page of pages)
    yield page.filter(({ State, Tags }) => volumeState(State) !== undefined && isInside(scope, Tags));
}

/** By their ids, Disks among them. */
export const readVolumes = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Volume>> =>
  readBy(
    ids,
    ({ VolumeId }) => VolumeId,
    (portion) => volumePages(cloud, context, [filter("volume-id", portion)]),
  );

/** Throws ProviderFault `notFound`. */
export async function oneVolume(cloud: Cloud, id: string, context: Context): Promise<Volume> {
  const volume = (await readVolumes(cloud, [id], context)).get(id);
  if (!volume) throw gone("volume", id);
  return volume;
}

/** EC2 keeps these names for roots ("Device names for volumes"). */
const ROOTS: ReadonlySet<string | undefined> = new Set(["/dev/sda1", "/dev/xvda", "/dev/sda", "xvda"]);

/** Whether only the instance can tell: DescribeVolumes says nothing of roots. */
const isDoubtful = ({ DeleteOnTermination, Device }: VolumeAttachment): boolean =>
  DeleteOnTermination === undefined || (!DeleteOnTermination && ROOTS.has(Device));

/**
 * The ids of those that are Disks. Costs a call only where a volume is attached where roots are.
 *
 * @param known machines that the same request has read
 */
export async function disksAmong(
  cloud: Cloud,
  volumes: readonly Volume[],
  context: Context,
  known: Holders<Ec2Machine> = new Map(),
): Promise<ReadonlySet<string>> {
  const attachments = volumes.flatMap(({ Attachments, VolumeId }) =>
    (Attachments ?? []).map((attachment) => ({ ...attachment, VolumeId })),
  );
  const doubtful = attachments.filter(isDoubtful).flatMap(({ InstanceId }) => InstanceId ?? []);
  const unknown = doubtful.filter((id) => !known.has(id));
  const read = unknown.length === 0 ? new Map<string, Instance>() : await readInstances(cloud, unknown, context);
  const instanceOf = ({ InstanceId = "" }: VolumeAttachment) => known.get(InstanceId)?.instance ?? read.get(InstanceId);
  const disks = attachments.filter(
    (attachment) => attachment.DeleteOnTermination === true || isDiskOf(instanceOf(attachment), attachment),
  );
  return new Set(disks.flatMap(({ VolumeId }) => VolumeId ?? []));
}

/** Where a machine cannot be seen (it is gone, or outside the scope) what is attached where roots are is its root. */
function isDiskOf(instance: Instance | undefined, { VolumeId, Device }: VolumeAttachment): boolean {
  if (instance === undefined) return ROOTS.has(Device);
  const mapping = instance.BlockDeviceMappings?.find(({ Ebs }) => Ebs?.VolumeId === VolumeId);
  return mapping !== undefined && isDisk(instance, mapping);
}

/** One that is gone already is no error. */
export const deleteVolume = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.deleteVolume({ VolumeId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
