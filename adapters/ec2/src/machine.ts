import type { Instance } from "@aws-sdk/client-ec2";
import { type Context, type Mapping, type ResourceAdapter, reference, resourceAdapter } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { architectureOf, cpuSpeedOf, machineCpu, memoryOf } from "./hardware.js";
import { createdAt } from "./instance.js";
import { type Ec2Machine, instancePages, readInstances, withTypes } from "./instances.js";
import { interfaceMembership } from "./interface-attachment.js";
import { createMachine } from "./machine-create.js";
import { machineExtensions, machineScope } from "./machine-extensions.js";
import { machineOperations } from "./machine-operations.js";
import { updateMachine } from "./machine-update.js";
import { isManaged } from "./managed.js";
import { presentImages } from "./present-images.js";
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
} as const;

/** Bytes (EC2 user guide, "Work with instance user data": 16 KB, in raw form). */
const MOST_USER_DATA = 16_384;

const attributes = ({ settings }: Cloud): Mapping<Machine, "Machine"> => ({
  ...described(({ instance }: Machine) => instance.Tags, settings),
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
  latestSnapshot: ({ latest }) => (latest === undefined ? undefined : reference("MachineImage", latest)),
  nativeId: ({ instance }) => instance.InstanceId,
  location: ({ instance }) => instance.Placement?.AvailabilityZone,
});

/** An EC2 instance. */
export const machine = (cloud: Cloud): ResourceAdapter<"Machine", unknown> =>
  resourceAdapter<Machine>()("Machine", {
    identify: ({ instance }) => ({ id: instance.InstanceId!, marker: markerIn(instance.Tags) }),
    attributes: attributes(cloud),
    capabilities,
    extensions: machineExtensions(cloud),
    scope: machineScope,
    async *list(_query, context) {
      for await (const page of instancePages(cloud, context)) yield await machinesOf(cloud, page, context);
    },
    read: (ids, context) => readMachines(cloud, ids, context),
    create: (request, context) => createMachine(cloud, request, context),
    payload: { limit: MOST_USER_DATA },
    update: (id, changes, context) => updateMachine(cloud, id, changes, context),
    delete: (id, context) =>
      act(cloud.client, context, "delete", id, (ec2, sending) => ec2.terminateInstances({ InstanceIds: [id] }, sending)),
    deletable: ({ instance }) => !isManaged(instance),
    operations: machineOperations(cloud),
    collections: { interfaces: interfaceMembership(cloud) },
  });

/** An instance with the snapshot last taken of it, or restored, if that is still there. */
interface Machine extends Ec2Machine {
  readonly latest: string | undefined;
}

async function machinesOf(cloud: Cloud, instances: readonly Instance[], context: Context): Promise<readonly Machine[]> {
  const latestOf = ({ Tags }: Instance) => tagIn(Tags, RESERVED.snapshot);
  const [machines, present] = await Promise.all([
    withTypes(cloud, instances, context),
    presentImages(cloud, instances.map(latestOf), context),
  ]);
  return machines.map((machine) => {
    const latest = latestOf(machine.instance);
    return { ...machine, latest: latest !== undefined && present.has(latest) ? latest : undefined };
  });
}

async function readMachines(cloud: Cloud, ids: readonly string[], context: Context): Promise<ReadonlyMap<string, Machine>> {
  const instances = await readInstances(cloud, ids, context);
  const machines = await machinesOf(cloud, [...instances.values()], context);
  return new Map(machines.map((native) => [native.instance.InstanceId!, native]));
}
