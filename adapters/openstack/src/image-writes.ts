import { type Accepted, type Changes, type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Client, NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { relatedOf, typeOf } from "./image-links.js";
import { bearerOf, type Image, imagePages, isImageKey, metadataOf, oneImage, partsOf } from "./images.js";
import { setLatest } from "./latest-snapshot.js";
import { markerIn, RESERVED, valueIn } from "./metadata.js";
import { rewriting } from "./metadata-writing.js";
import { path } from "./paths.js";
import { serverPages } from "./servers.js";
import type { Snapshot } from "./snapshots.js";
import { act, type Sent, sent } from "./writes.js";

/** Image service API v2, "Update image": a JSON patch of its own media type. */
const PATCH = "application/openstack-images-v2.1-json-patch";

type Edit =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: string }
  | { readonly op: "remove"; readonly path: string };

/** RFC 6901. */
const pointer = (key: string): string => `/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`;

export const put = (key: string, value: string): Edit => ({ op: "add", path: pointer(key), value });
const drop = (key: string): Edit => ({ op: "remove", path: pointer(key) });

export const patchCall = (id: string, edits: readonly Edit[]): NativeCall => ({
  service: "image",
  method: "PATCH",
  path: path`/images/${id}`,
  body: edits,
  contentType: PATCH,
});

/** Changes name, description and properties in one call. */
export async function updateImage(
  cloud: Cloud,
  id: string,
  changes: Changes<"MachineImage">,
  context: WriteContext,
): Promise<Accepted> {
  const { client, settings } = cloud;
  const bearer = bearerOf((await oneImage(cloud, id, context)).image);
  const {
    name,
    description,
    set,
    remove: removed,
    overlay,
  } = rewriting(bearer, changes, settings, markerIn(bearer.metadata) ?? id, isImageKey);
  const edits: readonly Edit[] = [
    ...(name === undefined ? [] : [{ op: "replace", path: "/name", value: name } as const]),
    ...(typeof description === "string" ? [put(RESERVED.description, description)] : []),
    ...(description === null ? [drop(RESERVED.description)] : []),
    ...Object.entries(set).map(([key, value]) => put(key, value)),
    ...removed.map(drop),
  ];
  const answer = edits.length === 0 ? undefined : await act(client, context, "describe", id, patchCall(id, edits));
  return { id, ...answer, ...(Object.keys(overlay).length > 0 && { overlay }) };
}

export async function deleteImage(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const plan = await context.step("plan", { send: () => planOf(cloud, id, context) });
  if (plan.isSnapshot) await relink(cloud, id, plan.related, context);
  return context.step("delete", { send: () => discardImage(cloud, id, context) });
}

type Plan = { readonly isSnapshot: boolean; readonly related: string };

async function planOf(cloud: Cloud, id: string, context: WriteContext): Promise<Plan> {
  const native = await oneImage(cloud, id, context);
  return { isSnapshot: typeOf(native) === "SNAPSHOT", related: relatedOf(native) ?? "" };
}

/**
 * Deletes an image; one that is gone already is no error. Of one of ours the snapshots that Nova made in Cinder for it, which nobody else takes
 * away, go first: until the last of them is gone the image tells which they are.
 */
export async function discardImage({ client }: Cloud, id: string, context: Context): Promise<Sent> {
  const call = { service: "image", path: path`/images/${id}` } as const;
  const image = await client.readIfThere<Image>(context, call);
  const isOurs = image !== undefined && markerIn(metadataOf(image)) !== undefined;
  for (const part of isOurs ? partsOf(image) : []) await discardPart(client, part, context);
  return client.write(context, { ...call, method: "DELETE" }).then(
    (answer) => sent(id, answer),
    (error) => unlessGone(error, { id }),
  );
}

/** Cinder refuses to delete what it is deleting already. */
async function discardPart(client: Client, id: string, context: Context): Promise<void> {
  const call = { service: "volume", path: path`/snapshots/${id}` } as const;
  try {
    await client.write(context, { ...call, method: "DELETE" });
  } catch (error) {
    if (!(error instanceof ProviderFault) || error.kind !== "conflict") return unlessGone(error, undefined);
    const status = (await client.readIfThere<{ snapshot?: Snapshot }>(context, call))?.snapshot?.status;
    if (status !== undefined && status !== "deleting" && status !== "deleted") throw error;
  }
}

/** Table 21: what referred to a deleted snapshot as the one before it refers to the one before that; so does its machine. */
async function relink(cloud: Cloud, id: string, related: string, context: WriteContext): Promise<void> {
  const images = await gather(imagePages(cloud, context, { [RESERVED.related]: id }));
  for (const { image, own } of images)
    if (own)
      await act(cloud.client, context, `relink ${image.id}`, image.id, patchCall(image.id, [put(RESERVED.related, related)]));
  const servers = await gather(serverPages(cloud, context));
  for (const { id: server, metadata } of servers)
    if (valueIn(metadata, RESERVED.snapshot) === id) await setLatest(cloud, server, related, `relink ${server}`, context);
}
