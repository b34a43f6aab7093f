import { unknownSource, volumeImageUri } from "./catalogue.js";
import type { Cloud } from "./cloud.js";
import { inRegion, type Making, type Relabelling, relabelled, requireState } from "./labels.js";
import { Refusal } from "./refusal.js";
import type { VolumeImage } from "./things.js";
import { SHARE } from "./timing.js";

export interface VolumeSnapshot extends Making {
  readonly volume: string;
}

export interface CopiedVolumeImage extends Making {
  readonly uri: string;
}

/** What the volume holds now. */
export function snapshotVolume(cloud: Cloud, { volume: id, ...making }: VolumeSnapshot): VolumeImage {
  const volume = cloud.need("volume", id);
  requireState(volume, ["available"], "be captured");
  const image = newImage(cloud, making, { owner: id, size: volume.size, bootable: volume.bootable });
  cloud.put(volume, { state: "capturing", next: [cloud.step(SHARE.capture, "available")] });
  return image;
}

/** A copy of the volume image whose data is there. */
export function copyVolumeImage(cloud: Cloud, { uri, ...making }: CopiedVolumeImage): VolumeImage {
  const source = cloud.every("volumeImage").find((image) => image.uri === uri);
  if (!source) throw unknownSource(uri, "volumeImage");
  const { size, bootable } = usableVolumeImage(cloud, source.id);
  return newImage(cloud, making, { size, bootable });
}

function newImage(cloud: Cloud, making: Making, rest: Pick<VolumeImage, "owner" | "size" | "bootable">): VolumeImage {
  const id = `volume-image-${cloud.identify().replaceAll("-", "").slice(0, 16)}`;
  const next = [cloud.step(SHARE.capture, "available")];
  return cloud.add("volumeImage", {
    ...inRegion(making),
    ...rest,
    id,
    uri: volumeImageUri(id),
    stock: false,
    state: "creating",
    next,
  });
}

/** @throws Refusal NotFound, or Conflict when it is not ready */
export function usableVolumeImage(cloud: Cloud, id: string): VolumeImage {
  const image = cloud.need("volumeImage", id);
  requireState(image, ["available"], "be used");
  return image;
}

export function updateVolumeImage(cloud: Cloud, changes: Relabelling): VolumeImage {
  const image = own(cloud, changes.id);
  return cloud.put(image, relabelled(cloud, image, changes));
}

export function deleteVolumeImage(cloud: Cloud, { id }: { readonly id: string }): VolumeImage {
  const image = own(cloud, id);
  if (image.state === "deleting") return image;
  requireState(image, ["available", "error"], "be deleted");
  return cloud.put(image, { state: "deleting", next: [cloud.step(SHARE.delete, undefined)] });
}

/** @throws Refusal Denied for an image of the cloud's own */
function own(cloud: Cloud, id: string): VolumeImage {
  const image = cloud.need("volumeImage", id);
  if (image.stock) throw new Refusal("Denied", `volumeImage ${id} is the cloud's own and cannot be changed or deleted`);
  return image;
}
