import type { Accepted, Context, WriteContext } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { type MetadataRules, markerIn, RESERVED } from "./metadata.js";
import { type Described, fresh, freshOverlay, rewriting } from "./metadata-writing.js";
import {
  allPages,
  bearerOf,
  keyOfTag,
  metadataOf,
  type NetworkObject,
  type ObjectKind,
  tagOf,
  withMarker,
} from "./network-objects.js";
import { path } from "./paths.js";
import { firstOf } from "./reading.js";
import { type Sent, sent } from "./writes.js";

/** Of a description with its marker, and of a tag (Networking API v2.0). */
const LENGTH = 255;
const MARK = withMarker("", "00000000-0000-0000-0000-000000000000").length + 1;

type Extra = Readonly<Record<string, string>>;
export type Body = Readonly<Record<string, unknown>>;

/** What Neutron, and Octavia, can hold of the common attributes, and what the gateway keeps. */
export function fitting(
  wanted: Described,
  { isNameless = false }: ObjectKind,
): { readonly held: Described; readonly overlay: Values } {
  const { name, description, properties } = wanted;
  const isLong = typeof description === "string" && description.length + MARK > LENGTH;
  const isWide = properties != null && !fitAsTags(properties);
  const held = {
    ...wanted,
    ...(isNameless && name !== undefined && { name: null }),
    ...(isLong && { description: null }),
    ...(isWide && { properties: {} }),
  };
  const overlay = {
    ...(isNameless && name != null && { name }),
    ...(isLong && { description }),
    ...(isWide && { properties }),
  };
  return { held, overlay };
}

/** Keys and values stand in one tag each, and so does the list of keys. */
function fitAsTags(properties: Extra): boolean {
  const tags = [
    ...Object.entries(properties).map(([key, value]) => tagOf(key, value)),
    tagOf(RESERVED.properties, JSON.stringify(Object.keys(properties))),
  ];
  return tags.every((tag) => tag.length <= LENGTH);
}

interface Making {
  /** Tags of ours beside those that all have. */
  readonly tags?: Extra;
  /** How it is taken back; absent: deleted. */
  undo?(id: string): Promise<unknown>;
}

/** POST, which has no token: what an interrupted one made is known by the marker in its description. Tags follow in a call of their own. */
export async function make(
  cloud: Cloud,
  context: WriteContext,
  kind: ObjectKind,
  wanted: Described,
  input: Body,
  { tags = {}, undo = (id) => discard(cloud, context, kind, id) }: Making = {},
): Promise<Accepted> {
  const { settings } = cloud;
  const { held, overlay } = fitting(wanted, kind);
  const made = await context.step("create", {
    send: async ({ marker }) => send(cloud, context, kind, { ...describing(settings, kind, marker, held), ...input }),
    find: async ({ marker }) => {
      const { description } = describing(settings, kind, marker, held);
      const found = await firstOf(allPages(cloud, kind, context, { description }), () => true);
      return found && { id: found.id };
    },
    undo: async ({ id }) => {
      await undo(id);
    },
  });
  const { [RESERVED.marker]: _, ...metadata } = fresh(settings, "", held).metadata;
  const all = Object.entries({ ...metadata, ...tags }).map(([key, value]) => tagOf(key, value));
  if (all.length > 0) await context.step("tags", { send: () => putTags(cloud, context, kind, made.id, all) });
  const left = { ...freshOverlay(settings, held).overlay, ...overlay };
  return { ...made, ...(Object.keys(left).length > 0 && { overlay: left }) };
}

function describing(settings: MetadataRules, { isNameless }: ObjectKind, marker: string, held: Described) {
  const { name, description = "" } = fresh(settings, marker, held);
  return { ...(!isNameless && { name }), description: withMarker(description, marker) };
}

async function send({ client }: Cloud, context: Context, { collection, key }: ObjectKind, input: Body): Promise<Sent> {
  const call = { service: "network", method: "POST", path: `/${collection}`, body: { [key]: input } } as const;
  const answer: NativeAnswer<Record<string, { id?: string }>> = await client.write(context, call);
  return sent(answer.body?.[key]?.id, answer);
}

const self = ({ collection }: ObjectKind, id: string): string => path`/${collection}/${id}`;

/** Replaces all tags. */
export async function putTags(
  { client }: Cloud,
  context: Context,
  kind: ObjectKind,
  id: string,
  tags: readonly string[],
): Promise<Sent> {
  const call = { service: "network", method: "PUT", path: `${self(kind, id)}/tags`, body: { tags } } as const;
  return sent(id, await client.write(context, call));
}

/** The tags of an object with some of ours changed; undefined: without one. */
export function tagsWith({ tags = [] }: NetworkObject, changed: Readonly<Record<string, string | undefined>>): readonly string[] {
  const others = tags.filter((tag) => !Object.hasOwn(changed, keyOfTag(tag) ?? ""));
  return [...others, ...Object.entries(changed).flatMap(([key, value]) => (value === undefined ? [] : [tagOf(key, value)]))];
}

/** PUT, which may be sent again without harm. */
export async function put({ client }: Cloud, context: Context, kind: ObjectKind, id: string, input: Body): Promise<Sent> {
  const call = { service: "network", method: "PUT", path: self(kind, id), body: { [kind.key]: input } } as const;
  return sent(id, await client.write(context, call));
}

/** DELETE; what is gone already is no error. */
export const discard = ({ client }: Cloud, context: Context, kind: ObjectKind, id: string): Promise<Sent> =>
  client.write(context, { service: "network", method: "DELETE", path: self(kind, id) }).then(
    (answer) => sent(id, answer),
    (error) => unlessGone(error, { id }),
  );

/** Changes name, description and properties. */
export async function redescribe(
  cloud: Cloud,
  context: WriteContext,
  kind: ObjectKind,
  native: NetworkObject,
  wanted: Described,
): Promise<Accepted> {
  const { id } = native;
  const bearer = bearerOf(native);
  const { held, overlay: beside } = fitting(wanted, kind);
  const marker = markerIn(bearer.metadata);
  const { name, description, set, remove, overlay } = rewriting(bearer, held, cloud.settings, marker ?? id);
  const texts = {
    ...(!kind.isNameless && name !== undefined && { name }),
    ...(description !== undefined && { description: withMarker(description ?? "", marker) }),
  };
  if (Object.keys(texts).length > 0) await context.step("describe", { send: () => put(cloud, context, kind, id, texts) });
  const changed = { ...set, ...Object.fromEntries(remove.map((key) => [key, undefined])) };
  if (Object.keys(changed).length > 0)
    await context.step("tags", { send: () => putTags(cloud, context, kind, id, tagsWith(native, changed)) });
  const left = { ...overlay, ...beside };
  return { id, ...(Object.keys(left).length > 0 && { overlay: left }) };
}

/** The marker of an object: its CIMI id. */
export const markerOf = (native: NetworkObject): string | undefined => markerIn(metadataOf(native));
