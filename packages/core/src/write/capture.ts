import { randomUUID } from "node:crypto";
import type { CreateRequest } from "@cimi-gateway/adapter";
import { type Description, type Edition, InvalidValue, inside, type ResourceName, type Values } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Intent } from "../jobs/intent.js";
import type { Entity } from "../read/entity.js";
import { allowed } from "../represent.js";
import type { Session } from "../session.js";
import { itemOf, referred } from "./references.js";
import { newResource } from "./scoped.js";
import { inPlace } from "./template.js";

type Create = Extract<Intent, { kind: "create" }>;

/**
 * 5.14.7.1, 5.15.8.1: a new image whose imageLocation is a resource of this cloud is taken of it, by the operation of that
 * resource which makes such images: `capture` of a Machine, `snapshot` of a Volume. Undefined: imageLocation is an image, or somewhere else.
 */
export async function captured(session: Session, description: Description, values: Values): Promise<Create | undefined> {
  const location = ownLocation(session, values);
  if (location === undefined || location.type === description.name) return undefined;
  const { type, id } = location;
  const operation = makerOf(session.cloud.model[type]!, description.name, values.type);
  if (operation === undefined)
    throw new InvalidValue(`a ${kindOf(description, values)} cannot be taken of a ${type}`, [LOCATION]);
  const entity = await session.view.find(type, id);
  if (!entity) throw new InvalidValue(`there is no ${type} of that id`, [LOCATION]);
  return imageOf(session, entity, operation, values);
}

/** 5.14.7.1: an image of this cloud as imageLocation is copied; the cloud knows it by the location of its data. */
export async function withNativeLocation(session: Session, { name }: Description, values: Values): Promise<Values> {
  const location = ownLocation(session, values);
  if (location?.type !== name) return values;
  const source = await inPlace(LOCATION, () => referred(session, String(values.imageLocation), name));
  return { ...values, imageLocation: source.values.imageLocation };
}

const LOCATION = "imageLocation";

function ownLocation(session: Session, { imageLocation }: Values): ReturnType<typeof itemOf> | undefined {
  if (typeof imageLocation !== "string" || !session.local(imageLocation)) return undefined;
  return inside(LOCATION, () => itemOf(session, imageLocation));
}

const kindOf = ({ name }: Description, { type }: Values): string => (type === undefined ? name : `${name} of the type ${type}`);

/** The first operation of a type that makes images of the other, of the kind that is wanted. */
const makerOf = ({ operations }: Description, image: string, kind: unknown): string | undefined =>
  Object.entries(operations).find(
    ([, { creates, kinds }]) => creates === image && (kind === undefined || (kinds?.includes(String(kind)) ?? true)),
  )?.[0];

/**
 * What the link of an operation makes (5.14.7.1: the link decides). An edition without an operation for a kind takes it by this one:
 * edition 1 has no snapshot. Throws InvalidValue.
 */
export function makerAt(description: Description, operation: string, { type: kind }: Values, edition: Edition): string {
  const { creates, kinds } = description.operations[operation]!;
  if (kind === undefined || (kinds?.includes(String(kind)) ?? true)) return operation;
  const other = makerOf(description, creates!, kind);
  if (other !== undefined && description.operations[other]!.since > edition) return other;
  const way = other === undefined ? "" : `; for ${kind} ask for ${other}`;
  throw new InvalidValue(`${kind} is not what ${operation} makes: ${kinds!.join(" or ")}${way}`, ["type"]);
}

/** The intent to make an image of a resource by one of its operations, if the cloud has it and the state allows it. */
export async function imageOf(session: Session, entity: Entity, operation: string, values: Values): Promise<Create> {
  const description = session.cloud.model[entity.type]!;
  const source = session.cloud.sources.get(entity.type)!;
  if (!(operation in (source.adapter.operations ?? {})))
    throw new Refusal(400, `this cloud has no ${operation} of a ${entity.type}`);
  if (!allowed(entity, source, description, operation)) throw stateForbids(entity, operation);
  const type = description.operations[operation]!.creates as ResourceName;
  const made = session.cloud.model[type]!;
  const said = await newResource(session, made, values);
  const { name, description: text, properties } = said;
  const common = Object.fromEntries(
    Object.entries({ name, description: text, properties }).filter(([, held]) => held !== undefined && held !== null),
  );
  const request = {
    id: randomUUID(),
    ...common,
    template: chosen(made, { ...said, type: values.type }),
  } as CreateRequest<ResourceName>;
  return { kind: "create", type, request, by: { type: entity.type as ResourceName, nativeId: entity.nativeId, operation } };
}

/** What is said of an image as it is made, beside its source and the common attributes: its type, and what the cloud adds (5.1). */
const chosen = ({ attributes }: Description, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, held]) => held !== undefined && held !== null && (name === "type" || attributes[name]?.atCreation === true),
    ),
  );

export const stateForbids = ({ type, values }: Entity, operation: string): Refusal =>
  new Refusal(
    409,
    `the ${type} is in the state ${values.state ?? "unknown"}, which does not allow ${operation}; its representation lists what it allows`,
  );
