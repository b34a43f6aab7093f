import { type Accepted, type Context, type CreateRequest, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Resource, ResourceName } from "@cimi-gateway/model";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { formatOf } from "./image-extensions.js";
import { discardImage } from "./image-writes.js";
import { imagePages, isImageKey, partsOf } from "./images.js";
import { setLatest } from "./latest-snapshot.js";
import { RESERVED, valueIn } from "./metadata.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { actionCall } from "./power.js";
import { firstOf } from "./reading.js";
import { oneServer } from "./servers.js";
import { type Sent, sent } from "./writes.js";

/**
 * The action createImage, whose answer names the image. It holds the root disk; volumes have VolumeImages of their own. A SNAPSHOT refers to
 * the one before it, and the machine to its latest (Table 21).
 */
export async function capture(
  cloud: Cloud,
  id: string,
  type: "IMAGE" | "SNAPSHOT",
  request: CreateRequest<ResourceName>,
  context: WriteContext,
): Promise<Accepted> {
  if ((request.template as Resource<"MachineImage">).type === "PARTIAL_SNAPSHOT")
    throw new ProviderFault("invalid", "OpenStack makes no PARTIAL_SNAPSHOT: its images are whole; ask for a SNAPSHOT");
  const format = formatOf(request.template);
  if (format !== undefined)
    throw new ProviderFault(
      "invalid",
      `the diskFormat ${format} cannot be had: of a machine Nova makes the image, and chooses the format; leave diskFormat out`,
    );
  const made = await context.step("create", {
    send: ({ marker }) => send(cloud, id, type, request, marker, context),
    find: ({ marker }) => markedImage(cloud, id, marker, context),
    undo: async ({ id: image }) => {
      await discardImage(cloud, image, context);
    },
  });
  if (type === "SNAPSHOT") {
    await context.reach("Machine", id, ["STOPPED"]);
    await setLatest(cloud, id, made.id, "latest", context);
  }
  return { ...made, ...freshOverlay(cloud.settings, request, isImageKey) };
}

async function send(
  cloud: Cloud,
  id: string,
  type: "IMAGE" | "SNAPSHOT",
  request: CreateRequest<ResourceName>,
  marker: string,
  context: Context,
): Promise<Sent> {
  const { name, description = "", metadata } = fresh(cloud.settings, marker, request, isImageKey);
  const server = await oneServer(cloud, id, context);
  if (type === "SNAPSHOT" && server.status !== "SHUTOFF")
    throw new ProviderFault(
      "conflict",
      `a SNAPSHOT of the server ${id} would lack its memory, as it is ${server.status}; stop it first`,
    );
  if (type === "SNAPSHOT" && server.image === undefined)
    throw new ProviderFault("conflict", `the server ${id} starts from a volume: a snapshot is taken of that, as a VolumeImage`);
  const related = type === "SNAPSHOT" ? valueIn(server.metadata, RESERVED.snapshot) : undefined;
  // Nova hands down the properties of the image that the server was made from: what is not written over would seem to be of this one.
  const own = {
    [RESERVED.properties]: "",
    ...metadata,
    [RESERVED.description]: description,
    [RESERVED.type]: type,
    [RESERVED.related]: related ?? "",
  };
  const answer: NativeAnswer<{ image_id?: string }> = await cloud.client.write(
    context,
    actionCall(id, { createImage: { name, metadata: own } }),
  );
  return sent(answer.body?.image_id, answer);
}

/**
 * An image that was taken later of a server made from this one may have the same marker: the first one made is it. Of a server that starts from
 * a volume Nova does not say that the image is of it (nova/compute/api.py, `snapshot_volume_backed`), but that it consists of snapshots.
 */
async function markedImage(cloud: Cloud, server: string, marker: string, context: Context): Promise<{ id: string } | undefined> {
  const pages = imagePages(cloud, context, { [RESERVED.marker]: marker, sort: "created_at:asc" });
  const found = await firstOf(pages, ({ image, own }) => own && (image.instance_uuid === server || partsOf(image).length > 0));
  return found && { id: found.image.id };
}
