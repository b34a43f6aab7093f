import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { type ResourceAdapter, resourceAdapter } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { architectureOf, cpuOf, cpuSpeedOf, disksOf, memoryOf } from "./hardware.js";

/** An instance type of the region, known by its name. EC2's own cannot be changed; consumers' are kept by the gateway. */
export const machineConfiguration = ({ types, settings }: Cloud): ResourceAdapter<"MachineConfiguration", unknown> =>
  resourceAdapter<InstanceTypeInfo>()("MachineConfiguration", {
    identify: ({ InstanceType }) => ({ id: InstanceType! }),
    attributes: {
      name: ({ InstanceType }) => InstanceType,
      cpu: cpuOf,
      memory: memoryOf,
      disks: disksOf,
      cpuArch: architectureOf,
      cpuSpeed: (type) => cpuSpeedOf(type.InstanceType, type, settings.cpuSpeeds),
      nativeId: ({ InstanceType }) => InstanceType,
      location: () => settings.region,
    },
    async *list(_query, context) {
      yield await types.all(context);
    },
    read: (ids, context) => types.named(ids, context),
  });
