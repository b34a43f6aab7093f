import { type Accepted, type Context, type CreateRequest, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { untilImported } from "./image-arrival.js";
import { FORMAT_NAMES, formatOf } from "./image-extensions.js";
import { discardImage } from "./image-writes.js";
import { type Image, imagePages, isImageKey } from "./images.js";
import { RESERVED } from "./metadata.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { path } from "./paths.js";
import { firstOf } from "./reading.js";
import { act, type Sent, sent } from "./writes.js";

type Request = CreateRequest<"MachineImage">;

/** Image service API v2, "Import methods": by which Glance fetches data from an address. Its operator offers it, and filters the addresses. */
const METHOD = "web-download";

/** Whether the cloud takes images from addresses, as a step. */
export const mayImport = ({ client }: Cloud, context: WriteContext): Promise<boolean> =>
  context.step("methods", {
    send: async () => {
      const told = await client.readIfThere<Methods>(context, { service: "image", path: "/info/import" });
      return told?.["import-methods"]?.value?.includes(METHOD) ?? false;
    },
  });

interface Methods {
  readonly "import-methods"?: { readonly value?: readonly string[] };
}

/** An address that may be handed on to Glance, which fetches it; undefined: it is none. @throws ProviderFault invalid where it holds a secret */
export function webAddress(location: string): URL | undefined {
  const url = URL.canParse(location) ? new URL(location) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.username === "" && url.password === "") return url;
  throw new ProviderFault(
    "invalid",
    `the imageLocation at ${url.host} holds a user or a password, which is not handed on; accepted: an address with http or https without them`,
  );
}

/** An empty image, which Glance fills from the address; the Job ends when its data are there. */
export async function importImage(cloud: Cloud, address: URL, request: Request, context: WriteContext): Promise<Accepted> {
  const format = formatOf(request.template, address.pathname);
  if (format === undefined)
    throw new ProviderFault(
      "invalid",
      `the imageLocation does not end in the format of its data: give diskFormat, one of ${FORMAT_NAMES}`,
    );
  const made = await context.step("create", {
    send: ({ marker }) => makeEmpty(cloud, format, marker, request, context),
    find: ({ marker }) => marked(cloud, marker, context),
    undo: async ({ id }) => {
      await discardImage(cloud, id, context);
    },
  });
  const method = { name: METHOD, uri: address.href };
  const call = { service: "image", method: "POST", path: path`/images/${made.id}/import`, body: { method } } as const;
  await act(cloud.client, context, "import", made.id, call, {
    find: async () => ((await hasBegun(cloud, made.id, context)) ? { id: made.id } : undefined),
  });
  await context.step("imported", { send: () => untilImported(cloud, made.id, address.host, context) });
  return { ...made, ...freshOverlay(cloud.settings, request, isImageKey) };
}

async function makeEmpty(cloud: Cloud, format: string, marker: string, request: Request, context: Context): Promise<Sent> {
  const { name, description, metadata } = fresh(cloud.settings, marker, request, isImageKey);
  const body = {
    name,
    disk_format: format,
    container_format: "bare",
    [RESERVED.type]: "IMAGE",
    ...(description !== undefined && { [RESERVED.description]: description }),
    ...metadata,
  };
  const call = { service: "image", method: "POST", path: "/images", body } as const;
  const answer: NativeAnswer<{ id?: string }> = await cloud.client.write(context, call);
  return sent(answer.body?.id, answer);
}

/** What an interrupted POST /images made; nothing was made of it yet. */
async function marked(cloud: Cloud, marker: string, context: Context): Promise<Sent | undefined> {
  const pages = imagePages(cloud, context, { [RESERVED.marker]: marker });
  const found = await firstOf(pages, ({ image, own }) => own && image.instance_uuid === undefined);
  return found && { id: found.image.id };
}

async function hasBegun({ client }: Cloud, id: string, context: Context): Promise<boolean> {
  const image = await client.read<Image>(context, { service: "image", path: path`/images/${id}` });
  return image.status !== "queued" || Boolean(image.os_glance_import_task) || Boolean(image.os_glance_failed_import);
}
