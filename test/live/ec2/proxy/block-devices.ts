import type { Call } from "./call.js";
import { type Form, groups, withGroups } from "./form.js";
import { refuse } from "./refusal.js";
import type { Image } from "./world.js";

export const VOLUME_TYPES: readonly string[] = ["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"];

/**
 * The request with all block devices of the instance: those of the image, changed and added to by the request. moto takes the request's
 * alone, so that an instance with a data volume would lack its root, and wants a size where EC2 takes the image's.
 * EC2 deletes volumes made at launch with the instance unless the request says otherwise; moto keeps them.
 */
export async function withAllDevices(call: Call, image: Image): Promise<Form> {
  const devices = new Map<string, Form>(image.devices.map((device) => [device.name, imageDevice(device)]));
  for (const requested of groups(call.form, "BlockDeviceMapping")) {
    const name = requested.get("DeviceName") ?? "";
    if (requested.has("NoDevice")) devices.delete(name);
    else if (!requested.has("VirtualName")) devices.set(name, mergedDevice(devices.get(name), requested));
  }
  for (const device of devices.values()) await check(call, device);
  return withGroups(call.form, "BlockDeviceMapping", [...devices.values()]);
}

function imageDevice({ name, snapshotId, size }: Image["devices"][number]): Form {
  return new Map([
    ["DeviceName", name],
    ["Ebs.SnapshotId", snapshotId],
    ["Ebs.VolumeSize", String(size)],
    ["Ebs.VolumeType", "gp3"],
    ["Ebs.DeleteOnTermination", "true"],
  ]);
}

function mergedDevice(ofImage: Form | undefined, requested: Form): Form {
  const base = new Map(ofImage ?? [["Ebs.DeleteOnTermination", "true"]]);
  if (requested.has("Ebs.SnapshotId")) base.delete("Ebs.VolumeSize");
  return new Map([...base, ...requested]);
}

async function check(call: Call, device: Form): Promise<void> {
  const name = device.get("DeviceName");
  const type = device.get("Ebs.VolumeType");
  if (type !== undefined && !VOLUME_TYPES.includes(type)) {
    refuse("InvalidBlockDeviceMapping", `Unsupported volume type '${type}' for ${name}; one of ${VOLUME_TYPES.join(", ")} is`);
  }
  const snapshotId = device.get("Ebs.SnapshotId");
  if (snapshotId === undefined) return;
  const { size } = await call.world.snapshot(snapshotId);
  const wished = Number(device.get("Ebs.VolumeSize") ?? size);
  if (wished < size) {
    refuse(
      "InvalidBlockDeviceMapping",
      `Volume of size ${wished}GB is smaller than snapshot '${snapshotId}', expect size>= ${size}GB`,
    );
  }
}
