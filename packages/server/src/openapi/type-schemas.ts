import {
  type Attribute,
  type Attributes,
  type DataType,
  type Edition,
  type Field,
  type JsonSchema,
  shapeOf,
} from "@cimi-gateway/model";

/** 5.5: the JSON Schema of a value of a data type. What has parts is walked, all else says it itself. */
export function typeSchema(type: DataType<unknown>, edition: Edition): JsonSchema {
  const { values, item, target, members, schema, schemaIn, seenIn } = type;
  if (values) return { type: "string", enum: [...new Set(values.map((value) => seenIn?.(value, edition) ?? value))] };
  if (item) return { type: "array", items: typeSchema(item, edition) };
  if (target !== undefined) return linkSchema(target, type.collects ?? false);
  if (members) return { type: "object", properties: memberSchemas({ attributes: members as Attributes }, edition) };
  return schemaIn?.(edition) ?? schema ?? {};
}

/** 5.5.6: a link, which in a request may be, or carry, the attributes of what it names, and carries them in an answer with `$expand`. */
const linkSchema = (target: string, collects: boolean): JsonSchema => ({
  type: "object",
  description: `A link to ${target === "*" ? "a resource" : collects ? `a Collection of ${target}` : `a ${target}`}; with its attributes where they are expanded or given by value.`,
  properties: { href: HREF },
});

export const HREF: JsonSchema = { type: "string", format: "uri-reference" };

interface Described {
  readonly attributes: Attributes;
  readonly order?: readonly string[];
}

/** The members of an object by their names in an edition's JSON. */
export const memberSchemas = (described: Described, edition: Edition): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    shapeOf(described, edition)
      .fields.filter(({ attribute }) => (attribute.jsonSince ?? 1) <= edition)
      .map((field) => memberSchema(field, edition)),
  );

/** In edition 1 what some references hold stands in the structure itself. */
const memberSchema = (field: Field, edition: Edition): readonly [string, JsonSchema] =>
  field.attribute.merged === edition
    ? ["href", { ...HREF, ...notes(field.attribute) }]
    : [field.name, { ...typeSchema(field.type, edition), ...notes(field.attribute) }];

/** 5.3, in the words of OpenAPI. */
const notes = ({ help, unit, mutable, consumerWritable, consumerMandatory }: Attribute<unknown>): JsonSchema => ({
  ...((help ?? unit) !== undefined && { description: help ?? `In ${unit}s.` }),
  ...(!consumerMandatory && mutable && !consumerWritable && { readOnly: true }),
});
