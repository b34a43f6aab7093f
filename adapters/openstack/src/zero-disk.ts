import { type Context, GIBIBYTE, ProviderFault } from "@cimi-gateway/adapter";
import { fromImage } from "./block-devices.js";
import type { Cloud } from "./cloud.js";
import { oneImage } from "./images.js";

/** nova/exception.py, BootFromVolumeRequiredForZeroDiskFlavor: what a cloud says whose policy keeps images off the disks of its hosts. */
const REFUSAL = /volume-backed servers are allowed for flavors with zero disk/i;

export const wantsVolume = (error: unknown): boolean => error instanceof ProviderFault && REFUSAL.test(error.message);

/** The root as a volume that Nova makes of the image, and which goes with the server. It must be told how large that is. */
export async function rootVolume(cloud: Cloud, image: string, context: Context): Promise<ReturnType<typeof fromImage>> {
  const { min_disk = 0, size, virtual_size } = (await oneImage(cloud, image, context)).image;
  const { volumeType } = cloud.settings;
  return fromImage(image, {
    destination_type: "volume",
    volume_size: Math.max(1, min_disk, Math.ceil(Math.max(size ?? 0, virtual_size ?? 0) / GIBIBYTE)),
    ...(volumeType !== undefined && { volume_type: volumeType }),
  });
}
