import { type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Source } from "./arn.js";
import type { Cloud } from "./cloud.js";
import { readImages } from "./images.js";
import { isConfined } from "./scope.js";
import { readSnapshots } from "./snapshots.js";

/**
 * A confined cloud copies only what it shows: an ARN is a way to name images and snapshots that core cannot look up. What is in
 * another region cannot be seen to bear the tags of the scope. A step of its own, since the source may be gone when the write is run again.
 * Throws ProviderFault `invalid`.
 */
export async function checkSource(cloud: Cloud, source: Source, context: WriteContext): Promise<void> {
  if (source.kind === "manifest" || !isConfined(cloud.settings.scope)) return;
  await context.step("source", { send: () => shownId(cloud, source, context) });
}

type Named = Exclude<Source, { kind: "manifest" }>;

async function shownId(cloud: Cloud, { kind, region, id }: Named, context: Context): Promise<string> {
  const shown = kind === "image" ? await readImages(cloud, [id], context) : await readSnapshots(cloud, [id], context);
  if (region === cloud.settings.region && shown.has(id)) return id;
  throw new ProviderFault(
    "invalid",
    `there is no ${kind} ${id} of ${region} in this cloud; name one that its ${kind === "image" ? "machineImages" : "volumeImages"} list`,
  );
}
