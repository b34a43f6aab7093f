import { withAllDevices } from "./block-devices.js";
import { type Call, type Handler, requiredParameter } from "./call.js";
import { type Form, groups, isTrue, withEntries } from "./form.js";
import { checkInterfaces, launchedInterfaces } from "./machine-interfaces.js";
import { refuse } from "./refusal.js";
import { attachmentKey } from "./transitions.js";
import type { Image } from "./world.js";
import { type Element, itemsAt, textAt } from "./xml.js";

export const runInstances: Handler = async (call) => {
  const image = await launchableImage(call);
  await checkInterfaces(call);
  const form = await withAllDevices(call, image);
  await checkHibernation(call, form, image);
  // moto makes MinCount of them; EC2 as many as it can up to MaxCount.
  const count = requiredParameter(call, "MaxCount");
  const answer = await call.forward(withEntries(form, { MinCount: count }));
  for (const item of itemsAt(answer, "instancesSet")) launched(call, item);
  return answer;
};

async function launchableImage(call: Call): Promise<Image> {
  const image = await call.world.image(requiredParameter(call, "ImageId"));
  if (image.state !== "available") refuse("InvalidAMIID.Unavailable", `The image ID '${image.id}' is ${image.state}`);
  return image;
}

/** The memory is written to the root volume, which EC2 wants encrypted. */
async function checkHibernation(call: Call, form: Form, image: Image): Promise<void> {
  if (!isTrue(form, "HibernationOptions.Configured")) return;
  const root = groups(form, "BlockDeviceMapping").find((device) => device.get("DeviceName") === image.rootDevice);
  const snapshotId = root?.get("Ebs.SnapshotId");
  const encrypted = root?.get("Ebs.Encrypted") === "true" || (snapshotId && (await call.world.snapshot(snapshotId)).encrypted);
  if (!encrypted) refuse("UnsupportedHibernationConfiguration", "Hibernation requires the root volume to be encrypted.");
}

function launched(call: Call, item: Element): void {
  const { transitions, durations } = call.memory;
  const id = textAt(item, "instanceId") ?? "";
  transitions.begin(id, [["pending", durations.instancePending]]);
  call.memory.made(id);
  launchedInterfaces(call, item);
  for (const mapping of itemsAt(item, "blockDeviceMapping")) {
    const volumeId = textAt(mapping, "ebs", "volumeId") ?? "";
    transitions.begin(attachmentKey(volumeId), [["attaching", durations.attaching]]);
    call.memory.made(volumeId);
  }
}
