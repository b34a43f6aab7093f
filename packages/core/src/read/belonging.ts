import { type Model, model, type Reference } from "@cimi-gateway/model";
import { collectionOf, type Parent } from "../route.js";
import type { Entity } from "./entity.js";
import type { Source } from "./source.js";

const described: Model = model;

/** Whether a resource is in a Collection. */
export type Belonging = (entity: Entity) => boolean;

/** Items say themselves to which resource they belong (5.10.1: one attribute tells both directions). */
export function named({ type, id, attribute }: Parent): Belonging {
  const { by } = collectionOf(type, attribute)!;
  const owner = `${described[type]!.collection}/${encodeURIComponent(id)}`;
  return ({ values }) => (values[by!] as Reference | undefined)?.href === owner;
}

type Items = (native: unknown) => readonly Reference[] | undefined;

const readerOf = ({ adapter }: Source, attribute: string): Items | undefined =>
  (adapter.attributes as Readonly<Record<string, Items | undefined>>)[attribute];

/** Whether the owner names the items of a Collection that exist without it, rather than the cloud listing them by their owner. */
export const namesItems = (source: Source, attribute: string): boolean =>
  attribute in (source.adapter.collections ?? {}) && readerOf(source, attribute) !== undefined;

/** The owner names its items, by their native ids. */
export function itemsNamedBy(source: Source, attribute: string, owner: Pick<Entity, "native"> | undefined): Belonging {
  const items = (owner?.native !== undefined && readerOf(source, attribute)?.(owner.native)) || [];
  const ids = new Set(items.map(({ href = "" }) => decodeURIComponent(href.replace(/^.*\//, ""))));
  return ({ nativeId }) => ids.has(nativeId);
}
