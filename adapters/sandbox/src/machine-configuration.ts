import { kibibytes, MEBIBYTE, resourceAdapter } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify } from "./common.js";
import { capacityOf } from "./sizes.js";
import type { MachineConfiguration } from "./world/things.js";

/** The sizes that the cloud offers; nobody makes others there. */
export const machineConfiguration = (client: Client) =>
  resourceAdapter<MachineConfiguration>()("MachineConfiguration", {
    identify,
    attributes: {
      ...common,
      cpu: ({ cpu }) => cpu,
      memory: ({ memory }) => kibibytes(memory, MEBIBYTE),
      disks: ({ disks }) => disks.map(({ size, device }) => ({ capacity: capacityOf(size), initialLocation: device })),
      cpuArch: ({ architecture }) => architecture,
      cpuSpeed: ({ speed }) => speed,
    },
    list: (_, context) => client.list("machineConfiguration", context),
    read: (ids, context) => client.read("machineConfiguration", ids, context),
  });
