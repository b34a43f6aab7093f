import { randomBytes } from "node:crypto";
import { type Call, type Handler, refuseDryRun, requiredParameter } from "./call.js";
import { filtersOf, groups, isTrue, numbered } from "./form.js";
import type { ReplaceRootTask } from "./memory.js";
import { pageOf } from "./paging.js";
import { Refusal, refuse } from "./refusal.js";
import type { Stage } from "./transitions.js";
import type { Device, Instance, World } from "./world.js";
import { type Element, element, itemsElement, textAt } from "./xml.js";

const SET = "replaceRootVolumeTaskSet";

/** moto has no such tasks. The volume is replaced in moto when `in-progress` is over. */
export const createReplaceRootVolumeTask: Handler = async (call) => {
  const instance = await call.world.instance(requiredParameter(call, "InstanceId"));
  if (instance.state !== "running")
    refuse("IncorrectInstanceState", `The instance '${instance.id}' is not in the 'running' state.`);
  const root = rootOf(instance);
  const snapshotId = await sourceSnapshot(call, root);
  refuseDryRun(call);
  const task = newTask(call, instance.id);
  call.memory.replaceRootTasks.set(task.id, task);
  const effect = () => finish(call, task, instance, root, snapshotId);
  const half = call.memory.durations.rootReplacing / 2;
  const stages: readonly Stage[] = [
    ["pending", half],
    ["in-progress", half],
  ];
  call.memory.transitions.begin(task.id, stages, effect);
  return element(`${call.action}Response`, [element("replaceRootVolumeTask", fieldsOf(call, task))]);
};

export const describeReplaceRootVolumeTasks: Handler = async (call) => {
  const ids = numbered(call.form, "ReplaceRootVolumeTaskId");
  const unknown = ids.find((id) => !call.memory.replaceRootTasks.has(id));
  if (unknown !== undefined)
    refuse("InvalidReplaceRootVolumeTaskId.NotFound", `The replace root volume task '${unknown}' does not exist`);
  const tasks = [...call.memory.replaceRootTasks.values()].filter((task) => ids.length === 0 || ids.includes(task.id));
  const shown = tasks.filter((task) =>
    filtersOf(call.form).every(({ name, values }) => name !== "instance-id" || values.includes(task.instanceId)),
  );
  const answer = element(`${call.action}Response`, [
    itemsElement(
      SET,
      shown.map((task) => fieldsOf(call, task)),
    ),
  ]);
  return pageOf(answer, SET, call.form, { minimum: 1, maximum: 50 });
};

function rootOf(instance: Instance): Device {
  const root = instance.devices.find(({ name }) => name === instance.rootDevice);
  return root ?? refuse("InvalidParameterValue", `The instance '${instance.id}' has no root volume.`);
}

/** From the snapshot or the image that is named; else from what the present root volume was made of. */
async function sourceSnapshot(call: Call, root: Device): Promise<string> {
  const imageId = call.form.get("ImageId");
  const named = call.form.get("SnapshotId") ?? (imageId && (await call.world.image(imageId)).devices[0]?.snapshotId);
  const snapshotId = named ?? (await originOf(call.world, root.volumeId));
  const { state } = await call.world.snapshot(snapshotId);
  if (state !== "completed") refuse("IncorrectState", `The snapshot '${snapshotId}' is ${state}, not completed.`);
  return snapshotId;
}

async function originOf(world: World, volumeId: string): Promise<string> {
  const reply = await world.call("DescribeVolumes", { "VolumeId.1": volumeId });
  const snapshotId = textAt(reply, "volumeSet", "item", "snapshotId");
  return snapshotId ?? refuse("InvalidParameterValue", `The root volume '${volumeId}' was not made of a snapshot.`);
}

function newTask(call: Call, instanceId: string): ReplaceRootTask {
  const tags = groups(call.form, "TagSpecification").flatMap((specification) => groups(specification, "Tag"));
  const fields = [
    ...present("imageId", call.form.get("ImageId")),
    ...present("snapshotId", call.form.get("SnapshotId")),
    element("deleteReplacedRootVolume", String(isTrue(call.form, "DeleteReplacedRootVolume"))),
    element("startTime", timeOf(call)),
    itemsElement(
      "tagSet",
      tags.map((tag) => [element("key", tag.get("Key") ?? ""), element("value", tag.get("Value") ?? "")]),
    ),
  ];
  return { id: `replacevol-0${randomBytes(8).toString("hex")}`, instanceId, fields };
}

function fieldsOf(call: Call, task: ReplaceRootTask): readonly Element[] {
  const ended = task.failed ? "failed" : "succeeded";
  return [
    element("replaceRootVolumeTaskId", task.id),
    element("instanceId", task.instanceId),
    element("taskState", call.memory.transitions.state(task.id) ?? ended),
    ...task.fields,
    ...present("completeTime", task.completeTime),
  ];
}

async function finish(call: Call, task: ReplaceRootTask, instance: Instance, root: Device, snapshotId: string): Promise<void> {
  task.completeTime = timeOf(call);
  try {
    await replaceRoot(call.world, instance, root, snapshotId, isTrue(call.form, "DeleteReplacedRootVolume"));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    task.failed = true;
  }
}

async function replaceRoot(
  world: World,
  instance: Instance,
  root: Device,
  snapshotId: string,
  deleteOld: boolean,
): Promise<void> {
  const { size, type } = await world.volume(root.volumeId);
  const wished = { AvailabilityZone: instance.zone, SnapshotId: snapshotId, Size: String(size), VolumeType: type };
  const volumeId = textAt(await world.call("CreateVolume", wished), "volumeId") ?? "";
  await world.call("DetachVolume", { VolumeId: root.volumeId, InstanceId: instance.id, Device: root.name });
  await world.call("AttachVolume", { VolumeId: volumeId, InstanceId: instance.id, Device: root.name });
  await world.call("ModifyInstanceAttribute", {
    InstanceId: instance.id,
    "BlockDeviceMapping.1.DeviceName": root.name,
    "BlockDeviceMapping.1.Ebs.DeleteOnTermination": String(root.deleteOnTermination),
  });
  if (deleteOld) await world.call("DeleteVolume", { VolumeId: root.volumeId });
}

function present(name: string, text: string | undefined): readonly Element[] {
  return text === undefined ? [] : [element(name, text)];
}

function timeOf(call: Call): string {
  return new Date(call.memory.clock.now()).toISOString();
}
