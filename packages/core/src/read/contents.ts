import type { Reference, Representation } from "@cimi-gateway/model";
import { spoken } from "../edition1/spoken.js";
import { parentPath } from "../represent.js";
import { type Route, routeOf } from "../route.js";
import type { Session } from "../session.js";
import { type CollectionRoute, collectionShown } from "./collection.js";
import { nestedList } from "./nested.js";
import type { Listing, Owner } from "./reader.js";

/** What references lead to, by their href; what does not exist is absent. */
export type Contents = ReadonlyMap<string, Representation>;

type Item = Extract<Route, { kind: "item" }>;

/** Where a reference leads. */
interface Place<R extends Route> {
  readonly href: string;
  readonly route: R;
}

type Shown = readonly [href: string, content: Representation];

/**
 * Reads what references lead to: of one type together, so that many cost no more native calls than they must.
 *
 * @param read the resources that refer to it, and when they were read
 */
export async function contentsOf(session: Session, references: readonly Reference[], read: Listing): Promise<Contents> {
  const places = [...new Set(references.flatMap(({ href }) => href ?? []))].flatMap((href) => placeOf(href, session));
  const items = places.filter((place): place is Place<Item> => place.route.kind === "item");
  const collections = places.filter((place): place is Place<CollectionRoute> => place.route.kind === "collection");
  const served = items.filter(({ route }) => session.cloud.sources.has(route.type));
  const { readAt } = read;
  const owners = new Map(read.entities.map(({ path, nativeId, native }) => [path, { nativeId, native, readAt }]));
  const parts = await Promise.all([
    ...byType(served).map((group) => itemsAt(session, group)),
    ...byType(collections).map((group) => collectionsAt(session, group, owners)),
  ]);
  return new Map(parts.flat());
}

function placeOf(href: string, { face }: Session): readonly Place<Route>[] {
  const found = routeOf(href.split("/").map(decodeURIComponent), false);
  const route = found && spoken(found, face.edition);
  return route ? [{ href, route }] : [];
}

function byType<R extends Item | CollectionRoute>(places: readonly Place<R>[]): readonly (readonly Place<R>[])[] {
  const groups = new Map<string, Place<R>[]>();
  for (const place of places) {
    const key = `${place.route.type} ${place.route.parent?.attribute ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()];
}

async function itemsAt(session: Session, places: readonly Place<Item>[]): Promise<readonly Shown[]> {
  const alone = places.filter(({ route }) => !route.parent);
  const found = await session.view.findAll(
    places[0]!.route.type,
    alone.map(({ route }) => route.id),
  );
  const shown = places.map(async ({ href, route: { type, id, parent } }): Promise<readonly Shown[]> => {
    const entity = parent ? await session.view.find(type, id, parent) : found.get(id);
    return entity ? [[href, session.representer.item(entity, session.face.edition)]] : [];
  });
  return (await Promise.all(shown)).flat();
}

/** Collections with their items and their operations, as clients expect them to be expanded (PEERS, Sirocco). */
async function collectionsAt(
  session: Session,
  places: readonly Place<CollectionRoute>[],
  owners: ReadonlyMap<string, Omit<Owner, "parent">>,
): Promise<readonly Shown[]> {
  const owned = places.flatMap(({ href, route: { parent } }) => {
    const owner = parent && owners.get(parentPath(parent));
    return owner?.native === undefined ? [] : [{ href, parent: parent!, ...owner }];
  });
  const listings = await session.view.lists(places[0]!.route.type, owned);
  const known = new Map(owned.map(({ href }, index) => [href, listings[index]!.entities]));
  const shown = places.map(async ({ href, route }): Promise<Shown> => {
    const items = known.get(href) ?? (await nestedList(session, route.type, route.parent));
    return [href, collectionShown(session, route, items)];
  });
  return Promise.all(shown);
}
