import { type Description, type Model, model, type Reference, type Representation, type Values } from "@cimi-gateway/model";
import { expansions } from "../query/expand.js";
import { linkItem } from "../represent.js";
import { collectionOf, type Route, routeOf } from "../route.js";
import type { Session } from "../session.js";
import { nestedList } from "./nested.js";

const described: Model = model;

/** 4.1.6.4: the representation with what its references name put in, one level deep. */
export async function expand(session: Session, shown: Representation, names: readonly string[]): Promise<Representation> {
  if (shown.collects) {
    const items = shown.items && (await Promise.all(shown.items.map((item) => expand(session, item, names))));
    return { ...shown, ...(items && { items }) };
  }
  const description = described[shown.type]!;
  const values: Record<string, unknown> = { ...shown.values };
  await Promise.all(
    expansions(description, names, session.face.edition).map(async ({ key }) => {
      if (values[key] !== undefined) values[key] = await expanded(session, description, key, shown.values);
    }),
  );
  return { ...shown, values };
}

async function expanded(session: Session, description: Description, key: string, values: Values): Promise<unknown> {
  const held = values[key];
  const collection = collectionOf(description.name, key);
  if (collection) return withContent(session, held as Reference);
  if (Array.isArray(held)) return Promise.all((held as Reference[]).map((reference) => withContent(session, reference)));
  return withContent(session, held as Reference);
}

/** A reference that leads nowhere any more stays a reference. */
async function withContent(session: Session, reference: Reference): Promise<Reference> {
  const route = reference.href === undefined ? undefined : routeOf(reference.href.split("/").map(decodeURIComponent), false);
  if (route?.kind === "collection") return { ...reference, expanded: await collectionAt(session, route) };
  if (route?.kind !== "item" || !session.cloud.sources.has(route.type)) return reference;
  const found = await session.view.find(route.type, route.id, route.parent);
  return found ? { ...reference, expanded: session.representer.item(found, session.face.edition) } : reference;
}

/** A Collection with its items and its operations, as clients expect it to be expanded (PEERS, Sirocco). */
async function collectionAt(session: Session, route: Extract<Route, { kind: "collection" }>): Promise<Representation> {
  const path = route.collection;
  const entities = await nestedList(session, route.type, route.parent);
  const { edition } = session.face;
  if (edition === 1 && route.link !== undefined) {
    return session.representer.collection(
      route.link,
      path,
      entities.map((entity) => linkItem(route.link!, path, entity)),
      entities.length,
      edition,
      route.parent,
    );
  }
  const items = entities.map((entity) => session.representer.item(entity, edition));
  return session.representer.collection(route.type, path, items, items.length, edition, route.parent);
}
