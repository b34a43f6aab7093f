import type { Volume, VolumeType } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  type CreateRequest,
  fromKilobytes,
  GIBIBYTE,
  kilobytes,
  nativeId,
  type Once,
  ProviderFault,
  type ResourceAdapter,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { isManaged } from "./managed.js";
import { volumeState } from "./states.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { described, markerIn } from "./tags.js";
import { type Performance, performanceOf, volumeExtensions } from "./volume-extensions.js";
import { snapshotVolume } from "./volume-image.js";
import { modifyVolume, readModifications } from "./volume-size.js";
import { deleteVolume, disksAmong, oneVolume, readVolumes, volumePages } from "./volumes.js";
import { type Sent, sent } from "./writes.js";

/** Table 26: a block device; all of EBS is. */
const MAPPED = "http://schemas.dmtf.org/cimi/2/mapped";

/** An EBS volume that outlives machines. Which ones can be started from, EC2 does not tell. */
export const volume = (cloud: Cloud): ResourceAdapter<"Volume", unknown> =>
  resourceAdapter<Volume>()("Volume", {
    identify: ({ VolumeId, Tags }) => ({ id: VolumeId!, marker: markerIn(Tags) }),
    attributes: {
      ...described(({ Tags }: Volume) => Tags, cloud.settings),
      created: ({ CreateTime }) => CreateTime?.toISOString(),
      state: ({ State }) => volumeState(State),
      type: () => MAPPED,
      capacity: ({ Size }) => (Size === undefined ? undefined : kilobytes(Size, GIBIBYTE)),
      images: () => undefined,
      nativeId: ({ VolumeId }) => VolumeId,
      location: ({ AvailabilityZone }) => AvailabilityZone,
    },
    capabilities: { SharedVolumeSupport: false },
    extensions: volumeExtensions,
    async *list(_query, context) {
      for await (const page of volumePages(cloud, context)) yield await withoutDisks(cloud, page, context);
    },
    async read(ids, context) {
      const volumes = await withoutDisks(cloud, [...(await readVolumes(cloud, ids, context)).values()], context);
      return new Map(volumes.map((native) => [native.VolumeId!, native]));
    },
    create: (request, context) => createVolume(cloud, request, context),
    update: async (id, changes, context) => modifyVolume(cloud, await oneVolume(cloud, id, context), changes, context),
    delete: (id, context) => context.step("delete", { send: () => deleteVolume(cloud, id, context) }),
    deletable: (native) => !isManaged(native),
    operations: {
      snapshot: { run: (id, { creates }, context) => snapshotVolume(cloud, id, creates, context) },
    },
    poll: (handles, context) => readModifications(cloud, handles, context),
  });

async function withoutDisks(cloud: Cloud, volumes: readonly Volume[], context: Context): Promise<Volume[]> {
  const disks = await disksAmong(cloud, volumes, context);
  return volumes.filter(({ VolumeId }) => !disks.has(VolumeId ?? ""));
}

type Request = CreateRequest<"Volume">;

/** CreateVolume, whose ClientToken makes a repeat harmless (RELIABILITY.md, A1). */
async function createVolume(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const input = inputOf(cloud, request);
  const AvailabilityZone = await cloud.zones.chosen(request.location, context);
  const made = await context.step("create", {
    send: (once) => send(cloud, request, { ...input, AvailabilityZone }, once, context),
    undo: async ({ id }) => {
      await deleteVolume(cloud, id, context);
    },
  });
  return { ...made, ...newOverlay(cloud.settings, request) };
}

interface Input extends Performance {
  readonly Size?: number;
  readonly SnapshotId?: string;
}

function inputOf({ settings }: Cloud, request: Request): Input {
  const { template } = request;
  const { capacity, type, format } = (template.volumeConfig?.value ?? {}) as {
    capacity?: number;
    type?: string;
    format?: string;
  };
  if (format)
    throw new ProviderFault(
      "invalid",
      `EBS makes no file systems: leave the format ${JSON.stringify(format)} out of the volumeConfig`,
    );
  if (type && !/\/cimi\/[12]\/mapped$/.test(type))
    throw new ProviderFault("invalid", `EBS has no volumes of the type ${JSON.stringify(type)}; name ${MAPPED} or none`);
  const image = template.volumeImage && nativeId(template.volumeImage);
  if (capacity === undefined && image === undefined)
    throw new ProviderFault("invalid", "the volumeConfig lacks its capacity, in kilobytes");
  return {
    ...(capacity !== undefined && { Size: fromKilobytes(capacity, GIBIBYTE) }),
    ...(image !== undefined && { SnapshotId: image }),
    VolumeType: settings.volumeType as VolumeType,
    ...performanceOf(template),
  };
}

async function send(
  { client, settings }: Cloud,
  request: Request,
  input: Input & { AvailabilityZone: string },
  { token, marker }: Once,
  context: Context,
): Promise<Sent> {
  const tags = newTags(settings, ["volume"], marker, request);
  const answer = await client.write(context, (ec2, sending) =>
    ec2.createVolume({ ...input, ClientToken: token, ...tags }, sending),
  );
  return sent(answer.VolumeId, answer);
}
