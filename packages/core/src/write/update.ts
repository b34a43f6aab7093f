import {
  type Description,
  type Field,
  type Format,
  InvalidValue,
  type Reference,
  type ResourceName,
  readResource,
  shapeOf,
  shown,
  type Values,
} from "@cimi-gateway/model";
import { apart } from "../beside.js";
import { viewUpdate } from "../edition1/changing.js";
import { keptForm } from "../edition1/making.js";
import { checkMatch } from "../etag.js";
import { Refusal } from "../fault.js";
import { selectedFields } from "../query/select.js";
import type { Entity } from "../read/entity.js";
import { existing } from "../read/get.js";
import type { Route } from "../route.js";
import { checkServed } from "../served.js";
import type { Session } from "../session.js";
import type { Face } from "../types.js";
import type { Prepared } from "./create.js";
import type { Message } from "./message.js";
import { checkAssociations, ruled } from "./metadata.js";
import { checkProperties } from "./properties.js";
import { nativeReference } from "./references.js";
import { resolveReferences } from "./resolution.js";
import { changedWithin } from "./scoped.js";
import { wholeValues, withHeldSecrets } from "./secrets.js";

type Updatable = Extract<Route, { kind: "item" | "entryPoint" }>;

/**
 * 4.2.1.3: a PUT replaces the writable attributes that this edition shows, or those that `$select` names; on tolerant faces
 * it changes what it holds and leaves the rest. What is equal to what the consumer was shown is no change, and its Job says so.
 */
export async function prepareUpdate(session: Session, route: Updatable, message: Message): Promise<Prepared> {
  const entity = await (route.kind === "item" ? existing(session, route) : session.entryPoints.find(session));
  checkMatch(session.request.headers["if-match"], session.tags.state(entity));
  const source = session.cloud.sources.get(entity.type)!;
  checkEditable(session, entity);
  const description = session.cloud.model[entity.type]!;
  const read = readResource(message.body, description, { ...message.reading, erasable: true });
  checkProperties(read, session.limits);
  const fields = concerned(session, description, read, message.format);
  const known = wholeValues(session, entity);
  const given = withHeldSecrets(fields, read, known, session.query.select !== undefined);
  checkSupported(given, fields, entity, source.adapter.attributes);
  const writable = writableOf(given, fields);
  checkServed(description.attributes, writable, session.cloud.serves);
  const resolved = await resolveAll(session, description, writable, asPath, entity);
  await checkAssociations(session, description, resolved);
  const parent = route.kind === "item" ? route.parent : undefined;
  const wanted = ruled(session, entity.type, differences(session, fields, known, resolved), entity);
  const changed = await changedWithin(session, description, entity, wanted, parent);
  if (source.over !== undefined && Object.keys(changed).length > 0) return viewUpdate(session, entity, changed);
  const changes = source.kept
    ? await keptForm(session, description, changed)
    : await forCloud(session, description, changed, entity);
  const type = entity.type as ResourceName;
  const edit = { action: "edit", target: entity.path };
  if (Object.keys(changes).length === 0) return { ...edit, intent: { kind: "nothing", type }, unchanged: entity };
  const { nativeId } = entity;
  return { ...edit, intent: { kind: "update", type, nativeId, changes, ...(parent && { parent }) } };
}

const asPath = ({ path }: Entity): Reference => ({ href: path });

/** What the gateway keeps beside a resource of a cloud names others by their paths, as all that it keeps. */
async function forCloud(session: Session, description: Description, changed: Values, entity: Entity): Promise<Values> {
  const { own, beside } = apart(changed);
  return { ...(await resolveAll(session, description, own, nativeReference, entity)), ...beside };
}

/** What was shown is compared in CIMI's paths; a cloud is told of what differs by its native ids. */
const resolveAll = (
  session: Session,
  { attributes }: Description,
  values: Values,
  replace: (entity: Entity) => Reference,
  { values: decided }: Entity,
): Promise<Values> => resolveReferences(session, attributes, values, replace, decided);

