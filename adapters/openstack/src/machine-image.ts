import { type Context, gather, gatherBy, type ResourceAdapter, reference, resourceAdapter } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { createImage } from "./image-create.js";
import { imageExtensions } from "./image-extensions.js";
import { presentImages, relatedOf, typeOf } from "./image-links.js";
import { deleteImage, updateImage } from "./image-writes.js";
import { bearerOf, imagePages, imageState, metadataOf, type OwnedImage, readImages } from "./images.js";
import { described, markerIn } from "./metadata.js";
import { markerOfName } from "./native-name.js";
import { locationOf } from "./source.js";
import { instant } from "./times.js";

/** An image with the snapshot before it, if that is still there. */
interface LinkedImage extends OwnedImage {
  readonly related: string | undefined;
}

/** An image of Glance: the project's own, and those that others share with it. */
export const machineImage = (cloud: Cloud): ResourceAdapter<"MachineImage", unknown> =>
  resourceAdapter<LinkedImage>()("MachineImage", {
    identify: ({ image }) => ({ id: image.id, marker: markerIn(metadataOf(image)) ?? markerOfName(image.name ?? undefined) }),
    attributes: {
      ...described(({ image }: LinkedImage) => bearerOf(image), cloud.settings),
      created: ({ image }) => instant(image.created_at),
      updated: ({ image }) => instant(image.updated_at),
      state: ({ image }) => imageState(image),
      type: typeOf,
      imageLocation: ({ image }) => locationOf(cloud.settings.region, "images", image.id),
      relatedImage: ({ related }) => (related === undefined ? undefined : reference("MachineImage", related)),
      nativeId: ({ image }) => image.id,
      location: () => cloud.settings.region,
    },
    extensions: imageExtensions,
    async *list({ parent }, context) {
      for await (const page of imagePages(cloud, context, parent === undefined ? {} : { instance_uuid: parent }))
        yield await linked(cloud, parent === undefined ? page : page.filter(isSnapshot), context);
    },
    listWithin: async (parents, context) => {
      const wanted = new Set<string | undefined>(parents);
      const all = (await gather(imagePages(cloud, context))).filter(
        (native) => isSnapshot(native) && wanted.has(native.image.instance_uuid),
      );
      const found = await linked(cloud, all, context);
      return gatherBy(one(found), ({ image }) => image.instance_uuid);
    },
    async read(ids, context) {
      const found = await linked(cloud, [...(await readImages(cloud, ids, context)).values()], context);
      return new Map(found.map((native) => [native.image.id, native]));
    },
    create: (request, context) => createImage(cloud, request, context),
    update: (id, changes, context) => updateImage(cloud, id, changes, context),
    delete: (id, context) => deleteImage(cloud, id, context),
    // Glance loses an image that is changed while its data arrive.
    editable: ({ own, image }) => own && imageState(image) !== "CREATING",
    deletable: ({ own, image }) => own && image.protected !== true,
  });

const isSnapshot = (native: OwnedImage): boolean => native.own && typeOf(native) === "SNAPSHOT";

async function* one<T>(page: T): AsyncGenerator<T> {
  yield page;
}

async function linked(cloud: Cloud, images: readonly OwnedImage[], context: Context): Promise<readonly LinkedImage[]> {
  const seen = new Set(images.map(({ image }) => image.id));
  const present = await presentImages(cloud, images.map(relatedOf), context, seen);
  return images.map((native) => {
    const related = relatedOf(native);
    return { ...native, related: related !== undefined && present.has(related) ? related : undefined };
  });
}
