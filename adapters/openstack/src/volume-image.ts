import {
  type Accepted,
  type CreateRequest,
  gather,
  gatherBy,
  type ResourceAdapter,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { isManaged } from "./managed.js";
import { described, markerIn } from "./metadata.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { path } from "./paths.js";
import { markedSnapshot, oneSnapshot, readSnapshots, type Snapshot, snapshotPages } from "./snapshots.js";
import { locationOf, readSource } from "./source.js";
import { volumeImageState } from "./states.js";
import { instant } from "./times.js";
import { oneVolume } from "./volumes.js";
import { type Kind, redescribe, remove, sent } from "./writes.js";

const SNAPSHOTS: Kind = { service: "volume", collection: "snapshots", key: "snapshot" };

/** A snapshot of a volume of Cinder. */
export const volumeImage = (cloud: Cloud): ResourceAdapter<"VolumeImage", unknown> =>
  resourceAdapter<Snapshot>()("VolumeImage", {
    identify: ({ id, metadata }) => ({ id, marker: markerIn(metadata) }),
    attributes: {
      ...described((native: Snapshot) => native, cloud.settings),
      created: ({ created_at }) => instant(created_at),
      updated: ({ updated_at }) => instant(updated_at),
      state: ({ status }) => volumeImageState(status),
      imageLocation: ({ id }) => locationOf(cloud.settings.region, "snapshots", id),
      nativeId: ({ id }) => id,
      location: () => cloud.settings.region,
    },
    list: ({ parent }, context) => snapshotPages(cloud, context, parent === undefined ? {} : { volume_id: parent }),
    listWithin: async (parents, context) => {
      const wanted = new Set<string | undefined>(parents);
      const all = (await gather(snapshotPages(cloud, context))).filter(({ volume_id }) => wanted.has(volume_id));
      return gatherBy(
        (async function* () {
          yield all;
        })(),
        ({ volume_id }) => volume_id,
      );
    },
    read: (ids, context) => readSnapshots(cloud, ids, context),
    create: async (request, context) => {
      const { imageLocation = "" } = request.template;
      const { id } = readSource(imageLocation, cloud.settings.region, ["volumes"]);
      return snapshotVolume(cloud, id, request, context);
    },
    update: async (id, changes, context) =>
      redescribe(cloud.client, context, SNAPSHOTS, id, await oneSnapshot(cloud, id, context), changes, cloud.settings),
    delete: async (id, context) =>
      remove(cloud.client, context, "delete", id, { service: "volume", path: path`/snapshots/${id}` }),
    deletable: ({ metadata }) => !isManaged(metadata),
  });

/** An image of what a volume holds now, also while it is in use. */
export async function snapshotVolume(
  cloud: Cloud,
  volume: string,
  request: CreateRequest<ResourceName>,
  context: WriteContext,
): Promise<Accepted> {
  const made = await context.step("create", {
    send: async ({ marker }) => {
      await oneVolume(cloud, volume, context);
      const snapshot = { ...fresh(cloud.settings, marker, request), volume_id: volume, force: true };
      const call = { service: "volume", method: "POST", path: "/snapshots", body: { snapshot } } as const;
      const answer: NativeAnswer<{ snapshot?: { id?: string } }> = await cloud.client.write(context, call);
      return sent(answer.body?.snapshot?.id, answer);
    },
    find: ({ marker }) => markedSnapshot(cloud, marker, context),
    undo: async ({ id }) => {
      const call = { service: "volume", method: "DELETE", path: path`/snapshots/${id}` } as const;
      await cloud.client.write(context, call).catch((error) => unlessGone(error, undefined));
    },
  });
  return { ...made, ...freshOverlay(cloud.settings, request) };
}
