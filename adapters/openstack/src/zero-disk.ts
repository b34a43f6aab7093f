import { type Context, GIBIBYTE, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { fromImage } from "./block-devices.js";
import type { Cloud } from "./cloud.js";
import { oneImage } from "./images.js";
import { path } from "./paths.js";
import { isConfined } from "./scope.js";
import { oneServer } from "./servers.js";

/** nova/exception.py, BootFromVolumeRequiredForZeroDiskFlavor: what a cloud says whose policy keeps images off the disks of its hosts. */
const REFUSAL = /volume-backed servers are allowed for flavors with zero disk/i;

export const wantsVolume = (error: unknown): boolean => error instanceof ProviderFault && REFUSAL.test(error.message);

/** The root as a volume that Nova makes of the image, and which goes with the server. It must be told how large that is. */
export async function volumeOf(cloud: Cloud, image: string, context: Context): Promise<ReturnType<typeof fromImage>> {
  const { min_disk = 0, size, virtual_size } = (await oneImage(cloud, image, context)).image;
  const { volumeType } = cloud.settings;
  return fromImage(image, {
    destination_type: "volume",
    volume_size: Math.max(1, min_disk, Math.ceil(Math.max(size ?? 0, virtual_size ?? 0) / GIBIBYTE)),
    ...(volumeType !== undefined && { volume_type: volumeType }),
  });
}

/** Nova gives that volume no metadata: what confines the cloud is set once it is there, without which it would be outside. */
export async function confineRoot(cloud: Cloud, server: string, context: WriteContext): Promise<void> {
  const { scope } = cloud.settings;
  if (!isConfined(scope)) return;
  await context.reach("Machine", server, ["STARTED"]);
  await context.step("root scope", {
    send: async () => {
      const roots = (await oneServer(cloud, server, context)).volumes.filter(({ isOwn }) => isOwn).map(({ id }) => id);
      for (const id of roots) {
        const call = {
          service: "volume",
          method: "POST",
          path: path`/volumes/${id}/metadata`,
          body: { metadata: scope },
        } as const;
        await cloud.client.write(context, call);
      }
      return roots;
    },
  });
}
