import type { Context } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import type { NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { type Bearer, type Metadata, RESERVED, valueIn } from "./metadata.js";
import { isInside } from "./scope.js";
import { machineImageState } from "./states.js";

/** Image service API v2, "Image statuses". */
export type ImageStatus =
  | "queued"
  | "saving"
  | "uploading"
  | "importing"
  | "active"
  | "killed"
  | "deactivated"
  | "pending_delete"
  | "deleted";

/** An image of Glance: what everybody's have, and properties beside it. */
export interface Image {
  readonly id: string;
  readonly name?: string | null;
  readonly status?: string;
  readonly owner?: string | null;
  readonly protected?: boolean;
  readonly created_at?: string;
  readonly updated_at?: string;
  readonly disk_format?: string | null;
  /** Bytes of its data, and of the disk in them; not known before they are there. */
  readonly size?: number | null;
  readonly virtual_size?: number | null;
  /** Gibibytes that the root of a server must have. */
  readonly min_disk?: number;
  /** Set by Nova: the server that the image was taken of. */
  readonly instance_uuid?: string;
  /** Set by Nova, in JSON: what a server made of the image has. */
  readonly block_device_mapping?: string;
  /** While data are imported: the id of the task. */
  readonly os_glance_import_task?: string;
  /** The stores that got no data in the last import, by commas. */
  readonly os_glance_failed_import?: string;
}

/** Glance leaves an image `queued` whose import failed: nobody is about to fill it. */
export function imageState(image: Image): StateOf<"MachineImage"> | undefined {
  const isLost = image.status === "queued" && image.os_glance_failed_import && !image.os_glance_import_task;
  return isLost ? "ERROR" : machineImageState(image.status);
}

/** The members that are no properties (Image service API v2, schema "image"). */
const BASE: ReadonlySet<string> = new Set([
  ..."id name status owner visibility protected os_hidden checksum os_hash_algo os_hash_value size virtual_size".split(" "),
  ..."container_format disk_format min_disk min_ram created_at updated_at deleted deleted_at".split(" "),
  ..."locations direct_url self file schema tags stores".split(" "),
]);

/** Properties by which Nova is told how to run an image, or tells where one comes from: a consumer's words there would be orders. */
const MEANT =
  /^(hw|os|img|trait|image|owner|base_image|instance|user|kernel|ramdisk|block_device|root_device|bdm|mappings?)(_|$)|^trait:|^architecture$/;

/** Whether a consumer's property may be one of the image. */
export const isImageKey = (key: string): boolean => !BASE.has(key) && !MEANT.test(key);

export const metadataOf = (image: Image): Metadata =>
  Object.fromEntries(
    Object.entries(image).filter((entry): entry is [string, string] => typeof entry[1] === "string" && !BASE.has(entry[0])),
  );

interface Mapped {
  readonly snapshot_id?: unknown;
}

/** The snapshots of Cinder that an image stands for: of a server that starts from a volume it holds nothing else. */
export function partsOf(image: Image): readonly string[] {
  try {
    const mapped: unknown = JSON.parse(image.block_device_mapping ?? "[]");
    const ids = (Array.isArray(mapped) ? mapped : []).map((device: Mapped | null) => device?.snapshot_id);
    return ids.filter((id): id is string => typeof id === "string");
  } catch {
    return [];
  }
}

export function bearerOf(image: Image): Bearer {
  const metadata = metadataOf(image);
  return { name: image.name, description: valueIn(metadata, RESERVED.description), metadata };
}

/** An image, and whether it is the project's own. */
export interface OwnedImage {
  readonly image: Image;
  readonly own: boolean;
}

/** Kernels and RAM disks alone start nothing. */
const PARTS: ReadonlySet<string | null | undefined> = new Set(["aki", "ari"]);

/** Own images inside the scope, and those that others share with the project or with all, which no scope hides. */
export async function* imagePages(
  { client, settings: { scope } }: Cloud,
  context: Context,
  query: NonNullable<NativeCall["query"]> = {},
): AsyncGenerator<readonly OwnedImage[]> {
  const project = await client.project(context);
  for await (const page of client.pages<Image>(context, { service: "image", path: "/images", query }, "images"))
    yield page
      .map((image) => ({ image, own: image.owner === project }))
      .filter(
        ({ image, own }) =>
          machineImageState(image.status) !== undefined &&
          !PARTS.has(image.disk_format) &&
          (!own || isInside(scope, metadataOf(image))),
      );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Ids that one filter takes: an address may have some eight thousand characters. */
const PORTION = 100;

export async function readImages(cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, OwnedImage>> {
  const unique = [...new Set(ids)].filter((id) => UUID.test(id));
  const found = new Map<string, OwnedImage>();
  for (let start = 0; start < unique.length; start += PORTION) {
    const query = { id: `in:${unique.slice(start, start + PORTION).join(",")}` };
    for await (const page of imagePages(cloud, context, query)) for (const one of page) found.set(one.image.id, one);
  }
  return found;
}

/** @throws ProviderFault notFound */
export async function oneImage(cloud: Cloud, id: string, context: Context): Promise<OwnedImage> {
  const found = (await readImages(cloud, [id], context)).get(id);
  if (!found) throw gone("image", id);
  return found;
}
