import type { Instance, InstanceBlockDeviceMapping } from "@aws-sdk/client-ec2";

/** When the instance was made: its first interface and its root keep that time, LaunchTime is the time of the last start. */
export function createdAt({
  NetworkInterfaces,
  BlockDeviceMappings,
  LaunchTime,
  UsageOperationUpdateTime,
}: Instance): Date | undefined {
  const first = NetworkInterfaces?.find(({ Attachment }) => Attachment?.DeviceIndex === 0)?.Attachment?.AttachTime;
  const times = [first, LaunchTime, ...(first ? [] : [UsageOperationUpdateTime, BlockDeviceMappings?.[0]?.Ebs?.AttachTime])];
  return times.filter((time) => time !== undefined).sort((a, b) => a.getTime() - b.getTime())[0];
}

/** Contract, "Disk or Volume, never both": the root, and what goes with its machine, is a Disk. */
export const isDisk = ({ RootDeviceName }: Instance, { DeviceName, Ebs }: InstanceBlockDeviceMapping): boolean =>
  Ebs?.DeleteOnTermination === true || (DeviceName !== undefined && DeviceName === RootDeviceName);

/** Attached, and also while it is being detached; not while it is being attached. */
const ATTACHED: ReadonlySet<string | undefined> = new Set(["attached", "detaching", "busy"]);
export const isAttached = (state: string | undefined): boolean => ATTACHED.has(state);

/** The block devices that are CIMI Volumes, in whatever state their attachment is. */
export const volumesOf = (instance: Instance): readonly InstanceBlockDeviceMapping[] =>
  (instance.BlockDeviceMappings ?? []).filter((mapping) => mapping.Ebs?.VolumeId !== undefined && !isDisk(instance, mapping));

/** The block device that the machine starts from. */
export const rootOf = ({ BlockDeviceMappings = [], RootDeviceName }: Instance): InstanceBlockDeviceMapping | undefined =>
  BlockDeviceMappings.find(({ DeviceName }) => DeviceName === RootDeviceName) ??
  BlockDeviceMappings.find(({ Ebs }) => Ebs?.DeleteOnTermination === true);
