import { createHash } from "node:crypto";
import { Refusal } from "./fault.js";
import type { Entity } from "./read/entity.js";

const LENGTH = 22;
const hash = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, LENGTH);

/** Views of one thing whose tags are remembered; more come from queries that nobody repeats. */
const VIEWS = 16;

/** DESIGN, ETag: the state of a resource, and how it is shown (format, edition, base, selection), both in one strong tag. */
export class ETags {
  readonly #states = new WeakMap<Entity, string>();
  readonly #tags = new WeakMap<object, Map<string, string>>();

  /** The tag of one resource under a view. */
  of(entity: Entity, view: string): string {
    const seen = entity.under ? `${view} ${valuesHash(entity)}` : view;
    return this.#remembered(entity, view, () => `"${this.state(entity)}-${hash(seen).slice(0, LENGTH / 2)}"`);
  }

  /** The tag of a text that a representation is written as; for Collections, whose state is their items'. */
  ofText(shown: object, view: string, text: string): string {
    return this.#remembered(shown, view, () => `"${hash(text)}"`);
  }

  /** The part that stands for the resource itself, whatever it is shown as. */
  state(entity: Entity): string {
    if (entity.under) return this.state(entity.under);
    const known = this.#states.get(entity);
    if (known !== undefined) return known;
    const tag = valuesHash(entity);
    this.#states.set(entity, tag);
    return tag;
  }

  #remembered(key: object, view: string, make: () => string): string {
    const tags = this.#tags.get(key) ?? new Map<string, string>();
    const known = tags.get(view);
    if (known !== undefined) return known;
    if (tags.size >= VIEWS) tags.clear();
    const tag = make();
    tags.set(view, tag);
    this.#tags.set(key, tags);
    return tag;
  }
}

const valuesHash = ({ values }: Entity): string =>
  hash(JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))));

const tagsIn = (header: string): string[] => header.split(",").map((tag) => tag.trim());

/** RFC 9110, 13.1.2: whether the consumer holds exactly this view. */
export const matchesNone = (header: string | undefined, etag: string): boolean =>
  header !== undefined && tagsIn(header).some((tag) => tag === "*" || tag.replace(/^W\//, "") === etag);

/** 4.1.7.2: If-Match compares the state part only. Throws 412 when the resource is no longer as the consumer saw it. */
export function checkMatch(header: string | undefined, state: string): void {
  if (header === undefined || tagsIn(header).some((tag) => tag === "*" || tag.startsWith(`"${state}-`))) return;
  throw new Refusal(412, "the resource has changed since it was read (If-Match); read it again and decide anew");
}
