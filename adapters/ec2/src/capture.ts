import type { BlockDeviceMapping, Instance } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  type CreateRequest,
  gather,
  type Once,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Resource, ResourceName } from "@cimi-gateway/model";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { ownImagePages } from "./images.js";
import { volumesOf } from "./instance.js";
import { oneInstance } from "./instances.js";
import { namedImage, nativeName } from "./native-name.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { RESERVED, tagIn } from "./tags.js";
import { type Sent, sent, setTags } from "./writes.js";

export type ImageType = "IMAGE" | "SNAPSHOT";

/**
 * CreateImage, always without a reboot. The image holds the machine's Disks; its Volumes have VolumeImages of their own. A SNAPSHOT
 * refers to the one before it, and the machine to its latest (Table 21).
 */
export async function capture(
  cloud: Cloud,
  id: string,
  type: ImageType,
  request: CreateRequest<ResourceName>,
  context: WriteContext,
): Promise<Accepted> {
  checkKind(request);
  const made = await context.step("create", {
    send: (once) => send(cloud, id, type, request, once, context),
    find: ({ marker }) => namedImage(cloud, nativeName(marker), context),
    undo: ({ id: image }) => deregister(cloud, image, context),
  });
  if (type === "SNAPSHOT") await setTags(cloud.client, context, "latest", id, [{ Key: RESERVED.snapshot, Value: made.id }]);
  return { ...made, ...newOverlay(cloud.settings, request) };
}

/** Every AMI stands for itself; that EBS stores only what changed is its own affair. */
function checkKind({ template }: CreateRequest<ResourceName>): void {
  if ((template as Resource<"MachineImage">).type === "PARTIAL_SNAPSHOT")
    throw new ProviderFault("invalid", "EC2 makes no PARTIAL_SNAPSHOT: its images are whole; ask for a SNAPSHOT");
}

async function send(
  cloud: Cloud,
  id: string,
  type: ImageType,
  request: CreateRequest<ResourceName>,
  { marker }: Once,
  context: Context,
): Promise<Sent> {
  const instance = await oneInstance(cloud, id, context);
  const related = type === "SNAPSHOT" ? tagIn(instance.Tags, RESERVED.snapshot) : undefined;
  const tags = newTags(cloud.settings, ["image", "snapshot"], marker, request, {
    [RESERVED.type]: type,
    [RESERVED.related]: related,
  });
  const answer = await cloud.client.write(context, (ec2, sending) =>
    ec2.createImage({ InstanceId: id, Name: nativeName(marker), NoReboot: true, ...without(instance), ...tags }, sending),
  );
  return sent(answer.ImageId, answer);
}

function without(instance: Instance): { BlockDeviceMappings?: BlockDeviceMapping[] } {
  const BlockDeviceMappings = volumesOf(instance).map(({ DeviceName }) => ({ DeviceName, NoDevice: "" }));
  return BlockDeviceMappings.length === 0 ? {} : { BlockDeviceMappings };
}

async function deregister({ client }: Cloud, id: string, context: Context): Promise<void> {
  await client
    .write(context, (ec2, sending) => ec2.deregisterImage({ ImageId: id, DeleteAssociatedSnapshots: true }, sending))
    .catch((error) => unlessGone(error, undefined));
}

/** The snapshots of machines. */
export const snapshotsOf = (cloud: Cloud, machines: readonly string[], context: Context) =>
  ownImagePages(cloud, context, [filter("source-instance-id", machines), filter(`tag:${RESERVED.type}`, ["SNAPSHOT"])]);

/** Own images that refer to a snapshot as the one before them. */
export const successorsOf = async (cloud: Cloud, image: string, context: Context): Promise<readonly string[]> =>
  (await gather(ownImagePages(cloud, context, [filter(`tag:${RESERVED.related}`, [image])]))).flatMap(
    ({ image: { ImageId } }) => ImageId ?? [],
  );
