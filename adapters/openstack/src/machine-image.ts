import { type Context, gather, gatherBy, type ResourceAdapter, reference, resourceAdapter } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { deleteImage, updateImage } from "./image-writes.js";
import { bearerOf, imagePages, metadataOf, type OwnedImage, readImages } from "./images.js";
import { described, markerIn, RESERVED, valueIn } from "./metadata.js";
import { path } from "./paths.js";
import { machineImageState } from "./states.js";
import { instant } from "./times.js";

type ImageType = "IMAGE" | "SNAPSHOT";

export const typeOf = ({ image }: OwnedImage): ImageType =>
  valueIn(metadataOf(image), RESERVED.type) === "SNAPSHOT" ? "SNAPSHOT" : "IMAGE";

/** The snapshot before this one. Nova hands down an image's properties to those taken of its servers; only a snapshot's own counts. */
export const relatedOf = (native: OwnedImage): string | undefined =>
  typeOf(native) === "SNAPSHOT" ? valueIn(metadataOf(native.image), RESERVED.related) || undefined : undefined;

/** An image with the snapshot before it, if that is still there. */
interface LinkedImage extends OwnedImage {
  readonly related: string | undefined;
}

/** An image of Glance: the project's own, and those that others share with it. */
export const machineImage = (cloud: Cloud): ResourceAdapter<"MachineImage", unknown> =>
  resourceAdapter<LinkedImage>()("MachineImage", {
    identify: ({ image }) => ({ id: image.id, marker: markerIn(metadataOf(image)) }),
    attributes: {
      ...described(({ image }: LinkedImage) => bearerOf(image), cloud.settings),
      created: ({ image }) => instant(image.created_at),
      updated: ({ image }) => instant(image.updated_at),
      state: ({ image }) => machineImageState(image.status),
      type: typeOf,
      imageLocation: ({ image }) => locationOf(cloud, image.id),
      relatedImage: ({ related }) => (related === undefined ? undefined : reference("MachineImage", related)),
      nativeId: ({ image }) => image.id,
      location: () => cloud.settings.region,
    },
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
    update: (id, changes, context) => updateImage(cloud, id, changes, context),
    delete: (id, context) => deleteImage(cloud, id, context),
    editable: ({ own }) => own,
    deletable: ({ own, image }) => own && image.protected !== true,
  });

const isSnapshot = (native: OwnedImage): boolean => native.own && typeOf(native) === "SNAPSHOT";

async function* one<T>(page: T): AsyncGenerator<T> {
  yield page;
}

/** The data of an image have no address for everybody: a name for them. */
const locationOf = ({ settings: { region } }: Cloud, id: string): string =>
  `openstack:${encodeURIComponent(region)}${path`/images/${id}`}`;

async function linked(cloud: Cloud, images: readonly OwnedImage[], context: Context): Promise<readonly LinkedImage[]> {
  const seen = new Set(images.map(({ image }) => image.id));
  const present = await presentImages(cloud, images.map(relatedOf), context, seen);
  return images.map((native) => {
    const related = relatedOf(native);
    return { ...native, related: related !== undefined && present.has(related) ? related : undefined };
  });
}

/** Those of the images that are there. Costs a call only where one is not among those seen already. */
export async function presentImages(
  cloud: Cloud,
  ids: readonly (string | undefined)[],
  context: Context,
  seen: ReadonlySet<string> = new Set(),
): Promise<ReadonlySet<string>> {
  const unseen = ids.filter((id): id is string => id !== undefined && !seen.has(id));
  return unseen.length === 0 ? seen : new Set([...seen, ...(await readImages(cloud, unseen, context)).keys()]);
}
