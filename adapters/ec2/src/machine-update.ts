import type { Instance, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { type Accepted, type Changes, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { architectureOf, cpuOf, machineCpu, memoryOf } from "./hardware.js";
import { oneInstance } from "./instances.js";
import { act, retag } from "./writes.js";

/** Processors and memory change with the instance type, while the machine is stopped; the rest are tags. */
export async function updateMachine(
  cloud: Cloud,
  id: string,
  changes: Changes<"Machine">,
  context: WriteContext,
): Promise<Accepted> {
  const instance = await oneInstance(cloud, id, context);
  const { cpu, memory } = changes;
  if (typeof cpu === "number" || typeof memory === "number") await resize(cloud, instance, { cpu, memory }, context);
  return retag(cloud.client, context, { id, tags: instance.Tags }, changes, cloud.settings);
}

interface Wish {
  readonly cpu: number | null | undefined;
  readonly memory: number | null | undefined;
}

async function resize(cloud: Cloud, instance: Instance, wish: Wish, context: WriteContext): Promise<void> {
  const types = await cloud.types.all(context);
  const present = types.find(({ InstanceType }) => InstanceType === instance.InstanceType);
  const cpu = wish.cpu ?? machineCpu(instance, present);
  const memory = wish.memory ?? (present && memoryOf(present));
  const id = instance.InstanceId!;
  const type = typeFor(types, {
    name: instance.InstanceType ?? "",
    architecture: instance.Architecture,
    cpu: cpu ?? 0,
    memory: memory ?? 0,
  });
  if (type === instance.InstanceType) return;
  await act(cloud.client, context, "resize", id, (ec2, sending) =>
    ec2.modifyInstanceAttribute({ InstanceId: id, InstanceType: { Value: type } }, sending),
  );
}

interface Wanted {
  /** The present type. */
  readonly name: string;
  readonly architecture: string | undefined;
  readonly cpu: number;
  /** Kibibytes. */
  readonly memory: number;
}

/** The one type with just that hardware: the present one, one of its family (t3, m6i), else the only one there is. Throws otherwise. */
export function typeFor(types: readonly InstanceTypeInfo[], wanted: Wanted): string {
  const alike = types.filter((type) => wanted.architecture === undefined || architectureOf(type) === wanted.architecture);
  const fitting = alike
    .filter((type) => cpuOf(type) === wanted.cpu && memoryOf(type) === wanted.memory)
    .flatMap(({ InstanceType }) => InstanceType ?? []);
  if (fitting.some((name) => name === wanted.name)) return wanted.name;
  const family = fitting.filter((name) => familyOf(name) === familyOf(wanted.name));
  const [chosen, ...more] = family.length > 0 ? family : fitting;
  if (chosen !== undefined && more.length === 0) return chosen;
  throw new ProviderFault(
    "invalid",
    `${refusal(wanted, fitting.length)}; ${offer(fitting.length > 0 ? fitting.map((name) => byName(alike, name)) : nearest(alike, wanted))}`,
  );
}

const familyOf = (name: string): string => name.replace(/\..*$/, "");
const byName = (types: readonly InstanceTypeInfo[], name: string): InstanceTypeInfo =>
  types.find(({ InstanceType }) => InstanceType === name)!;

const refusal = ({ cpu, memory }: Wanted, count: number): string =>
  count === 0
    ? `EC2 has no instance type with cpu ${cpu} and memory ${memory}`
    : `EC2 has ${count} instance types with cpu ${cpu} and memory ${memory}, none of the machine's family`;

/** How many types an error message names. */
const OFFERED = 3;
const offer = (types: readonly InstanceTypeInfo[]): string => {
  const shown = types.slice(0, OFFERED).map((type) => `${type.InstanceType} (cpu ${cpuOf(type)}, memory ${memoryOf(type)})`);
  return `near it are ${shown.join(", ")}`;
};

/** By how many times each size is missed; types of the present family first among equals. */
function nearest(types: readonly InstanceTypeInfo[], wanted: Wanted): readonly InstanceTypeInfo[] {
  const off = (value: number | undefined, wish: number): number => Math.abs(Math.log((value || 1) / (wish || 1)));
  const distance = (type: InstanceTypeInfo): number =>
    off(cpuOf(type), wanted.cpu) +
    off(memoryOf(type), wanted.memory) -
    (familyOf(type.InstanceType ?? "") === familyOf(wanted.name) ? 1 : 0);
  return [...types].sort((a, b) => distance(a) - distance(b));
}
