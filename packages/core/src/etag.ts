import { createHash } from "node:crypto";
import { Refusal } from "./fault.js";
import type { Entity } from "./read/entity.js";

const LENGTH = 22;
const hash = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, LENGTH);

const states = new WeakMap<Entity, string>();

/** The part of an ETag that stands for the resource itself, whatever it is shown as. */
export function stateTag(entity: Entity): string {
  const known = states.get(entity);
  if (known !== undefined) return known;
  const tag = hash(JSON.stringify(sorted(entity.values)));
  states.set(entity, tag);
  return tag;
}

const sorted = (values: object): unknown => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));

/** DESIGN, ETag: the state part, and a part for format, edition, base and selection, both in one strong tag. */
export const etagOf = (state: string, view: string): string => `"${state}-${hash(view).slice(0, LENGTH / 2)}"`;

const tags = (header: string): string[] => header.split(",").map((tag) => tag.trim());

/** RFC 9110, 13.1.2: whether the consumer holds exactly this view. */
export const matchesNone = (header: string | undefined, etag: string): boolean =>
  header !== undefined && tags(header).some((tag) => tag === "*" || tag.replace(/^W\//, "") === etag);

/** 4.1.7.2: If-Match compares the state part only. Throws 412 when the resource is no longer as the consumer saw it. */
export function checkMatch(header: string | undefined, entity: Entity): void {
  if (header === undefined) return;
  const state = stateTag(entity);
  if (tags(header).some((tag) => tag === "*" || tag.startsWith(`"${state}-`))) return;
  throw new Refusal(412, "the resource has changed since it was read (If-Match); read it again and decide anew");
}

export const textTag = (text: string): string => hash(text);
