import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { metadataOf, type OwnedImage, readImages } from "./images.js";
import { RESERVED, valueIn } from "./metadata.js";

type ImageType = "IMAGE" | "SNAPSHOT";

export const typeOf = ({ image }: OwnedImage): ImageType =>
  valueIn(metadataOf(image), RESERVED.type) === "SNAPSHOT" ? "SNAPSHOT" : "IMAGE";

/** The snapshot before this one. Nova hands down an image's properties to those taken of its servers; only a snapshot's own counts. */
export const relatedOf = (native: OwnedImage): string | undefined =>
  typeOf(native) === "SNAPSHOT" ? valueIn(metadataOf(native.image), RESERVED.related) || undefined : undefined;

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
