import { gather, gatherBy, type Progress, ProviderFault, type ResourceAdapter, resourceAdapter } from "@cimi-gateway/adapter";
import { deleteBackup, redescribeBackup } from "./backup-writes.js";
import type { Cloud } from "./cloud.js";
import { isManaged } from "./managed.js";
import { described, markerIn } from "./metadata.js";
import { path } from "./paths.js";
import { locationOf, readSource } from "./source.js";
import { instant } from "./times.js";
import { takeImage } from "./volume-image-create.js";
import { choiceOf, volumeImageExtensions } from "./volume-image-extensions.js";
import { backupOf, imagePages, oneImage, readImages, type VolumeImage } from "./volume-images.js";
import { type Kind, redescribe, remove } from "./writes.js";

const SNAPSHOTS: Kind = { service: "volume", collection: "snapshots", key: "snapshot" };

/** A snapshot of a volume of Cinder, or a backup of one. */
export const volumeImage = (cloud: Cloud): ResourceAdapter<"VolumeImage", unknown> =>
  resourceAdapter<VolumeImage>()("VolumeImage", {
    identify: ({ id, metadata }) => ({ id, marker: markerIn(metadata) }),
    attributes: {
      ...described((image: VolumeImage) => image, cloud.settings),
      created: ({ created }) => instant(created),
      updated: ({ updated }) => instant(updated),
      state: ({ state }) => state,
      imageLocation: ({ kind, native }) => locationOf(cloud.settings.region, `${kind}s`, native),
      nativeId: ({ native }) => native,
      location: () => cloud.settings.region,
    },
    extensions: volumeImageExtensions,
    list: ({ parent }, context) => imagePages(cloud, context, parent === undefined ? {} : { volume_id: parent }),
    listWithin: async (parents, context) => {
      const wanted = new Set<string | undefined>(parents);
      const all = (await gather(imagePages(cloud, context))).filter(({ volume }) => wanted.has(volume));
      return gatherBy(
        (async function* () {
          yield all;
        })(),
        ({ volume }) => volume,
      );
    },
    read: (ids, context) => readImages(cloud, ids, context),
    create: async (request, context) => {
      const { imageLocation = "" } = request.template;
      const taken = choiceOf(request.template).kind === "backup" ? (["volumes", "snapshots"] as const) : (["volumes"] as const);
      const { kind, id } = readSource(imageLocation, cloud.settings.region, taken);
      return takeImage(cloud, { kind: kind === "snapshots" ? kind : "volumes", id }, request, context);
    },
    update: async (id, changes, context) => {
      const backup = backupOf(id);
      if (backup !== undefined) return redescribeBackup(cloud, backup, changes, context);
      return redescribe(cloud.client, context, SNAPSHOTS, id, await oneImage(cloud, id, context), changes, cloud.settings);
    },
    delete: async (id, context) => {
      const backup = backupOf(id);
      if (backup !== undefined) return deleteBackup(cloud, backup, context);
      return remove(cloud.client, context, "delete", id, { service: "volume", path: path`/snapshots/${id}` });
    },
    deletable: ({ metadata }) => !isManaged(metadata),
    async poll(handles, context) {
      const found = await readImages(cloud, handles, context);
      return new Map(handles.map((id) => [id, progressOf(found.get(id))]));
    },
  });

/** How far a backup is; Cinder says why one fails. Whether one is gone that is not found is told by what waits for it. */
function progressOf(image: VolumeImage | undefined): Progress {
  if (image?.state !== "ERROR") return { done: image?.state !== "CREATING" };
  const reason = image.failure ?? "no reason";
  return { done: true, error: new ProviderFault("unavailable", `OpenStack could not back up the volume: ${reason}`) };
}
