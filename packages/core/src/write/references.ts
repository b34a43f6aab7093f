import { type Attributes, InvalidValue, type Reference, shown, type Values } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Entity } from "../read/entity.js";
import { mapReferences, type Place } from "../reference-walk.js";
import { type Route, routeOf } from "../route.js";
import type { Session } from "../session.js";
import { inPlace } from "./template.js";

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
  const route = routeOf(local.segments, true);
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

/**
 * Checks every reference in values and puts in its place what `replace` makes of the resource: the path with the native id for a cloud,
 * the path with the CIMI id for what the gateway keeps.
 */
export async function resolveReferences(
  session: Session,
  attributes: Attributes,
  values: Values,
  replace: (entity: Entity) => Reference,
): Promise<Values> {
  const named = new Map<string, Named>();
  mapReferences(attributes, values, (reference, target, place) => {
    const href = reference.href!;
    if (!named.has(keyOf(href, target))) named.set(keyOf(href, target), { href, target, place });
    return reference;
  });
  const found = new Map<string, Reference>();
  for (const [key, one] of named) found.set(key, replace(await referredAt(session, one)));
  return mapReferences(attributes, values, (reference, target) => ({
    ...reference,
    ...found.get(keyOf(reference.href!, target)),
  }));
}

interface Named {
  readonly href: string;
  readonly target: string;
  readonly place: Place;
}

const keyOf = (href: string, target: string): string => `${target} ${href}`;

const referredAt = (session: Session, { href, target, place }: Named): Promise<Entity> =>
  place.reduceRight<() => Promise<Entity>>(
    (act, step) => () => inPlace(step, act),
    () => referred(session, href, target),
  )();
