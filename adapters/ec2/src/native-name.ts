import { type Context, gather } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { ownImagePages } from "./images.js";
import type { Sent } from "./writes.js";

/**
 * Names of images and key pairs are unique in an account: the CIMI id in them makes a second creation fail instead of doubling,
 * and an image is found by its name where a call takes no token.
 */
const PREFIX = "cimi-";

export const nativeName = (marker: string): string => `${PREFIX}${marker}`;

/** The CIMI id in such a name. */
export const markerOfName = (name: string | undefined): string | undefined =>
  name?.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;

export async function namedImage(cloud: Cloud, name: string, context: Context): Promise<Sent | undefined> {
  const [found] = await gather(ownImagePages(cloud, context, [filter("name", [name])]));
  const id = found?.image.ImageId;
  return id === undefined ? undefined : { id };
}
