import { type Edition, type Model, model, type Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";

const described: Model = model;

const typeOf = ({ typeURI }: Values) => described[String(typeURI).replace(/^.*\//, "")];

/** Whether ResourceMetadata is of a type that an edition has; what consumers made for types of their own is of both. */
export function isTypeOf(values: Values, edition: Edition): boolean {
  const { since = 1, until = 2 } = typeOf(values) ?? {};
  return since <= edition && edition <= until;
}

/** ResourceMetadata with the attributes that an edition has. */
export function metadataIn(entity: Entity, edition: Edition, types: Model): Entity {
  const description = typeOf(entity.values);
  const attributes = entity.values.attributes as readonly Values[] | undefined;
  if (!description || !attributes) return entity;
  const isHad = ({ name }: Values): boolean => {
    const { since = 1, until = 2 } = types[description.name]!.attributes[String(name)] ?? {};
    return since <= edition && edition <= until;
  };
  return attributes.every(isHad) ? entity : { ...entity, values: { ...entity.values, attributes: attributes.filter(isHad) } };
}
