import { nativeId } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Root } from "./machine-root.js";

type Volumes = NonNullable<Resource<"MachineTemplate">["volumes"]>;

/** Of block_device_mapping_v2 (Compute API, "Create server"). */
type Device = Readonly<Record<string, string | number | boolean>>;

/** Where there are volumes, the root is told, too. What is a Volume outlives its machine, also where that starts from it (Contract, "Disk or Volume"). */
export function devicesOf(root: Root, volumes: Volumes = []): readonly Device[] {
  const held = volumes.map(({ volume, initialLocation }) => heldBy(nativeId(volume!), root, initialLocation));
  if ("image" in root) return held.length === 0 ? [] : [fromImage(root.image, { destination_type: "local" }), ...held];
  return held.sort((one, other) => Number(other.boot_index) - Number(one.boot_index));
}

const heldBy = (uuid: string, root: Root, location: string | undefined): Device => ({
  uuid,
  source_type: "volume",
  destination_type: "volume",
  boot_index: "volume" in root && root.volume === uuid ? 0 : -1,
  delete_on_termination: false,
  ...(location !== undefined && { device_name: location }),
});

/** A root that is made of an image goes with the machine. */
export const fromImage = (image: string, destination: Device): Device => ({
  uuid: image,
  source_type: "image",
  ...destination,
  boot_index: 0,
  delete_on_termination: true,
});
