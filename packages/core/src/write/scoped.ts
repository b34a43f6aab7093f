import type { Attributes, Description, Reference, Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Parent } from "../route.js";
import { itemScopes, type Scopes, scopesOf } from "../scopes/governing.js";
import { type Held, type Place, withinScopes } from "../scopes/within.js";
import type { Session } from "../session.js";

/** What an entry point calls `resourceMetadata` is a Collection, and governs nothing. */
function governing({ cloud }: Session, { type, values }: Entity): Reference | undefined {
  const attribute = cloud.model[type]!.attributes.resourceMetadata;
  return attribute?.type.collects ? undefined : (values.resourceMetadata as Reference | undefined);
}

/** The attributes of the items of an array of structures. */
export const membersOf = (attributes: Attributes, key: string): Attributes =>
  (attributes[key]?.type.item?.members ?? {}) as Attributes;

const ownPlaces =
  (attributes: Attributes) =>
  (name: string): readonly Place[] => [{ key: name, attributes: membersOf(attributes, name) }];

/** New values of a type held to scopes; a default is used where nothing is given. */
export const newWithin = (
  session: Session,
  attributes: Attributes,
  values: Values,
  scopes: Scopes,
  more: Partial<Held> = {},
): Values =>
  withinScopes(
    { attributes, values, localize: session.localize, isOpen: () => true, places: ownPlaces(attributes), ...more },
    scopes,
  );

/** A new resource that is described by itself, or a template that is kept. */
export const newResource = async (session: Session, { name, attributes }: Description, values: Values): Promise<Values> =>
  newWithin(session, attributes, values, await scopesOf(session, name, undefined));

/** What the owner's scopes say of a new item of one of its Collections (5.5.14, form 5). */
export async function newItem(
  session: Session,
  { attributes }: Description,
  values: Values,
  { type, id, attribute }: Parent,
): Promise<Values> {
  const owner = await session.view.find(type, id);
  if (!owner) return values;
  return newWithin(session, attributes, values, itemScopes(await scopesOf(session, type, governing(session, owner)), attribute));
}

/**
 * Changes held to what governs the resource, and to what its owner says of its items. What the consumer leaves as it is may have been made
 * under other scopes; it matters only where it decides which of several scopes is meant.
 */
export async function changedWithin(
  session: Session,
  { attributes }: Description,
  entity: Entity,
  changes: Values,
  parent: Parent | undefined,
): Promise<Values> {
  const scopes = await scopesOf(session, entity.type, governing(session, entity));
  const owner = parent && (await session.view.find(parent.type, parent.id));
  const inOwner = owner ? itemScopes(await scopesOf(session, owner.type, governing(session, owner)), parent.attribute) : [];
  const touching = [...scopes, ...inOwner].filter((alternatives) => isTouched(alternatives, changes));
  if (touching.length === 0) return changes;
  const made = withinScopes(
    {
      attributes,
      values: { ...entity.values, ...changes },
      localize: session.localize,
      isOpen: (key) => key in changes,
      concerned: new Set(Object.keys(changes)),
      places: ownPlaces(attributes),
    },
    touching,
  );
  return Object.fromEntries(Object.keys(changes).map((key) => [key, made[key]]));
}

const isTouched = (alternatives: Scopes[number], changes: Values): boolean =>
  alternatives.some((scope) => Object.keys(scope).some((name) => name in changes));
