import { randomUUID } from "node:crypto";
import type { CreateRequest } from "@cimi-gateway/adapter";
import {
  bodyType,
  type Description,
  InvalidValue,
  type Model,
  model,
  type Reference,
  type ResourceName,
  readCreate,
  type Values,
} from "@cimi-gateway/model";
import { isAssociation, prepareAssociation } from "../edition1/association.js";
import { isView, keptForm, wishIn } from "../edition1/making.js";
import { Refusal } from "../fault.js";
import type { Create, Submission } from "../jobs/intent.js";
import { previewOf } from "../jobs/operation.js";
import type { Entity } from "../read/entity.js";
import { isAddable } from "../represent.js";
import { collectionOf, type Parent, type Route } from "../route.js";
import type { Session } from "../session.js";
import { captured, withNativeLocation } from "./capture.js";
import { type Common, commonOf, writable } from "./common.js";
import { prepareConnected } from "./connected.js";
import { checkState } from "./initial-state.js";
import type { Message } from "./message.js";
import { checkAssociations, ruled } from "./metadata.js";
import { type Asked, createOf } from "./native-create.js";
import { checkPlaced, placedIn } from "./placing.js";
import { checkProperties } from "./properties.js";
import { resolveReferences } from "./resolution.js";
import { newResource } from "./scoped.js";
import { separated } from "./scoped-create.js";
import { inPlace, mergedTemplate } from "./template.js";
import { Trail } from "./trail.js";

const described: Model = model;

/** A checked write, with what only its synchronous answer shows (a private key). */
export interface Prepared extends Submission {
  readonly once?: Values;
  /** What there is and stays, of a request that changes nothing: it need not be read again for the answer. */
  readonly unchanged?: Entity;
}

type Collection = Extract<Route, { kind: "collection" }>;

/** Checks and resolves a request to create (4.2.1.1), up to the point where only the cloud can still refuse it. */
export async function prepareCreate(session: Session, route: Collection, message: Message): Promise<Prepared> {
  const description = session.cloud.model[route.type]!;
  if (isAssociation(route)) return prepareAssociation(session, route, message);
  checkOffered(session, route);
  const nested = route.parent && collectionOf(route.parent.type, route.parent.attribute);
  if (nested?.inserts) return prepareConnected(session, route, message);
  const values = readCreate(message.body, description, message.reading);
  checkProperties(values, session.limits);
  return prepareValues(session, route, description, values, bodyType(message.body));
}

async function prepareValues(
  session: Session,
  route: Collection,
  description: Description,
  values: Values,
  given: string | undefined,
): Promise<Prepared> {
  const capture = await captured(session, description, values);
  if (capture) return submission(route, capture);
  const located = await withNativeLocation(session, description, values);
  const { kept } = session.cloud.sources.get(route.type)!;
  const placed = await placedIn(session, route, description, located);
  const held = await heldOf(session, route, description, placed, given);
  const common = commonOf(values);
  if (kept || isKeptOnCreate(session, route.type)) return prepareKept(session, route, description, common, held);
  checkPlaced(description, held);
  return prepareNative(session, route, description, common, held);
}

async function heldOf(
  session: Session,
  route: Collection,
  description: Description,
  values: Values,
  given: string | undefined,
): Promise<Values> {
  if (description.template) return mergedTemplate(session, description, values);
  return isView(description) ? wishIn(route, values) : writable(session, description, values, given);
}

/** A type of which the cloud has instances of its own while consumers' are kept by the gateway. */
const isKeptOnCreate = (session: Session, type: string): boolean =>
  session.cloud.adapter.resources[type as ResourceName] !== undefined &&
  session.cloud.adapter.resources[type as ResourceName]!.create === undefined;

async function prepareNative(
  session: Session,
  route: Collection,
  description: Description,
  common: Common,
  held: Values,
): Promise<Prepared> {
  const owner =
    route.parent && described[route.type]!.collection === undefined ? await parentOf(session, route.parent) : undefined;
  const asked = { common, held, trail: new Trail(session.limits.maxParts), ...(owner && { owner }) };
  const { intent, preview, ...more } = await atTemplate(description, () => createOf(session, description, asked));
  const made = submission(route, intent);
  return { ...made, ...(preview && { preview: { ...made.preview, ...preview } }), ...more };
}

/** Faults in a template are found under its name in the request. */
const atTemplate = <T>({ template }: Description, act: () => Promise<T>): Promise<T> =>
  template ? inPlace(template.attribute, act) : act();

function submission(route: Collection, intent: Create): Submission {
  return {
    intent,
    action: "add",
    target: route.collection,
    created: `${route.parent && described[route.type]!.collection === undefined ? route.collection : described[route.type]!.collection}/${intent.request.id}`,
    preview: previewOf(intent),
  };
}

/** What the gateway keeps holds CIMI paths, which stay good under every address. */
async function prepareKept(
  session: Session,
  route: Collection,
  description: Description,
  common: Common,
  held: Values,
): Promise<Prepared> {
  const whole = ruled(session, description.name, await newResource(session, description, { ...common, ...held }));
  await checkAssociations(session, description, whole);
  const made = separated(whole);
  checkSupported(session, description, made.held);
  const replace = ({ path }: Entity): Reference => ({ href: path });
  const form = await keptForm(session, description, made.held);
  const template = await resolveReferences(session, description.attributes, form, replace);
  const request = { id: randomUUID(), ...made.common, template } as CreateRequest<ResourceName>;
  return submission(route, { kind: "create", type: route.type as ResourceName, request });
}

/** 5.3: what is kept is what something can be made from. */
function checkSupported({ cloud }: Session, { name }: Description, held: Values): void {
  const supported = cloud.sources.get(name)!.adapter.attributes;
  const other = Object.keys(held).find((key) => !(key in supported));
  if (other !== undefined)
    throw new InvalidValue(`is not supported for a ${name} of this cloud (5.3); its ResourceMetadata lists what is`, [other]);
}

async function parentOf(session: Session, parent: Parent): Promise<NonNullable<Asked["owner"]>> {
  const found = await session.view.find(parent.type, parent.id, parent.within);
  if (!found) throw new Refusal(404, `there is no ${parent.type} of that id`);
  checkState(found, parent);
  return { nativeId: found.nativeId, parent: { ...parent, id: found.id } };
}

function checkOffered(session: Session, { type, parent }: Collection): void {
  if (parent) session.reader.source(parent.type);
  const source = session.cloud.sources.get(type);
  if (source?.adapter.create && session.cloud.access === "full" && isAddable(type, parent)) return;
  throw new Refusal(405, `this cloud cannot make a ${type}${parent ? ` of a ${parent.type}` : ""}`, {
    headers: { Allow: "GET, HEAD, OPTIONS" },
  });
}
