import type { Format, Representation } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import { compileFilter } from "../query/filter.js";
import { compileOrder } from "../query/orderby.js";
import { subset } from "../query/page.js";
import { selectAttributes } from "../query/select.js";
import type { Route } from "../route.js";
import type { Session } from "../session.js";
import type { Face } from "../types.js";
import { checkCloud } from "../write/references.js";
import { type CollectionRoute as Collection, collectionShown, isLinked } from "./collection.js";
import type { Entity } from "./entity.js";
import { expand } from "./expand.js";
import { listing } from "./nested.js";
import type { Listing } from "./reader.js";

/** What a GET answers with, before it is written. */
export interface Answer {
  readonly shown: Representation;
  /** The ETag of a single resource; a Collection's is made from its text. */
  readonly etag?: string;
  /** Seconds since a list was read from the cloud. */
  readonly age?: number;
}

type Item = Extract<Route, { kind: "item" }>;

/** Retrieves what a route leads to (4.2.1.2), as the query wants it (4.1.6). */
export async function retrieve(session: Session, route: Route, format: Format): Promise<Answer> {
  if (route.kind === "entryPoint") return retrieveEntryPoint(session, format);
  if (route.kind === "collection") return retrieveCollection(session, route);
  if (route.kind === "item") return retrieveItem(session, route, format);
  throw new Refusal(405, "an operation is asked for with POST", { headers: { Allow: "POST, OPTIONS" } });
}

async function retrieveEntryPoint(session: Session, format: Format): Promise<Answer> {
  const entity = await session.entryPoints.find(session);
  const etag = session.tags.of(entity, viewOf(session.face, session.request.query, format));
  return shaped(
    session,
    { shown: session.entryPoints.shown(session, entity), etag },
    { entities: [], readAt: session.request.receivedAt },
  );
}

async function retrieveItem(session: Session, route: Item, format: Format): Promise<Answer> {
  const entity = await existing(session, route);
  const { edition } = session.face;
  const shown = isLinked(session, route)
    ? session.representer.linkItem(route.link!, route.collection, entity)
    : session.representer.item(entity, edition);
  const etag = session.tags.of(entity, viewOf(session.face, session.request.query, format));
  return shaped(session, { shown, etag }, { entities: [entity], readAt: session.request.receivedAt });
}

/** What a representation depends on beside the resource. */
export const viewOf = ({ edition, base }: Face, query: string, format: Format): string => `${format} ${edition} ${base} ${query}`;

/** The resource of a route; 404 says how to find what there is. */
export async function existing(
  session: Session,
  { type, id, parent }: { type: string; id: string; parent?: Item["parent"] },
): Promise<Entity> {
  const found = (await session.view.find(type, id, parent)) ?? (await byName(session, type, id, parent));
  if (!found) throw new Refusal(404, `there is no ${type} of that id; its Collection lists those that there are`);
  return found;
}

/** Existing clients address a resource by its name; on tolerant faces that leads to it as long as the name is the only one. */
async function byName(session: Session, type: string, name: string, parent: Item["parent"]): Promise<Entity | undefined> {
  if (!session.face.tolerant) return undefined;
  const named = (await session.view.list(type, parent)).entities.filter(({ values }) => values.name === name);
  return named.length === 1 ? named[0] : undefined;
}

/** 4.1.6: filter, then count, then order, then the range; then what is shown of each. */
async function retrieveCollection(session: Session, route: Collection): Promise<Answer> {
  const { query, representer, limits, request } = session;
  const { edition } = session.face;
  const { entities, readAt } = await listing(session, route.type, route.parent);
  const age = Math.max(0, Math.floor((request.receivedAt - readAt) / 1000));
  if (isPlain(session) && entities.length <= limits.maxItems) {
    return { age, shown: representer.list(entities, () => collectionShown(session, route, entities), edition) };
  }
  const matching = filtered(session, route, entities);
  const ordered = query.orderBy.length === 0 ? matching : matching.toSorted(comparing(session, route));
  const ranged = subset(ordered, { first: query.first ?? 1, last: query.last ?? ordered.length });
  const items = ranged.slice(0, limits.maxItems);
  return shaped(
    session,
    { age, shown: collectionShown(session, route, items, matching.length, entities) },
    { entities: items, readAt },
  );
}

const isPlain = ({ query }: Session): boolean =>
  query.filters.length === 0 &&
  query.orderBy.length === 0 &&
  query.first === undefined &&
  query.last === undefined &&
  !query.select &&
  !query.expand;

function filtered(session: Session, { type }: Collection, entities: readonly Entity[]): readonly Entity[] {
  const { query, face } = session;
  const tests = query.filters.map((filter) =>
    compileFilter(filter, session.cloud.model[type]!, face.edition, (uri) => localised(session, uri)),
  );
  return tests.length === 0 ? entities : entities.filter(({ values }) => tests.every((test) => test(values)));
}

/** Ids and references are compared as paths: an absolute URI of ours is cut to its path. That of another cloud is not one of ours. */
function localised(session: Session, uri: string): string {
  const local = session.local(uri);
  if (local) checkCloud(session, uri, local.cloud);
  return session.localize(uri);
}

function comparing(session: Session, { type }: Collection): (a: Entity, b: Entity) => number {
  const order = compileOrder(session.query.orderBy, session.cloud.model[type]!, session.face.edition);
  return (a, b) => order(a.values, b.values);
}

/** `$expand`, then `$select`, so that what is not selected need not be there to be expanded. */
async function shaped(session: Session, answer: Answer, read: Listing): Promise<Answer> {
  const { query, face } = session;
  const wide = query.expand ? await expand(session, answer.shown, query.expand, read) : answer.shown;
  const shown = query.select ? selectAttributes(wide, query.select, face.edition, session.cloud.model, face.tolerant) : wide;
  return { ...answer, shown };
}
