import { type Accepted, type Context, type CreateRequest, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { capture } from "./capture.js";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { formatOf } from "./image-extensions.js";
import { importImage, mayImport, webAddress } from "./image-import.js";
import { discardImage, patchCall, put } from "./image-writes.js";
import { type Image, imagePages, isImageKey, metadataOf } from "./images.js";
import { markerIn, RESERVED } from "./metadata.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { nativeName } from "./native-name.js";
import { path } from "./paths.js";
import { firstOf } from "./reading.js";
import { readSource } from "./source.js";
import { machineImageState } from "./states.js";
import { until } from "./until.js";
import { oneVolume } from "./volumes.js";
import { act, type Sent, sent } from "./writes.js";

type Request = CreateRequest<"MachineImage">;

/** An image of what a server or a volume holds, or of what an address gives, if Glance's operator allows that. It copies no images. */
export async function createImage(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const { imageLocation = "", type } = request.template;
  const address = webAddress(imageLocation);
  if (address && (await mayImport(cloud, context))) {
    checkPlain(type);
    return importImage(cloud, address, request, context);
  }
  const { kind, id } = readSource(imageLocation, cloud.settings.region, ["servers", "volumes"]);
  if (kind === "servers") return capture(cloud, id, type === "SNAPSHOT" ? "SNAPSHOT" : "IMAGE", request, context);
  checkPlain(type);
  return uploadVolume(cloud, id, request, context);
}

function checkPlain(type: string | undefined): void {
  if (type !== undefined && type !== "IMAGE")
    throw new ProviderFault("invalid", `an image of the type ${type} is made of a machine; give the machine as imageLocation`);
}

/** os-volume_upload_image takes a name and no properties: what an interrupted one made is known by the name, until it has its own. */
async function uploadVolume(cloud: Cloud, volume: string, request: Request, context: WriteContext): Promise<Accepted> {
  const made = await context.step("create", {
    send: ({ marker }) => send(cloud, volume, formatOf(request.template) ?? "raw", marker, context),
    find: ({ marker }) => named(cloud, marker, context),
    undo: async ({ id }) => {
      await discardImage(cloud, id, context);
    },
  });
  await context.step("uploaded", { send: () => untilUploaded(cloud, made.id, context) });
  const { name, description = "", metadata } = fresh(cloud.settings, request.id, request, isImageKey);
  const own = { [RESERVED.properties]: "", ...metadata, [RESERVED.description]: description, [RESERVED.type]: "IMAGE" };
  const edits = Object.entries(own).map(([key, value]) => put(key, value));
  await act(
    cloud.client,
    context,
    "describe",
    made.id,
    patchCall(made.id, [...edits, { op: "replace", path: "/name", value: name }]),
  );
  return { ...made, ...freshOverlay(cloud.settings, request, isImageKey) };
}

/** Glance loses an image that is changed while its data arrive. It is looked at as it is: only afterwards does it bear what confines the cloud. */
function untilUploaded({ client }: Cloud, id: string, context: Context): Promise<string> {
  const look = async () => {
    const status = (await client.read<Image>(context, { service: "image", path: path`/images/${id}` })).status ?? "";
    return machineImageState(status) === "CREATING" ? undefined : status;
  };
  const otherwise = () => `OpenStack has not uploaded the volume to the image ${id} yet`;
  return until(look, { pause: 2000, looks: 900, otherwise }, context);
}

interface Uploaded {
  readonly "os-volume_upload_image"?: { readonly image_id?: string };
}

async function send(cloud: Cloud, volume: string, format: string, marker: string, context: Context): Promise<Sent> {
  await oneVolume(cloud, volume, context);
  const upload = { image_name: nativeName(marker), disk_format: format, container_format: "bare", force: false };
  const call = {
    service: "volume",
    method: "POST",
    path: path`/volumes/${volume}/action`,
    body: { "os-volume_upload_image": upload },
  } as const;
  const answer: NativeAnswer<Uploaded> = await cloud.client.write(context, call);
  return sent(answer.body?.["os-volume_upload_image"]?.image_id, answer);
}

async function named(cloud: Cloud, marker: string, context: Context): Promise<Sent | undefined> {
  const everywhere = { ...cloud, settings: { ...cloud.settings, scope: {} } };
  const pages = imagePages(everywhere, context);
  const found = await firstOf(
    pages,
    ({ image, own }) => own && (image.name === nativeName(marker) || markerIn(metadataOf(image)) === marker),
  );
  return found && { id: found.image.id };
}
