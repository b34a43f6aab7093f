import { type Attributes, InvalidValue, type Model, model, type Reference, shown, type Values } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Entity } from "../read/entity.js";
import { type Route, routeOf } from "../route.js";
import type { Session } from "../session.js";
import { ofConsumer } from "./part.js";
import { inPlace } from "./template.js";

const described: Model = model;

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

type Replace = (entity: Entity) => Reference;

/**
 * Checks every reference in values, also inside parts given by value, and puts in its place what `replace` makes of the resource: the path
 * with the native id for a cloud, the path with the CIMI id for what the gateway keeps.
 */
export async function resolveReferences(
  session: Session,
  attributes: Attributes,
  values: Values,
  replace: Replace,
): Promise<Values> {
  const resolved: Record<string, unknown> = { ...values };
  for (const [key, { type }] of Object.entries(attributes)) {
    const held = resolved[key];
    if (held === undefined || held === null || !type.mapReferences || type.collects) continue;
    const found = await inPlace(key, () => resolveAll(session, type, held, replace));
    resolved[key] = type.mapReferences(held, (reference) => found.get(reference)!);
  }
  return resolved;
}

type HoldingType = Attributes[string]["type"];

async function resolveAll(
  session: Session,
  type: HoldingType,
  held: unknown,
  replace: Replace,
): Promise<ReadonlyMap<Reference, Reference>> {
  const targets = new Map<Reference, string>();
  type.mapReferences!(held, (reference, target) => {
    targets.set(reference, target);
    return reference;
  });
  const found = new Map<Reference, Reference>();
  for (const [reference, target] of targets) found.set(reference, await resolveOne(session, target, reference, replace));
  return found;
}

async function resolveOne(session: Session, target: string, reference: Reference, replace: Replace): Promise<Reference> {
  const { href, value } = reference;
  return {
    ...reference,
    ...(href !== undefined && replace(await referred(session, href, target))),
    ...(value && { value: await resolvePart(session, target, value, replace) }),
  };
}

function resolvePart(session: Session, target: string, value: Values, replace: Replace): Promise<Values> {
  return resolveReferences(session, described[target]!.attributes, ofConsumer(target, value), replace);
}
