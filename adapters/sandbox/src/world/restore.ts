import { requireDetached } from "./attachment.js";
import type { Cloud } from "./cloud.js";
import { requireState } from "./labels.js";
import { usableImage } from "./machine.js";
import { Refusal } from "./refusal.js";
import { type Machine, SETTLED, type Volume } from "./things.js";
import { SHARE } from "./timing.js";
import { usableVolumeImage } from "./volume-image.js";

export interface Restore {
  readonly id: string;
  readonly image: string;
}

/** 5.14.1.2: the machine ends in the state that the image was taken in; an image without one leaves it off. */
export function restoreMachine(cloud: Cloud, { id, image: imageId }: Restore): Machine {
  const machine = cloud.need("machine", id);
  requireState(machine, SETTLED, "be restored");
  const image = usableImage(cloud, imageId);
  return cloud.put(machine, {
    image: image.id,
    latestSnapshot: image.type === "image" ? machine.latestSnapshot : image.id,
    state: "restoring",
    next: [cloud.step(SHARE.restore, image.machineState ?? "off", { runtime: image.runtime })],
  });
}

export function restoreVolume(cloud: Cloud, { id, image: imageId }: Restore): Volume {
  const volume = cloud.need("volume", id);
  requireState(volume, ["available"], "be restored");
  requireIdle(cloud, id);
  const image = usableVolumeImage(cloud, imageId);
  if (image.size > volume.size) {
    throw new Refusal(
      "Invalid",
      `volume image ${imageId} holds ${image.size} megabytes; volume ${id} has room for ${volume.size}`,
    );
  }
  const changes = { image: image.id, bootable: image.bootable };
  return cloud.put(volume, { state: "restoring", next: [cloud.step(SHARE.restore, "available", changes)] });
}

/** A guest that runs must not lose what it has open. */
function requireIdle(cloud: Cloud, volume: string): void {
  const attachment = cloud.get("attachment", volume);
  if (attachment && cloud.need("machine", attachment.owner).state !== "off")
    requireDetached(cloud, volume, "restored while the machine runs");
}
