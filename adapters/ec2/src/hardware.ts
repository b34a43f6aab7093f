import type { Instance, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { kibibytes, kilobytes, MEBIBYTE } from "@cimi-gateway/adapter";
import type { Resource } from "@cimi-gateway/model";

const GIGABYTE = 1000 ** 3;

export const cpuOf = ({ VCpuInfo }: InstanceTypeInfo): number | undefined => VCpuInfo?.DefaultVCpus;

/** A machine may have been made with fewer processors than its type has. */
export function machineCpu({ CpuOptions }: Instance, type: InstanceTypeInfo | undefined): number | undefined {
  const { CoreCount, ThreadsPerCore } = CpuOptions ?? {};
  return CoreCount !== undefined && ThreadsPerCore !== undefined ? CoreCount * ThreadsPerCore : type && cpuOf(type);
}

export const memoryOf = ({ MemoryInfo }: InstanceTypeInfo): number | undefined =>
  MemoryInfo?.SizeInMiB === undefined ? undefined : kibibytes(MemoryInfo.SizeInMiB, MEBIBYTE);

/** Types that also run 32-bit images are called by what they are. */
export const architectureOf = ({ ProcessorInfo }: InstanceTypeInfo): string | undefined =>
  ProcessorInfo?.SupportedArchitectures?.find((architecture) => architecture !== "i386") ??
  ProcessorInfo?.SupportedArchitectures?.[0];

/** Megahertz: what the operator says, else what EC2 says, else nothing. */
export function cpuSpeedOf(
  name: string | undefined,
  type: InstanceTypeInfo | undefined,
  speeds: Readonly<Record<string, number>>,
): number | undefined {
  const speed = name === undefined ? undefined : speeds[name];
  const clock = type?.ProcessorInfo?.SustainedClockSpeedInGhz;
  return speed ?? (clock === undefined ? undefined : Math.round(clock * 1000));
}

/** The local disks that come with a type. EBS disks are made with the machine, their size is the image's. */
export const disksOf = ({ InstanceStorageInfo }: InstanceTypeInfo): Resource<"MachineConfiguration">["disks"] =>
  InstanceStorageInfo?.Disks?.flatMap(({ SizeInGB, Count }) =>
    SizeInGB === undefined ? [] : Array.from({ length: Count ?? 1 }, () => ({ capacity: kilobytes(SizeInGB, GIGABYTE) })),
  );
