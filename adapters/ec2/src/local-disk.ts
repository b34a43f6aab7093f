import type { Instance } from "@aws-sdk/client-ec2";
import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { disksOf } from "./hardware.js";
import { type Ec2Machine, instancesAmong, type Machines, readInstances, withTypes } from "./instances.js";

/**
 * An instance store volume: it comes and goes with the type of its machine, and has no object of its own in EC2. Which device it
 * became is the guest's to know (API reference, BlockDeviceMapping, VirtualName).
 */
export interface LocalDisk {
  readonly id: string;
  /** EC2's virtual device name: ephemeral0 is the first. */
  readonly name: string;
  /** Kilobytes. */
  readonly capacity: number | undefined;
  readonly instance: Instance;
}

const ID = /^(.+):ephemeral\d+$/;

const machineOf = (id: string): string | undefined => ID.exec(id)?.[1];

export const isLocal = (id: string): boolean => ID.test(id);

export const localName = (index: number): string => `ephemeral${index}`;

const localDisksOf = ({ instance, type }: Ec2Machine): readonly LocalDisk[] =>
  (type ? (disksOf(type) ?? []) : []).map(({ capacity }, index) => {
    const name = localName(index);
    return { id: `${instance.InstanceId}:${name}`, name, capacity, instance };
  });

/** One call for each page of machines that are not known, since their types are kept. */
export async function* localDiskPages(cloud: Cloud, machines: Machines, context: Context): AsyncGenerator<readonly LocalDisk[]> {
  for await (const page of instancesAmong(cloud, machines, context))
    yield (await withTypes(cloud, page, context)).flatMap(localDisksOf);
}

/** By their ids; those of one machine only, where one is named. */
export async function readLocalDisks(
  cloud: Cloud,
  ids: readonly string[],
  machine: string | undefined,
  context: Context,
): Promise<readonly LocalDisk[]> {
  const machines = ids.flatMap((id) => machineOf(id) ?? []).filter((id) => machine === undefined || id === machine);
  if (machines.length === 0) return [];
  const instances = await readInstances(cloud, machines, context);
  const disks = (await withTypes(cloud, [...instances.values()], context)).flatMap(localDisksOf);
  return disks.filter(({ id }) => ids.includes(id));
}
