import { type Accepted, type Context, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Reference } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { typeOf } from "./image-links.js";
import { oneImage } from "./images.js";
import { setLatest } from "./latest-snapshot.js";
import { power, stop } from "./power.js";
import { oneServer } from "./servers.js";

/** Decided once, since a later run would find the machine changed. */
type Plan = { readonly isRunning: boolean; readonly isSnapshot: boolean; readonly image: string };

/**
 * The action rebuild: the root is made anew from the image. Id, addresses, volumes and metadata stay. A SNAPSHOT is of a stopped machine,
 * which therefore ends stopped (5.14.1.2); after an IMAGE the machine is again what it was.
 */
export async function restore(cloud: Cloud, id: string, image: Reference | undefined, context: WriteContext): Promise<Accepted> {
  if (!image) throw new ProviderFault("invalid", "the request lacks the image to restore from");
  const plan = await context.step("plan", { send: () => planOf(cloud, id, nativeId(image), context) });
  if (plan.isRunning && plan.isSnapshot) {
    await stop(cloud, id, context);
    await context.reach("Machine", id, ["STOPPED"]);
  }
  const tasks = ["rebuilding", "rebuild_block_device_mapping", "rebuild_spawning"] as const;
  const rebuilt = await power(
    cloud,
    id,
    "rebuild",
    { rebuild: { imageRef: plan.image } },
    { statuses: ["REBUILD"], tasks },
    context,
  );
  if (!plan.isSnapshot) return rebuilt;
  await context.reach("Machine", id, ["STOPPED"]);
  await setLatest(cloud, id, plan.image, "latest", context);
  return rebuilt;
}

async function planOf(cloud: Cloud, id: string, imageId: string, context: Context): Promise<Plan> {
  const [image, server] = await Promise.all([oneImage(cloud, imageId, context), oneServer(cloud, id, context)]);
  return { isRunning: server.status === "ACTIVE", isSnapshot: typeOf(image) === "SNAPSHOT", image: imageId };
}
