import type { Context } from "@cimi-gateway/adapter";
import { filter, readBy } from "./client.js";
import type { Cloud } from "./cloud.js";
import { type Ec2Image, ownImagePages } from "./images.js";

/**
 * 5.10.1: tags name images, and stay when somebody deletes one past the gateway. Which of them are there: one call for all, none for none.
 *
 * @param known those that were just seen
 */
export async function presentImages(
  cloud: Cloud,
  named: readonly (string | undefined)[],
  context: Context,
  known: ReadonlySet<string> = new Set(),
): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(named)].filter((id) => id !== undefined);
  const unsure = wanted.filter((id) => !known.has(id));
  if (unsure.length === 0) return known;
  const found = await readBy(
    unsure,
    ({ image }: Ec2Image) => image.ImageId,
    (portion) => ownImagePages(cloud, context, [filter("image-id", portion)]),
  );
  return new Set([...known, ...found.keys()]);
}
