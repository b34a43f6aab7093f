import { type Call, type Handler, requiredParameter } from "./call.js";
import { type Form, groups, isTrue, withEntries, withGroups } from "./form.js";
import { refuse } from "./refusal.js";
import { type Element, itemsAt, textAt } from "./xml.js";

export const createImage: Handler = async (call) => {
  const instance = await call.world.instance(requiredParameter(call, "InstanceId"));
  if (!["running", "stopping", "stopped"].includes(instance.state)) {
    refuse("IncorrectState", `Instance '${instance.id}' is '${instance.state}': no image can be made of it.`);
  }
  return createTagged(call);
};

export const registerImage: Handler = async (call) => {
  for (const device of groups(call.form, "BlockDeviceMapping")) {
    const snapshotId = device.get("Ebs.SnapshotId");
    if (snapshotId !== undefined) await call.world.snapshot(snapshotId);
  }
  return createTagged(call);
};

export const copyImage: Handler = (call) => createTagged(call);

/** moto ignores DeleteAssociatedSnapshots. */
export const deregisterImage: Handler = async (call) => {
  const image = await call.world.image(requiredParameter(call, "ImageId"));
  const answer = await call.forward();
  if (isTrue(call.form, "DeleteAssociatedSnapshots")) {
    for (const { snapshotId } of image.devices) await call.world.call("DeleteSnapshot", { SnapshotId: snapshotId });
  }
  return answer;
};

/** Names of images are unique for an owner. moto tags only images, and only those of CreateImage: the tags are set afterwards. */
async function createTagged(call: Call): Promise<Element> {
  await checkName(call, requiredParameter(call, "Name"));
  const answer = await call.forward(withGroups(call.form, "TagSpecification", []));
  const image = await call.world.image(textAt(answer, "imageId") ?? "");
  await tag(call, "image", [image.id]);
  const snapshots = image.devices.map(({ snapshotId }) => snapshotId);
  await tag(call, "snapshot", snapshots);
  const { transitions, durations } = call.memory;
  for (const id of [image.id, ...snapshots]) {
    transitions.begin(id, [["pending", durations.imagePending]]);
    call.memory.made(id);
  }
  return answer;
}

async function checkName(call: Call, name: string): Promise<void> {
  const parameters = { "Owner.1": "self", "Filter.1.Name": "name", "Filter.1.Value.1": name };
  const [same] = itemsAt(await call.world.call("DescribeImages", parameters), "imagesSet");
  if (same) refuse("InvalidAMIName.Duplicate", `AMI name ${name} is already in use by AMI ${textAt(same, "imageId")}`);
}

async function tag(call: Call, type: string, ids: readonly string[]): Promise<void> {
  const wished = groups(call.form, "TagSpecification").filter((specification) => specification.get("ResourceType") === type);
  for (const specification of wished) {
    const tags = withGroups(new Map(), "Tag", groups(specification, "Tag"));
    await call.world.call("CreateTags", Object.fromEntries(withResources(tags, ids)));
  }
}

function withResources(tags: Form, ids: readonly string[]): Form {
  return withEntries(tags, Object.fromEntries(ids.map((id, index) => [`ResourceId.${index + 1}`, id])));
}
