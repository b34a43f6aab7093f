import type { Snapshot } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  type CreateRequest,
  gather,
  gatherBy,
  type Once,
  ProviderFault,
  type ResourceAdapter,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { arnOf, readSource } from "./arn.js";
import { filter, pagesWithin } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { isManaged } from "./managed.js";
import { readSnapshots, snapshotPages } from "./snapshots.js";
import { checkSource } from "./source.js";
import { volumeImageState } from "./states.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { described, markerIn, RESERVED } from "./tags.js";
import { retag, type Sent, sent } from "./writes.js";

/** An own EBS snapshot; those of images are among them. Which ones can be started from, EC2 does not tell. */
export const volumeImage = (cloud: Cloud): ResourceAdapter<"VolumeImage", unknown> =>
  resourceAdapter<Snapshot>()("VolumeImage", {
    identify: ({ SnapshotId, Tags }) => ({ id: SnapshotId!, marker: markerIn(Tags) }),
    attributes: {
      ...described(({ Tags }: Snapshot) => Tags, cloud.settings),
      created: ({ StartTime }) => StartTime?.toISOString(),
      state: ({ State }) => volumeImageState(State),
      imageLocation: ({ SnapshotId }) => arnOf("snapshot", cloud.settings.region, SnapshotId!),
      nativeId: ({ SnapshotId }) => SnapshotId,
      location: () => cloud.settings.region,
    },
    list: ({ parent }, context) => snapshotPages(cloud, context, parent === undefined ? [] : [filter("volume-id", [parent])]),
    listWithin: (parents, context) =>
      gatherBy(
        pagesWithin(parents, (portion) => snapshotPages(cloud, context, [filter("volume-id", portion)])),
        ({ VolumeId }) => VolumeId,
      ),
    read: (ids, context) => readSnapshots(cloud, ids, context),
    create: (request, context) => copySnapshot(cloud, request, context),
    update: async (id, changes, context) => {
      const snapshot = (await readSnapshots(cloud, [id], context)).get(id);
      if (!snapshot) throw gone("snapshot", id);
      return retag(cloud.client, context, { id, tags: snapshot.Tags }, changes, cloud.settings);
    },
    delete: (id, context) => context.step("delete", { send: () => remove(cloud, id, context) }),
    deletable: (native) => !isManaged(native),
  });

type Request = CreateRequest<ResourceName>;

/** CreateSnapshot and CopySnapshot have no token (RELIABILITY.md, A2): an interrupted one is looked for by its marker. */
const create = async (
  cloud: Cloud,
  request: Request,
  send: (once: Once) => Promise<Sent>,
  context: WriteContext,
): Promise<Accepted> => {
  const made = await context.step("create", {
    send,
    find: async ({ marker }) => {
      const [found] = await gather(snapshotPages(cloud, context, [filter(`tag:${RESERVED.marker}`, [marker])]));
      return found?.SnapshotId === undefined ? undefined : { id: found.SnapshotId };
    },
    undo: async ({ id }) => {
      await remove(cloud, id, context);
    },
  });
  return { ...made, ...newOverlay(cloud.settings, request) };
};

/** An image of what a volume holds now. */
export function snapshotVolume(
  cloud: Cloud,
  volume: string,
  request: Request | undefined,
  context: WriteContext,
): Promise<Accepted> {
  if (!request) throw new ProviderFault("invalid", "the request lacks the image to make");
  const send = async ({ marker }: Once): Promise<Sent> => {
    const input = { VolumeId: volume, ...newTags(cloud.settings, ["snapshot"], marker, request) };
    const answer = await cloud.client.write(context, (ec2, sending) => ec2.createSnapshot(input, sending));
    return sent(answer.SnapshotId, answer);
  };
  return create(cloud, request, send, context);
}

/** From a native URI: a copy of a snapshot that the account may read, of any region. */
async function copySnapshot(cloud: Cloud, request: CreateRequest<"VolumeImage">, context: WriteContext): Promise<Accepted> {
  const { imageLocation = "" } = request.template;
  const source = readSource(imageLocation);
  if (source?.kind !== "snapshot")
    throw new ProviderFault(
      "invalid",
      `the imageLocation ${JSON.stringify(imageLocation)} is neither a volume nor the ARN of a snapshot, arn:aws:ec2:<region>::snapshot/<id>`,
    );
  await checkSource(cloud, source, context);
  const send = async ({ marker }: Once): Promise<Sent> => {
    const input = {
      SourceRegion: source.region,
      SourceSnapshotId: source.id,
      ...newTags(cloud.settings, ["snapshot"], marker, request),
    };
    const answer = await cloud.client.write(context, (ec2, sending) => ec2.copySnapshot(input, sending));
    return sent(answer.SnapshotId, answer);
  };
  return create(cloud, request, send, context);
}

const remove = ({ client }: Cloud, id: string, context: Context): Promise<Sent> =>
  client
    .write(context, (ec2, sending) => ec2.deleteSnapshot({ SnapshotId: id }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
