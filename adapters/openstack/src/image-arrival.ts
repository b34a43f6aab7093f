import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { type Image, imageState } from "./images.js";
import { path } from "./paths.js";
import { until } from "./until.js";

/** Image service API v2, "Show tasks associated with image": the import is one. */
interface Tasks {
  readonly tasks?: readonly { readonly status?: string; readonly message?: string; readonly created_at?: string }[];
}

/**
 * Waits until an image has its data.
 * @param host where they come from; more of an address may be secret
 * @throws ProviderFault invalid with what Glance says where they did not come
 */
export function untilImported(cloud: Cloud, id: string, host: string, context: Context): Promise<string> {
  const otherwise = () => `OpenStack has not fetched the image ${id} from ${host} yet`;
  return until(() => imported(cloud, id, host, context), { pause: 2000, looks: 900, otherwise }, context);
}

async function imported(cloud: Cloud, id: string, host: string, context: Context): Promise<string | undefined> {
  const image = await cloud.client.read<Image>(context, { service: "image", path: path`/images/${id}` });
  if (imageState(image) === "AVAILABLE") return id;
  const reason = await failureOf(cloud, image, context);
  if (reason === undefined) return undefined;
  throw new ProviderFault("invalid", `OpenStack could not fetch the image ${id} from ${host}: ${reason}`);
}

/** Undefined: it goes on. As long as a task holds the image the image tells enough; a failed one may leave nothing at the image. */
async function failureOf({ client }: Cloud, image: Image, context: Context): Promise<string | undefined> {
  if (image.os_glance_import_task) return undefined;
  const told = await client.readIfThere<Tasks>(context, { service: "image", path: path`/images/${image.id}/tasks` });
  const [last] = [...(told?.tasks ?? [])].sort((one, other) => (one.created_at! < other.created_at! ? 1 : -1));
  if (last?.status === "failure") return last.message || "no reason";
  return imageState(image) === "CREATING" ? undefined : `the image is ${image.status}`;
}
