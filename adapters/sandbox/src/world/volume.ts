import { requireDetached } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import { grown, MOST_SIZE } from "./disk.js";
import { inZone, type Making, type Relabelling, relabelled, requireAmount, requireState } from "./labels.js";
import { Refusal } from "./refusal.js";
import type { Volume } from "./things.js";
import { SHARE } from "./timing.js";
import { usableVolumeImage } from "./volume-image.js";

export interface NewVolume extends Making {
  /** Megabytes; without it, as much as the image holds. */
  readonly size?: number | undefined;
  readonly format?: string | undefined;
  readonly image?: string | undefined;
}

export interface VolumeChanges extends Relabelling {
  readonly size?: number | undefined;
}

export function createVolume(cloud: Cloud, { size, format, image: imageId, ...making }: NewVolume): Volume {
  const image = imageId === undefined ? undefined : usableVolumeImage(cloud, imageId);
  const wanted = size ?? image?.size;
  if (wanted === undefined) throw new Refusal("Invalid", "a volume needs a capacity, or an image whose capacity it takes over");
  if (image && wanted < image.size)
    throw new Refusal("Invalid", `volume image ${image.id} needs a capacity of at least ${image.size} megabytes`);
  return cloud.add("volume", {
    ...inZone(making),
    size: requireAmount(wanted, MOST_SIZE, "capacity (megabytes)"),
    format,
    image: image?.id,
    bootable: image?.bootable ?? false,
    state: "creating",
    next: [cloud.step(SHARE.create, "available")],
  });
}

export function updateVolume(cloud: Cloud, { size, ...labels }: VolumeChanges): Volume {
  const volume = cloud.need("volume", labels.id);
  if (size !== undefined && size !== volume.size) requireState(volume, ["available"], "grow");
  return cloud.put(volume, { ...relabelled(cloud, volume, labels), size: grown(volume.size, size) });
}

export function deleteVolume(cloud: Cloud, { id }: { readonly id: string }): Volume {
  const volume = cloud.need("volume", id);
  if (volume.state === "deleting") return volume;
  requireDetached(cloud, id, "deleted");
  requireState(volume, ["available", "creating", "error"], "be deleted");
  return cloud.put(volume, { state: "deleting", next: [cloud.step(SHARE.delete, undefined)] });
}
