import {
  type Accepted,
  type Context,
  gather,
  gatherBy,
  type ResourceAdapter,
  reference,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { arnOf } from "./arn.js";
import { snapshotsOf, successorsOf } from "./capture.js";
import { filter, pagesWithin } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { registerImage } from "./image-create.js";
import { type Ec2Image, imagePages, readImages } from "./images.js";
import { instancePages } from "./instances.js";
import { markerOfName } from "./native-name.js";
import { presentImages } from "./present-images.js";
import { machineImageState } from "./states.js";
import { described, markerIn, RESERVED, tagIn } from "./tags.js";
import { removeTags, retag, type Sent, sent, setTags } from "./writes.js";

const typeOf = ({ image }: Ec2Image): "IMAGE" | "SNAPSHOT" =>
  tagIn(image.Tags, RESERVED.type) === "SNAPSHOT" ? "SNAPSHOT" : "IMAGE";
const relatedOf = ({ image }: Ec2Image): string | undefined => tagIn(image.Tags, RESERVED.related);
const markerOf = ({ image }: Ec2Image): string | undefined => markerIn(image.Tags) ?? markerOfName(image.Name);

/** An AMI. Other people's bear names and descriptions of their own. */
export const machineImage = (cloud: Cloud): ResourceAdapter<"MachineImage", unknown> => {
  const common = described(({ image }: LinkedImage) => image.Tags, cloud.settings);
  return resourceAdapter<LinkedImage>()("MachineImage", {
    identify: (native) => ({ id: native.image.ImageId!, marker: markerOf(native) }),
    attributes: {
      ...common,
      name: (native) => common.name(native) ?? (markerOf(native) === undefined ? native.image.Name : undefined),
      description: (native) => common.description(native) ?? (native.image.Description || undefined),
      created: ({ image }) => image.CreationDate,
      state: ({ image }) => machineImageState(image.State),
      type: typeOf,
      imageLocation: ({ image }) => arnOf("image", cloud.settings.region, image.ImageId!),
      relatedImage: ({ related }) => (related === undefined ? undefined : reference("MachineImage", related)),
      nativeId: ({ image }) => image.ImageId,
      location: () => cloud.settings.region,
    },
    list: ({ parent }, context) =>
      linkedPages(cloud, context, parent === undefined ? imagePages(cloud, context) : snapshotsOf(cloud, [parent], context)),
    listWithin: (parents, context) =>
      gatherBy(
        pagesWithin(parents, (portion) => linkedPages(cloud, context, snapshotsOf(cloud, portion, context))),
        ({ image }) => image.SourceInstanceId,
      ),
    read: async (ids, context) => {
      const found = await linked(cloud, [...(await readImages(cloud, ids, context)).values()], context);
      return new Map(found.map((native) => [native.image.ImageId!, native]));
    },
    create: (request, context) => registerImage(cloud, request, context),
    update: async (id, changes, context) => {
      const { image } = await one(cloud, id, context);
      return retag(cloud.client, context, { id, tags: image.Tags }, changes, cloud.settings);
    },
    delete: (id, context) => deleteImage(cloud, id, context),
    deletable: ({ own }) => own,
  });
};

/** An image with the snapshot before it, if that is still there. */
interface LinkedImage extends Ec2Image {
  readonly related: string | undefined;
}

async function* linkedPages(
  cloud: Cloud,
  context: Context,
  pages: AsyncIterable<readonly Ec2Image[]>,
): AsyncGenerator<readonly LinkedImage[]> {
  for await (const page of pages) yield await linked(cloud, page, context);
}

async function linked(cloud: Cloud, images: readonly Ec2Image[], context: Context): Promise<readonly LinkedImage[]> {
  const seen = new Set(images.flatMap(({ image }) => image.ImageId ?? []));
  const before = (native: Ec2Image) => (typeOf(native) === "SNAPSHOT" ? relatedOf(native) : undefined);
  const present = await presentImages(cloud, images.map(before), context, seen);
  return images.map((native) => {
    const related = before(native);
    return { ...native, related: related !== undefined && present.has(related) ? related : undefined };
  });
}

async function one(cloud: Cloud, id: string, context: Context): Promise<Ec2Image> {
  const found = (await readImages(cloud, [id], context)).get(id);
  if (!found) throw gone("image", id);
  return found;
}

type Plan = { readonly isWhole: boolean; readonly isSnapshot: boolean; readonly related?: string };

/** An image that the gateway captured or copied has its data to itself, which goes with it; other data may serve others. */
async function planOf(cloud: Cloud, id: string, context: Context): Promise<Plan> {
  const native = await one(cloud, id, context);
  const { SourceInstanceId, SourceImageId } = native.image;
  const related = relatedOf(native);
  return {
    isWhole: markerOf(native) !== undefined && (SourceInstanceId !== undefined || SourceImageId !== undefined),
    isSnapshot: typeOf(native) === "SNAPSHOT",
    ...(related !== undefined && { related }),
  };
}

async function deleteImage(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const plan = await context.step("plan", { send: () => planOf(cloud, id, context) });
  if (plan.isSnapshot) await relink(cloud, id, plan.related, context);
  return context.step("delete", {
    send: () => deregister(cloud, id, plan.isWhole, context).catch((error) => unlessGone(error, { id })),
  });
}

async function deregister({ client }: Cloud, id: string, isWhole: boolean, context: Context): Promise<Sent> {
  const input = { ImageId: id, ...(isWhole && { DeleteAssociatedSnapshots: true }) };
  return sent(id, await client.write(context, (ec2, sending) => ec2.deregisterImage(input, sending)));
}

/** Table 21: what referred to the deleted snapshot as the one before it refers to the one before that; so does its machine. */
async function relink(cloud: Cloud, id: string, related: string | undefined, context: WriteContext): Promise<void> {
  const machines = await gather(instancePages(cloud, context, [filter(`tag:${RESERVED.snapshot}`, [id])]));
  const successors = await successorsOf(cloud, id, context);
  const bearers = [
    ...machines.map(({ InstanceId }) => [InstanceId!, RESERVED.snapshot] as const),
    ...successors.map((image) => [image, RESERVED.related] as const),
  ];
  for (const [bearer, key] of bearers) {
    if (related === undefined) await removeTags(cloud.client, context, `relink ${bearer}`, bearer, [key]);
    else await setTags(cloud.client, context, `relink ${bearer}`, bearer, [{ Key: key, Value: related }]);
  }
}
