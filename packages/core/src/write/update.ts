import {
  type Description,
  type Field,
  InvalidValue,
  type Reference,
  type ResourceName,
  readResource,
  shown,
  type Values,
} from "@cimi-gateway/model";
import { apart } from "../beside.js";
import { viewUpdate } from "../edition1/changing.js";
import { keptForm } from "../edition1/making.js";
import { checkMatch } from "../etag.js";
import { Refusal } from "../fault.js";
import type { Entity } from "../read/entity.js";
import { existing } from "../read/get.js";
import type { Route } from "../route.js";
import { checkServed } from "../served.js";
import type { Session } from "../session.js";
import type { Prepared } from "./create.js";
import { concerned, differences, heldBy, isWritable, writableOf } from "./difference.js";
import type { Message } from "./message.js";
import { checkAssociations, ruled } from "./metadata.js";
import { checkProperties } from "./properties.js";
import { nativeReference } from "./references.js";
import { resolveReferences } from "./resolution.js";
import { changedWithin } from "./scoped.js";
import { wholeValues, withHeldSecrets } from "./secrets.js";
import { isEditable, unchangedLately } from "./unchanged.js";

type Updatable = Extract<Route, { kind: "item" | "entryPoint" }>;

/**
 * 4.2.1.3: a PUT replaces the writable attributes that this edition shows, or those that `$select` names; on tolerant faces
 * it changes what it holds and leaves the rest. What is equal to what the consumer was shown is no change, and its Job says so.
 */
export async function prepareUpdate(session: Session, route: Updatable, message: Message): Promise<Prepared> {
  const seen = await unchangedLately(session, route, message);
  if (seen) return unchanged(seen);
  const entity = await (route.kind === "item" ? existing(session, route) : session.entryPoints.find(session));
  checkMatch(session.request.headers["if-match"], session.tags.state(entity));
  const source = session.cloud.sources.get(entity.type)!;
  checkEditable(session, entity);
  const description = session.cloud.model[entity.type]!;
  const read = readResource(message.body, description, { ...message.reading, erasable: true });
  checkProperties(read, session.limits);
  const fields = concerned(session, description, read, message.format);
  const known = wholeValues(session, entity);
  checkSupported(read, fields, entity, source.adapter.attributes);
  const writable = writableOf(read, fields);
  checkServed(session.cloud, description.attributes, writable);
  const resolved = await resolveAll(session, description, writable, asPath, entity);
  await checkAssociations(session, description, resolved);
  const parent = route.kind === "item" ? route.parent : undefined;
  const isSelected = session.query.select !== undefined;
  const given = withHeldSecrets(session.cloud.model, { fields, given: resolved, isSelected }, known);
  const wanted = ruled(session, entity.type, differences(session, fields, known, given), entity);
  const changed = await changedWithin(session, description, entity, wanted, parent);
  if (source.over !== undefined && Object.keys(changed).length > 0) return viewUpdate(session, entity, changed);
  const changes = source.kept
    ? await keptForm(session, description, changed)
    : await forCloud(session, description, changed, entity);
  if (Object.keys(changes).length === 0) return unchanged(entity);
  const { type, nativeId, path } = entity;
  const intent = { kind: "update", type: type as ResourceName, nativeId, changes, ...(parent && { parent }) } as const;
  return { action: "edit", target: path, intent };
}

const unchanged = (entity: Entity): Prepared => ({
  action: "edit",
  target: entity.path,
  intent: { kind: "nothing", type: entity.type as ResourceName },
  unchanged: entity,
});

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

function checkEditable(session: Session, entity: Entity): void {
  if (isEditable(session, entity)) return;
  throw new Refusal(entity.native === undefined ? 409 : 405, `this ${shown(entity.type)} offers no edit now`, {
    headers: { Allow: "GET, HEAD, OPTIONS" },
  });
}
