import { VOLUME_TYPES } from "./block-devices.js";
import { type Call, type Handler, refuseDryRun, requiredParameter } from "./call.js";
import { withEntries } from "./form.js";
import { done, refuse } from "./refusal.js";
import { modificationKey } from "./transitions.js";
import type { Volume } from "./world.js";
import { type Element, itemsAt, textAt } from "./xml.js";

export const createVolume: Handler = async (call) => {
  checkType(call);
  await checkZone(call);
  const size = await sizeOf(call);
  const answer = await call.forward(size === undefined ? call.form : withEntries(call.form, { Size: String(size) }));
  const id = textAt(answer, "volumeId") ?? "";
  call.memory.transitions.begin(id, [["creating", call.memory.durations.volumeCreating]]);
  call.memory.made(id);
  return answer;
};

/** moto is told only when `deleting` is over. Repeated meanwhile it is no error, as little as for EC2. */
export const deleteVolume: Handler = async (call) => {
  const volume = await call.world.volume(requiredParameter(call, "VolumeId"));
  if (volume.attachment) refuse("VolumeInUse", `Volume ${volume.id} is currently attached to ${volume.attachment.instanceId}`);
  if (volume.state === "creating") notAvailable(volume);
  refuseDryRun(call);
  if (volume.state !== "deleting") {
    const effect = async () => void (await call.forward());
    call.memory.transitions.begin(volume.id, [["deleting", call.memory.durations.volumeDeleting]], effect);
  }
  return done(call.action);
};

export const modifyVolume: Handler = async (call) => {
  checkType(call);
  const volume = await call.world.volume(requiredParameter(call, "VolumeId"));
  const size = Number(call.form.get("Size") ?? volume.size);
  if (size < volume.size) refuse("InvalidParameterValue", `New size cannot be smaller than existing size (${volume.size} GiB)`);
  if (volume.state === "creating" || volume.state === "deleting") notAvailable(volume);
  checkNotModifying(call, volume.id);
  const answer = await call.forward();
  const { volumeModifying, volumeOptimizing } = call.memory.durations;
  call.memory.transitions.begin(modificationKey(volume.id), [
    ["modifying", volumeModifying],
    ["optimizing", volumeOptimizing],
  ]);
  return answer;
};

export const createSnapshot: Handler = async (call) => {
  const volume = await call.world.volume(requiredParameter(call, "VolumeId"));
  if (volume.state === "creating" || volume.state === "deleting") notAvailable(volume);
  const answer = await call.forward();
  const id = textAt(answer, "snapshotId") ?? "";
  call.memory.snapshotSizes.set(id, volume.size);
  call.memory.transitions.begin(id, [["pending", call.memory.durations.snapshotPending]]);
  call.memory.made(id);
  return answer;
};

export function notAvailable(volume: Volume): never {
  return refuse("IncorrectState", `${volume.id} is '${volume.state}', not 'available'.`);
}

function checkType(call: Call): void {
  const type = call.form.get("VolumeType");
  if (type === undefined || VOLUME_TYPES.includes(type)) return;
  refuse("UnknownVolumeType", `Unsupported volume type '${type}' for volume creation; one of ${VOLUME_TYPES.join(", ")} is`);
}

async function checkZone(call: Call): Promise<void> {
  const zone = requiredParameter(call, "AvailabilityZone");
  const zones = itemsAt(await call.world.call("DescribeAvailabilityZones"), "availabilityZoneInfo").map(zoneName);
  if (!zones.includes(zone)) refuse("InvalidZone.NotFound", `The zone '${zone}' does not exist; ${zones.join(", ")} do`);
}

function zoneName(item: Element): string | undefined {
  return textAt(item, "zoneName");
}

/** What is wished, else what the snapshot has; undefined without either, which moto refuses. */
async function sizeOf(call: Call): Promise<number | undefined> {
  const id = call.form.get("SnapshotId");
  const wished = call.form.get("Size");
  if (id === undefined) return wished === undefined ? undefined : Number(wished);
  const snapshot = await call.world.snapshot(id);
  if (snapshot.state !== "completed") refuse("IncorrectState", `Snapshot is in invalid state - ${snapshot.state}`);
  const size = Number(wished ?? snapshot.size);
  if (size >= snapshot.size) return size;
  return refuse(
    "InvalidParameterValue",
    `Volume of ${size}GiB is smaller than snapshot '${id}', expect size >= ${snapshot.size}GiB`,
  );
}

function checkNotModifying(call: Call, id: string): void {
  const state = call.memory.transitions.state(modificationKey(id));
  if (state !== undefined) refuse("IncorrectModificationState", `Volume ${id} is still ${state}; wait until it is completed.`);
}
