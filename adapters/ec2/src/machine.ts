import { type Context, type Mapping, type ResourceAdapter, reference, resourceAdapter } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { architectureOf, cpuSpeedOf, machineCpu, memoryOf } from "./hardware.js";
import { createdAt } from "./instance.js";
import { type Ec2Machine, instancePages, readInstances, withTypes } from "./instances.js";
import { interfaceMembership } from "./interface-attachment.js";
import { createMachine } from "./machine-create.js";
import { machineOperations } from "./machine-operations.js";
import { updateMachine } from "./machine-update.js";
import { isManaged } from "./managed.js";
import { machineState } from "./states.js";
import { described, markerIn, RESERVED, tagIn } from "./tags.js";
import { act } from "./writes.js";

/** Table 7: EC2 starts what it makes; what is to end STOPPED has booted once. */
const capabilities = {
  DefaultInitialState: "STARTED",
  InitialStates: "STARTED,STOPPED",
  MachineStopForce: true,
  MachineStopForceDefault: false,
  RestoreFromImage: true,
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
  UserData: "metadata",
} as const;

const attributes = ({ settings }: Cloud): Mapping<Ec2Machine, "Machine"> => ({
  ...described(({ instance }: Ec2Machine) => instance.Tags, settings),
  created: ({ instance }) => createdAt(instance)?.toISOString(),
  state: ({ instance }) => machineState(instance),
  cpu: ({ instance, type }) => machineCpu(instance, type),
  memory: ({ type }) => type && memoryOf(type),
  cpuArch: ({ instance, type }) => instance.Architecture ?? (type && architectureOf(type)),
  cpuSpeed: ({ instance, type }) => cpuSpeedOf(instance.InstanceType, type, settings.cpuSpeeds),
  disks: () => undefined,
  volumes: () => undefined,
  interfaces: () => undefined,
  snapshots: () => undefined,
  latestSnapshot: ({ instance }) => {
    const image = tagIn(instance.Tags, RESERVED.snapshot);
    return image === undefined ? undefined : reference("MachineImage", image);
  },
  nativeId: ({ instance }) => instance.InstanceId,
  location: ({ instance }) => instance.Placement?.AvailabilityZone,
});

/** An EC2 instance. */
export const machine = (cloud: Cloud): ResourceAdapter<"Machine", unknown> =>
  resourceAdapter<Ec2Machine>()("Machine", {
    identify: ({ instance }) => ({ id: instance.InstanceId!, marker: markerIn(instance.Tags) }),
    attributes: attributes(cloud),
    capabilities,
    async *list(_query, context) {
      for await (const page of instancePages(cloud, context)) yield await withTypes(cloud, page, context);
    },
    read: (ids, context) => readMachines(cloud, ids, context),
    create: (request, context) => createMachine(cloud, request, context),
    update: (id, changes, context) => updateMachine(cloud, id, changes, context),
    delete: (id, context) =>
      act(cloud.client, context, "delete", id, (ec2, sending) => ec2.terminateInstances({ InstanceIds: [id] }, sending)),
    deletable: ({ instance }) => !isManaged(instance),
    operations: machineOperations(cloud),
    collections: { interfaces: interfaceMembership(cloud) },
  });

async function readMachines(cloud: Cloud, ids: readonly string[], context: Context): Promise<ReadonlyMap<string, Ec2Machine>> {
  const instances = await readInstances(cloud, ids, context);
  const machines = await withTypes(cloud, [...instances.values()], context);
  return new Map(machines.map((native) => [native.instance.InstanceId!, native]));
}
