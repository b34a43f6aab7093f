import { nativeId, ProviderFault, type ResourceAdapter, resourceAdapter } from "@cimi-gateway/adapter";
import { restoreVolume } from "./backup-restore.js";
import type { Cloud } from "./cloud.js";
import { isManaged } from "./managed.js";
import { described, markerIn } from "./metadata.js";
import { path } from "./paths.js";
import { volumeState } from "./states.js";
import { instant } from "./times.js";
import { createVolume } from "./volume-create.js";
import { takeImage } from "./volume-image-create.js";
import { backupOf } from "./volume-images.js";
import { readGrowth, updateVolume } from "./volume-update.js";
import { capacityOf, disksAmong, MAPPED, oneVolume, readVolumes, type Volume, volumePages } from "./volumes.js";
import { act, remove, toMake } from "./writes.js";

/** A volume of Cinder that outlives machines. */
export const volume = (cloud: Cloud): ResourceAdapter<"Volume", unknown> =>
  resourceAdapter<Volume>()("Volume", {
    identify: ({ id, metadata }) => ({ id, marker: markerIn(metadata) }),
    attributes: {
      ...described((native: Volume) => native, cloud.settings),
      created: ({ created_at }) => instant(created_at),
      updated: ({ updated_at }) => instant(updated_at),
      state: ({ status }) => volumeState(status),
      type: () => MAPPED,
      capacity: capacityOf,
      bootable: ({ bootable }) => bootable === "true",
      images: () => undefined,
      nativeId: ({ id }) => id,
      location: ({ availability_zone }) => availability_zone || undefined,
    },
    capabilities: { SharedVolumeSupport: false },
    async *list(_query, context) {
      for await (const page of volumePages(cloud, context)) {
        const disks = await disksAmong(cloud, page, context);
        yield page.filter(({ id }) => !disks.has(id));
      }
    },
    async read(ids, context) {
      const found = await readVolumes(cloud, ids, context);
      const disks = await disksAmong(cloud, [...found.values()], context);
      return new Map([...found].filter(([id]) => !disks.has(id)));
    },
    create: (request, context) => createVolume(cloud, request, context),
    update: async (id, changes, context) => updateVolume(cloud, await oneVolume(cloud, id, context), changes, context),
    delete: async (id, context) => remove(cloud.client, context, "delete", id, { service: "volume", path: path`/volumes/${id}` }),
    deletable: ({ metadata }) => !isManaged(metadata),
    operations: {
      snapshot: { run: (id, { creates }, context) => takeImage(cloud, { kind: "volumes", id }, toMake(creates), context) },
      restore: {
        run: (id, { image }, context) => {
          if (!image) throw new ProviderFault("invalid", "the request lacks the image to restore from");
          const backup = backupOf(nativeId(image));
          if (backup !== undefined) return restoreVolume(cloud, backup, id, context);
          const body = { revert: { snapshot_id: nativeId(image) } };
          const call = { service: "volume", method: "POST", path: path`/volumes/${id}/action`, body } as const;
          return act(cloud.client, context, "revert", id, call, {
            find: async () => ((await oneVolume(cloud, id, context)).status === "reverting" ? { id } : undefined),
          });
        },
        // Block Storage API v3, "Revert volume to snapshot": a volume that is not attached, to its latest snapshot; "Restore a backup": to any.
        available: ({ status }) => status === "available",
      },
    },
    poll: (handles, context) => readGrowth(cloud, handles, context),
  });