/** The fields that the request is about. 4.2.1.3.1: what it holds beside those that `$select` names is an error. */
function concerned({ query, face }: Session, description: Description, given: Values, format: Format): readonly Field[] {
  const { fields } = shapeOf(description, face.edition);
  if (!query.select) return fields.filter((field) => isGiven(field, given) || (!face.tolerant && isShown(field, face, format)));
  const selected = selectedFields(description, query.select, face.edition);
  const other = fields.find((field) => isGiven(field, given) && !selected.includes(field));
  if (other && !face.tolerant) throw new InvalidValue(`is in the body but not in $select (4.2.1.3.1)`, [other.name]);
  return selected;
}

/** What a format of an edition has no form for was not shown, so that leaving it out does not erase it. */
const isShown = ({ attribute }: Field, { edition }: Face, format: Format): boolean =>
  ((format === "json" ? attribute.jsonSince : attribute.xmlSince) ?? 1) <= edition;

/** In edition 1 some attributes are entries of one map (Credential). */
const isGiven = ({ key, entry }: Field, given: Values): boolean =>
  key in given && (entry === undefined || given[key] === null || entry in (given[key] as object));

const isWritable = ({ attribute }: Field): boolean => attribute.mutable && attribute.consumerWritable;

/** 4.2.1.3: what is read-only is passed over before anything is made of it. */
const writableOf = (given: Values, fields: readonly Field[]): Values =>
  Object.fromEntries(fields.filter((field) => isWritable(field) && field.key in given).map(({ key }) => [key, given[key]]));

/** 5.3: what the cloud does not support is refused; what nobody may write is passed over in silence. */
function checkSupported(given: Values, fields: readonly Field[], entity: Entity, supported: object): void {
  for (const field of fields) {
    const isUnknown = !(field.key in supported) && !(field.key in entity.values);
    if (isWritable(field) && isUnknown && heldBy(field, given) !== null) {
      throw new InvalidValue(`is not supported for a ${entity.type} of this cloud (5.3); its ResourceMetadata lists what is`, [
        field.name,
      ]);
    }
  }
}

function differences({ face }: Session, fields: readonly Field[], values: Values, given: Values): Values {
  const changes: Record<string, unknown> = {};
  for (const field of fields) {
    if (!isWritable(field) || field.type.collects) continue;
    const [before, after] = [heldBy(field, values), heldBy(field, given)];
    const seen = (held: unknown): unknown => (held !== null && field.type.seenIn ? field.type.seenIn(held, face.edition) : held);
    if (stable(seen(before)) !== stable(seen(after))) change(changes, field, after, values);
  }
  return changes;
}

/** 5.5.15: what is empty is not there. */
function heldBy({ key, entry, type }: Field, values: Values): unknown {
  const held = values[key] ?? null;
  const value = entry === undefined || held === null ? held : ((held as Values)[entry] ?? null);
  return value !== null && type.isEmpty(value) ? null : value;
}

/** An entry is changed within its map. */
function change(changes: Record<string, unknown>, { key, entry }: Field, after: unknown, before: Values): void {
  if (entry === undefined) {
    changes[key] = after;
    return;
  }
  const { [entry]: _, ...rest } = (changes[key] ?? before[key] ?? {}) as Values;
  const made = after === null ? rest : { ...rest, [entry]: after };
  changes[key] = Object.keys(made).length === 0 ? null : made;
}

/** Text that does not depend on the order of keys. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, held: unknown) =>
    typeof held === "object" && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );

function checkEditable(session: Session, entity: Entity): void {
  const links = session.representer.item(entity, session.face.edition).operations ?? [];
  if (links.some(({ rel }) => rel === "edit")) return;
  throw new Refusal(entity.native === undefined ? 409 : 405, `this ${shown(entity.type)} offers no edit now`, {
    headers: { Allow: "GET, HEAD, OPTIONS" },
  });
}
