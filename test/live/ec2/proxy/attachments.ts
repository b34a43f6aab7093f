import { type Call, type Handler, refuseDryRun, requiredParameter } from "./call.js";
import { withEntries } from "./form.js";
import { refuse } from "./refusal.js";
import { attachmentKey } from "./transitions.js";
import type { Instance, Volume } from "./world.js";
import { type Element, element } from "./xml.js";

export const attachVolume: Handler = async (call) => {
  const volume = await call.world.volume(requiredParameter(call, "VolumeId"));
  const instance = await call.world.instance(requiredParameter(call, "InstanceId"));
  const device = requiredParameter(call, "Device");
  checkAttach(volume, instance, device);
  const answer = await call.forward();
  call.memory.transitions.begin(attachmentKey(volume.id), [["attaching", call.memory.durations.attaching]]);
  return answer;
};

function checkAttach(volume: Volume, instance: Instance, device: string): void {
  if (volume.attachment) refuse("VolumeInUse", `${volume.id} is already attached to an instance`);
  if (volume.state !== "available") refuse("IncorrectState", `${volume.id} is not 'available'.`);
  if (!["running", "stopping", "stopped"].includes(instance.state)) {
    refuse("IncorrectState", `Instance '${instance.id}' is not 'running'.`);
  }
  if (volume.zone !== instance.zone) {
    refuse(
      "InvalidVolume.ZoneMismatch",
      `The volume '${volume.id}' is not in the same availability zone as instance '${instance.id}'`,
    );
  }
  if (instance.devices.some(({ name }) => name === device)) {
    refuse("InvalidParameterValue", `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`);
  }
}

/** moto is told only when `detaching` is over, so that the volume is in use until then. */
export const detachVolume: Handler = async (call) => {
  const volume = await call.world.volume(requiredParameter(call, "VolumeId"));
  const attachment = volume.attachment ?? refuse("IncorrectState", `Volume '${volume.id}' is in the 'available' state.`);
  await checkDetach(call, volume, attachment);
  refuseDryRun(call);
  const named = { InstanceId: attachment.instanceId, Device: attachment.device };
  if (attachment.state !== "detaching") {
    const effect = async () => void (await call.forward(withEntries(call.form, named)));
    call.memory.transitions.begin(attachmentKey(volume.id), [["detaching", call.memory.durations.detaching]], effect);
  }
  return detaching(call, volume.id, attachment);
};

type Attachment = NonNullable<Volume["attachment"]>;

async function checkDetach(call: Call, volume: Volume, { instanceId, device }: Attachment): Promise<void> {
  if ((call.form.get("InstanceId") ?? instanceId) !== instanceId || (call.form.get("Device") ?? device) !== device) {
    refuse("InvalidAttachment.NotFound", `${volume.id} is attached to ${instanceId} as ${device}, not as the request says.`);
  }
  const instance = await call.world.instance(instanceId);
  if (device === instance.rootDevice && instance.state !== "stopped") {
    refuse("OperationNotPermitted", `Unable to detach root volume '${volume.id}' from instance '${instanceId}'`);
  }
}

function detaching(call: Call, volumeId: string, { instanceId, device }: Attachment): Element {
  return element(`${call.action}Response`, [
    element("volumeId", volumeId),
    element("instanceId", instanceId),
    element("device", device),
    element("status", "detaching"),
    element("attachTime", new Date(call.memory.clock.now()).toISOString()),
  ]);
}
