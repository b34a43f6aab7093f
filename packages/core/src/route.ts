import { type CollectionType, type Edition, isCarried, type Model, model } from "@cimi-gateway/model";
import { ENTRY_POINT } from "./face.js";

/** A resource that owns others: its type and its CIMI id. */
export interface Parent {
  readonly type: string;
  readonly id: string;
  /** The attribute of the parent that is the Collection. */
  readonly attribute: string;
  /** Where the parent itself lives, if only there. */
  readonly within?: Parent;
}

interface InCollection {
  /** The path of the Collection, e.g. `machines` or `machines/7/disks`. */
  readonly collection: string;
  readonly type: string;
  readonly parent?: Parent;
  /** Edition 1 lists other resources through links of this type (5.5.12, "usage"). */
  readonly link?: string;
}

export type Route =
  | { readonly kind: "entryPoint" }
  | ({ readonly kind: "collection" } & InCollection)
  | ({ readonly kind: "item"; readonly id: string; readonly path: string } & InCollection)
  | ({ readonly kind: "operation"; readonly id: string; readonly path: string; readonly operation: string } & InCollection);

const described: Model = model;

/** The types that the Cloud Entry Point lists, by the name of their Collection. */
export const COLLECTIONS: ReadonlyMap<string, string> = new Map(
  Object.values(model).flatMap((description) => {
    const { collection } = described[description.name]!;
    return collection === undefined ? [] : [[collection, description.name] as const];
  }),
);

/** `machine_templates` and `machine_configurations` of older clients. */
const snakeCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()).replace(/Configurations$/, "Configs");

/** The Collection that begins a path; existing clients may spell it their way. */
const collectionNamed = (name: string, tolerant: boolean): string => (tolerant ? snakeCase(name) : name);

/** Whether a path may begin so, in any spelling that is read. */
export const isCollection = (name: string): boolean => COLLECTIONS.has(collectionNamed(name, true));

/** Where a path inside a cloud leads; undefined: nowhere. The model is that of the cloud: it may have operations of its own (5.1). */
export function routeOf(segments: readonly string[], tolerant: boolean, types: Model = described): Route | undefined {
  const [first, ...rest] = segments;
  if (first === undefined || (first === ENTRY_POINT && rest.length === 0)) return { kind: "entryPoint" };
  const name = collectionNamed(first, tolerant);
  const type = COLLECTIONS.get(name);
  return type === undefined ? undefined : within({ collection: name, type }, rest, types);
}

/** Whether an edition has the type, and the Collection, to which a route leads. */
export function isSpoken(route: Route, edition: Edition): boolean {
  if (route.kind === "entryPoint") return true;
  const { since, until } = described[route.type]!;
  const place = route.parent && described[route.parent.type]!.attributes[route.parent.attribute]!;
  const has = (one: { since: Edition; until: Edition }): boolean => one.since <= edition && edition <= one.until;
  return route.parent ? has(place!) && has(described[route.parent.type]!) : has({ since, until });
}

function within(place: InCollection, [id, next, ...rest]: readonly string[], types: Model): Route | undefined {
  if (id === undefined) return { kind: "collection", ...place };
  // No id holds what XML cannot tell, and a database would choke on some of it.
  if (id === "" || !isCarried(id)) return undefined;
  const path = `${place.collection}/${encodeURIComponent(id)}`;
  if (next === undefined) return { kind: "item", ...place, id, path };
  if (rest.length === 0 && Object.hasOwn(types[place.type]!.operations, next))
    return { kind: "operation", ...place, id, path, operation: next };
  const parent = parentAt(place, id, next);
  const nested = parent && collectionOf(parent.type, parent.attribute);
  if (!nested) return undefined;
  const collection = { collection: `${path}/${parent.attribute}`, type: nested.target, parent };
  return within(nested.link === undefined ? collection : { ...collection, link: nested.link }, rest, types);
}

/** A resource as the owner of a Collection; inside another one only edition 1's links own any. */
function parentAt({ type, link, parent }: InCollection, id: string, name: string): Parent | undefined {
  if (!parent) return { type, id, attribute: attributeNamed(type, name) };
  return link === undefined ? undefined : { type: link, id, attribute: name, within: parent };
}

/** Edition 1's name of a Collection leads to it, too. */
const attributeNamed = (type: string, name: string): string =>
  Object.entries(described[type]!.attributes).find(([, { names }]) => names?.[1] === name)?.[0] ?? name;

/** The type of a Collection attribute; undefined where the attribute is none. */
export function collectionOf(type: string, attribute: string): CollectionType | undefined {
  const { attributes } = described[type]!;
  const found = Object.hasOwn(attributes, attribute) ? attributes[attribute]!.type : undefined;
  return found?.collects ? (found as CollectionType) : undefined;
}
