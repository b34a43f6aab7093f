import { InvalidValue, type Reference, shown } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Entity } from "../read/entity.js";
import { type Route, routeOf } from "../route.js";
import type { Session } from "../session.js";

type Item = Extract<Route, { kind: "item" }>;

/** The resource that an href names: of this cloud, of the type expected, and existing. Refusals name what is wrong. */
export async function referred(session: Session, href: string, type: string): Promise<Entity> {
  const route = itemOf(session, href);
  if (type !== "*" && route.type !== type) throw new InvalidValue(`${shown(href)} is a ${route.type}; a ${type} is expected`);
  const found = await session.view.find(route.type, route.id, route.parent);
  if (!found) throw new InvalidValue(`there is no ${route.type} ${shown(href)}`);
  if (found.native === undefined) throw new Refusal(409, `the ${route.type} ${shown(href)} is being made; wait for its Job`);
  return found;
}

/** Where an href leads: a path of this cloud under any face, absolute or relative to the base URI. */
export function itemOf(session: Session, href: string): Item {
  const local = session.local(href);
  if (!local) throw new InvalidValue(`${shown(href)} does not belong to this Cloud Entry Point (${session.face.base})`);
  checkCloud(session, href, local.cloud);
  const route = routeOf(local.segments, true, session.cloud.model);
  if (route?.kind !== "item") throw new InvalidValue(`${shown(href)} names no resource`);
  return route;
}

/** What one cloud has, another knows nothing of. Throws InvalidValue that names both. */
export function checkCloud({ cloud }: Session, href: string, named: string): void {
  if (named !== cloud.name) throw new InvalidValue(`${shown(href)} belongs to another cloud (${named}); this is ${cloud.name}`);
}

/** The Reference by which an adapter knows the resource. */
export const nativeReference = (entity: Entity): Reference => ({
  href: `${entity.path.replace(/\/[^/]*$/, "")}/${encodeURIComponent(entity.nativeId)}`,
});
