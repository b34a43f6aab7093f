import { type Context, gather } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { type Bearer, type Metadata, RESERVED } from "./metadata.js";
import { inNewWords } from "./older-members.js";
import { isInside } from "./scope.js";

/** What every object of Neutron has (Networking API v2.0, "Standard attributes"); some lack a name. */
export interface NetworkObject {
  readonly id: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly tags?: readonly string[];
  readonly project_id?: string;
  readonly created_at?: string;
  readonly updated_at?: string;
}

/** A kind of object of Neutron. */
export interface ObjectKind {
  /** In paths: `security-groups`. */
  readonly collection: string;
  /** In bodies: `security_group`; a list of them has an s more. */
  readonly key: string;
  /** What messages call it. */
  readonly title: string;
  /** Neutron has no name for it. */
  readonly isNameless?: boolean;
}

/**
 * The marker stands in the description, since tags take a call of their own (Networking API v2.0, "Replace all tags"): what an interrupted
 * POST made would not be known by them.
 */
const MARKED = /^(?:([\s\S]*) )?\[cimi-op ([\w-]+)\]$/;

export const withMarker = (description: string, marker: string | undefined): string =>
  [description, ...(marker === undefined ? [] : [`[cimi-op ${marker}]`])].filter((part) => part !== "").join(" ");

const SEPARATOR = "=";

/** A tag `key=value` is metadata; other tags are nobody's here. */
export const tagOf = (key: string, value: string): string => `${key}${SEPARATOR}${value}`;
export const keyOfTag = (tag: string): string | undefined =>
  tag.includes(SEPARATOR) ? tag.slice(0, tag.indexOf(SEPARATOR)) : undefined;

const metadataIn = (tags: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    tags.flatMap((tag) => {
      const key = keyOfTag(tag);
      return key === undefined ? [] : [[key, tag.slice(key.length + SEPARATOR.length)]];
    }),
  );

/** The description and the tags of an object, told apart from what the gateway put there. */
export function bearerOf({ name, description, tags = [] }: NetworkObject): Bearer {
  const marked = MARKED.exec(description ?? "");
  const metadata = metadataIn(tags);
  if (!marked) return { name, description, metadata };
  const [, text = "", marker = ""] = marked;
  return { name, description: text, metadata: { ...metadata, [RESERVED.marker]: marker } };
}

export const metadataOf = (native: NetworkObject): Metadata => bearerOf(native).metadata;

export const isInsideScope = ({ settings: { scope } }: Cloud, native: NetworkObject): boolean =>
  isInside(scope, metadataOf(native));

export type Query = Readonly<Record<string, string | readonly string[]>>;

/** Page by page, whatever the scope. */
export async function* allPages<T extends NetworkObject>(
  { client }: Cloud,
  { collection, key }: ObjectKind,
  context: Context,
  query: Query = {},
): AsyncGenerator<readonly T[]> {
  const pages = client.pages<T>(context, { service: "network", path: `/${collection}`, query }, `${key}s`);
  for await (const page of pages) yield page.map(inNewWords);
}

/** Those of the project, which administrators would not be shown alone; outside the scope none. */
export async function* ownPages<T extends NetworkObject>(
  cloud: Cloud,
  kind: ObjectKind,
  context: Context,
  query: Query = {},
): AsyncGenerator<readonly T[]> {
  const project = await cloud.client.project(context);
  const pages = allPages<T>(cloud, kind, context, { ...query, ...(project !== undefined && { project_id: project }) });
  for await (const page of pages) yield page.filter((native) => isInsideScope(cloud, native));
}

/** How many ids one call names: an address of some thousand characters is taken everywhere. */
const PORTION = 100;

const portionsOf = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / PORTION) }, (_, index) => all.slice(index * PORTION, (index + 1) * PORTION));

/** A call for every hundred. */
export const gatherPortions = async <T, Native>(
  all: readonly T[],
  pages: (portion: readonly T[]) => AsyncIterable<readonly Native[]>,
): Promise<readonly Native[]> => (await Promise.all(portionsOf(all).map((portion) => gather(pages(portion))))).flat();

/** By their ids, a call for every hundred; what is missing is absent from the answer. */
export async function readBy<T extends { readonly id: string }>(
  ids: readonly string[],
  pages: (portion: readonly string[]) => AsyncIterable<readonly T[]>,
): Promise<Map<string, T>> {
  const found = await gatherPortions([...new Set(ids)], pages);
  return new Map(found.map((native) => [native.id, native]));
}

/** @throws ProviderFault notFound */
export function oneOf<T>(found: ReadonlyMap<string, T>, id: string, { title }: ObjectKind): T {
  const native = found.get(id);
  if (native === undefined) throw gone(title, id);
  return native;
}
