import { type ResourceAdapter, resourceAdapter } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { type Flavor, flavorPages, readFlavors } from "./flavors.js";
import { architectureOf, cpuOf, diskSize, memoryOf } from "./hardware.js";

/** A flavor. Only administrators make them; consumers' configurations are kept by the gateway. */
export const machineConfiguration = (cloud: Cloud): ResourceAdapter<"MachineConfiguration", unknown> =>
  resourceAdapter<Flavor>()("MachineConfiguration", {
    identify: ({ id }) => ({ id }),
    attributes: {
      name: ({ name }) => name,
      description: ({ description }) => description || undefined,
      cpu: cpuOf,
      memory: memoryOf,
      disks: disksOf,
      cpuArch: (flavor) => architectureOf(flavor, cloud.settings),
      nativeId: ({ id }) => id,
      location: () => cloud.settings.region,
    },
    list: (_query, context) => flavorPages(cloud, context),
    read: (ids, context) => readFlavors(cloud, ids, context),
  });

/** The root, then what is empty at first and goes with the machine. */
function disksOf({ disk, "OS-FLV-EXT-DATA:ephemeral": ephemeral }: Flavor): Resource<"MachineConfiguration">["disks"] {
  return [disk, ephemeral].flatMap((size) => {
    const capacity = diskSize(size);
    return capacity === undefined ? [] : [{ capacity }];
  });
}
