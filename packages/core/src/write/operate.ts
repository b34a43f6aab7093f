import {
  type Attributes,
  bodyType,
  InvalidValue,
  inside,
  type Model,
  model,
  type Operation,
  type Reference,
  type ResourceName,
  readAction,
  readCreate,
  type Values,
} from "@cimi-gateway/model";
import { operationBehind } from "../edition1/changing.js";
import { checkMatch } from "../etag.js";
import { Refusal } from "../fault.js";
import { previewOf } from "../jobs/operation.js";
import type { Entity } from "../read/entity.js";
import { existing } from "../read/get.js";
import { allowed } from "../represent.js";
import { collectionOf, type Route } from "../route.js";
import type { Session } from "../session.js";
import { attachment } from "./attach.js";
import { imageOf, makerAt, stateForbids } from "./capture.js";
import type { Prepared } from "./create.js";
import { deletion } from "./delete.js";
import { checkState } from "./initial-state.js";
import { prepareMembership } from "./membership-change.js";
import type { Message } from "./message.js";
import { itemOf, nativeReference, referred } from "./references.js";
import { resolveReferences } from "./resolution.js";
import { inPlace } from "./template.js";

const described: Model = model;
type OperationRoute = Extract<Route, { kind: "operation" }>;
type Collection = Extract<Route, { kind: "collection" }>;

/** 4.2.1.5: a POST to the link of an operation. The body names the same operation as the link. */
export async function prepareOperation(session: Session, route: OperationRoute, message: Message): Promise<Prepared> {
  const entity = await existing(session, route);
  checkMatch(session.request.headers["if-match"], session.tags.state(entity));
  checkServed(session, route);
  const operation = session.cloud.model[route.type]!.operations[route.operation]!;
  if (operation.creates !== undefined) return image(session, entity, route, message);
  const input = inputOf(message, route, operation);
  checkAllowed(session, entity, route.operation);
  if (operation.inserts !== undefined) return attachment(session, entity, input, route);
  await checkOnly(session, route.type, operation.input, input);
  const resolved = await resolveReferences(session, operation.input, mandatory(operation.input, input), nativeReference);
  return {
    intent: {
      kind: "operate",
      type: (entity.under ?? entity).type as ResourceName,
      nativeId: entity.nativeId,
      operation: operationBehind(entity, route.operation),
      input: resolved,
    },
    action: operation.uri ?? route.operation,
    target: entity.path,
  };
}

/** 5.14.1.2: without a capability only some of what an operation may be given is taken, such as snapshots by restore. */
async function checkOnly(session: Session, type: string, attributes: Attributes, input: Values): Promise<void> {
  const { capabilities = {} } = session.cloud.sources.get(type)!.adapter;
  for (const [name, { only, type: held }] of Object.entries(attributes)) {
    const { href } = (input[name] ?? {}) as Reference;
    if (!only || href === undefined || capabilities[only.unless] === true) continue;
    const { values } = await inPlace(name, () => referred(session, href, held.target!));
    if (!only.values.includes(String(values[only.attribute])))
      throw new InvalidValue(
        `is of the ${only.attribute} ${values[only.attribute]}; this cloud has no ${only.unless} and takes ${only.values.join(" or ")}`,
        [name],
      );
  }
}

function checkServed(session: Session, { type, operation }: OperationRoute): void {
  if (session.representer.operationNames(type, session.face.edition).includes(operation)) return;
  throw new Refusal(404, `this cloud has no ${operation} of a ${type}; a ${type}'s operations list what there is`);
}

function checkAllowed(session: Session, entity: Entity, name: string): void {
  const source = session.cloud.sources.get(entity.type)!;
  if (entity.native === undefined || !allowed(entity, source, session.cloud.model[entity.type]!, name))
    throw stateForbids(entity, name);
}

function inputOf({ body, reading }: Message, route: OperationRoute, { input, uri }: Pick<Operation, "input" | "uri">): Values {
  const uris = new Map(uri === undefined ? [] : [[uri, route.operation]]);
  const request = readAction(body, reading, (name) => (name === route.operation ? input : undefined), uris);
  return request.input;
}

function mandatory(attributes: Attributes, values: Values): Values {
  for (const [name, { consumerMandatory }] of Object.entries(attributes)) {
    if (consumerMandatory && (values[name] === undefined || values[name] === null)) throw new InvalidValue("is missing", [name]);
  }
  return values;
}

/** 5.14.7.1: capture and snapshot take a new image as their body; an Action, as for other operations, will do too. */
async function image(session: Session, entity: Entity, route: OperationRoute, message: Message): Promise<Prepared> {
  const types = session.cloud.model;
  const type = types[route.type]!.operations[route.operation]!.creates!;
  const isAction = bodyType(message.body) === "Action" || hasAction(message);
  const values = isAction
    ? inputOf(message, route, { input: ACTION_INPUT })
    : readCreate(message.body, types[type]!, message.reading);
  const location = values.imageLocation;
  if (typeof location === "string" && inside("imageLocation", () => itemOf(session, location)).path !== route.path) {
    throw new InvalidValue(`names another resource than the one whose ${route.operation} was asked for`, ["imageLocation"]);
  }
  const operation = makerAt(types[route.type]!, route.operation, values, session.face.edition);
  const intent = await imageOf(session, entity, operation, values);
  return {
    intent,
    action: route.operation,
    target: entity.path,
    created: `${described[type]!.collection}/${intent.request.id}`,
    preview: previewOf(intent),
  };
}

const ACTION_INPUT: Attributes = Object.fromEntries(
  ["name", "description"].map((key) => [key, described.MachineImage!.attributes[key]!] as const),
);

const hasAction = ({ body }: Message): boolean => body.format === "json" && "action" in body.json;

/** 5.5.12.2, 5.5.12.3: insert and remove of an existing resource, posted to the Collection. */
export async function prepareCollectionAction(session: Session, route: Collection, message: Message): Promise<Prepared> {
  const nested = route.parent && collectionOf(route.parent.type, route.parent.attribute);
  if (!nested?.inserts) return prepareMembership(session, route, message);
  const owner = await existing(session, { type: route.parent!.type, id: route.parent!.id });
  checkState(owner, route.parent!);
  const { attributes } = session.cloud.model[route.type]!;
  const input = Object.fromEntries(Object.entries(attributes).filter(([key]) => key === "volume" || key === "initialLocation"));
  const request = readAction(message.body, message.reading, (name) =>
    name === "insert" || name === "remove" ? input : undefined,
  );
  if (request.name === "insert")
    return attachment(session, owner, request.input, { operation: "insert", path: route.collection });
  return detachment(session, route, request.input);
}

async function detachment(session: Session, route: Collection, input: Values): Promise<Prepared> {
  if (session.cloud.access !== "full" || !session.cloud.sources.get(route.type)?.adapter.delete)
    throw new Refusal(405, "nothing can be taken out of this Collection", { headers: { Allow: "GET, HEAD, OPTIONS" } });
  const volume = input.volume as Reference | undefined;
  if (volume?.href === undefined) throw new InvalidValue("is missing: an href to what is to be removed", ["volume"]);
  const { path } = inside("volume", () => itemOf(session, volume.href!));
  const entities = (await session.view.list(route.type, route.parent)).entities;
  const found = entities.find(({ values }) => (values.volume as Reference).href === path);
  if (!found) throw new Refusal(409, "it is not in this Collection");
  return {
    ...deletion(found, route.parent),
    action: "remove",
    target: route.collection,
    affected: [(found.values.volume as Reference).href!],
  };
}
