import { randomUUID } from "node:crypto";
import type { CreateRequest } from "@cimi-gateway/adapter";
import type { Description, ResourceName, Values } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Intent } from "../jobs/intent.js";
import type { Entity } from "../read/entity.js";
import { allowed } from "../represent.js";
import type { Session } from "../session.js";
import { itemOf } from "./references.js";
import { newResource } from "./scoped.js";

type Create = Extract<Intent, { kind: "create" }>;

/**
 * 5.14.7.1, 5.15.8.1: a new image whose imageLocation is a resource of this cloud is taken of it, by the operation of that
 * resource which makes images: `capture` of a Machine, `snapshot` of a Volume. Undefined: imageLocation is somewhere else.
 */
export async function captured(session: Session, description: Description, values: Values): Promise<Create | undefined> {
  const location = values.imageLocation;
  if (typeof location !== "string" || !session.local(location)) return undefined;
  const { type, id } = itemOf(session, location);
  const operation =
    values.type !== undefined && values.type !== "IMAGE" && "snapshot" in session.cloud.model[type]!.operations
      ? "snapshot"
      : makerOf(session.cloud.model[type]!, description.name);
  if (operation === undefined) throw new Refusal(400, `a ${description.name} cannot be taken of a ${type}`);
  const entity = await session.view.find(type, id);
  if (!entity) throw new Refusal(400, `imageLocation: there is no ${type} of that id`);
  return imageOf(session, entity, operation, values);
}

/** The first operation of a type that makes images of the other. */
const makerOf = ({ operations }: Description, image: string): string | undefined =>
  Object.entries(operations).find(([, { creates }]) => creates === image)?.[0];

/** The intent to make an image of a resource by one of its operations, if the cloud has it and the state allows it. */
export async function imageOf(session: Session, entity: Entity, operation: string, values: Values): Promise<Create> {
  const description = session.cloud.model[entity.type]!;
  const source = session.cloud.sources.get(entity.type)!;
  if (!(operation in (source.adapter.operations ?? {})))
    throw new Refusal(400, `this cloud has no ${operation} of a ${entity.type}`);
  if (!allowed(entity, source, description, operation)) throw stateForbids(entity, operation);
  const type = description.operations[operation]!.creates as ResourceName;
  const { name, description: text, properties } = await newResource(session, session.cloud.model[type]!, values);
  const common = Object.fromEntries(
    Object.entries({ name, description: text, properties }).filter(([, held]) => held !== undefined && held !== null),
  );
  const request = {
    id: randomUUID(),
    ...common,
    template: values.type === undefined ? {} : { type: values.type },
  } as CreateRequest<ResourceName>;
  return { kind: "create", type, request, by: { type: entity.type as ResourceName, nativeId: entity.nativeId, operation } };
}

export const stateForbids = ({ type, values }: Entity, operation: string): Refusal =>
  new Refusal(
    409,
    `the ${type} is in the state ${values.state ?? "unknown"}, which does not allow ${operation}; its representation lists what it allows`,
  );
