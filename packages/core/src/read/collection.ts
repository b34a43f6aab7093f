import type { Representation } from "@cimi-gateway/model";
import type { Route } from "../route.js";
import type { Session } from "../session.js";
import type { Entity } from "./entity.js";

export type CollectionRoute = Extract<Route, { kind: "collection" }>;

/** Edition 1 lists by links what lives in another Collection. */
export const isLinked = ({ face }: Session, { link }: { link?: string }): boolean => face.edition === 1 && link !== undefined;

/**
 * A Collection with these items.
 *
 * @param count how many match; all are shown where it is left out
 * @param all everything in the Collection
 */
export function collectionShown(
  session: Session,
  route: CollectionRoute,
  entities: readonly Entity[],
  count = entities.length,
  all = entities,
): Representation {
  const { representer, face } = session;
  const { type, collection, link, parent } = route;
  const [shown, items] = isLinked(session, route)
    ? [link!, entities.map((entity) => representer.linkItem(link!, collection, entity))]
    : [type, entities.map((entity) => representer.item(entity, face.edition))];
  return representer.collection(shown, collection, { items, count, all }, face.edition, parent);
}
