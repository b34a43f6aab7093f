import {
  type Attributes,
  actionUri,
  attribute,
  type Description,
  type Edition,
  groupingName,
  type JsonSchema,
  type Model,
  model,
  nameIn,
  ref,
  singular,
  typeUri,
} from "@cimi-gateway/model";
import { actionName, collectionName, createName, pointer, schemaName } from "./schema-names.js";
import { HREF, memberSchemas } from "./type-schemas.js";

const described: Model = model;

type Schemas = readonly (readonly [string, JsonSchema])[];

/** The schemas of a type in an edition: itself, its Collection, and what asks for its operations. */
export function schemasOf(description: Description, edition: Edition, types: Model = described): Schemas {
  const { name, since, until } = description;
  if (since > edition || until < edition) return [];
  return [
    [schemaName(name, edition), resourceSchema(description, edition)],
    [collectionName(name, edition), collectionSchema(description, edition)],
    ...(description.template ? [[createName(name, edition), createSchema(description, edition, types)] as const] : []),
    ...Object.entries(description.operations)
      .filter(([, operation]) => operation.since <= edition)
      .map(
        ([operation, { input, uri = longUri(operation, edition) }]) =>
          [actionName(name, operation, edition), actionSchema(uri, input, edition)] as const,
      ),
    ...(isInserted(name) ? (["insert", "remove"] as const) : []).map(
      (action) =>
        [actionName(name, action, edition), actionSchema(longUri(action, edition), insertedOf(description), edition)] as const,
    ),
  ];
}

interface Listing {
  readonly attribute: string;
  /** Items are links of a type of their own (an "enhanced" Collection). */
  readonly inserts: boolean;
}

/** 5.5.12.2: the Collections inside other resources that hold items of a type. */
const listings = (name: string): readonly Listing[] =>
  Object.values(described)
    .filter((owner) => owner!.name !== "CloudEntryPoint")
    .flatMap((owner) => Object.entries(owner!.attributes))
    .filter(([, { type }]) => type.collects && type.target === name)
    .map(([attribute, { type }]) => ({ attribute, inserts: (type as { readonly inserts?: boolean }).inserts ?? false }));

const isInserted = (name: string): boolean => listings(name).length > 0;

/** What is inserted is named by the singular of the Collection's attribute, or by the attributes of its link. */
function insertedOf(description: Description): Attributes {
  const found = listings(description.name);
  if (found.some(({ inserts }) => inserts)) return referencesIn(description);
  return Object.fromEntries(found.map(({ attribute: name }) => [singular(name), attribute(ref(description.name))]));
}

const typed = (type: string, edition: Edition): JsonSchema => ({ const: typeUri(type, edition) });

const resourceSchema = (description: Description, edition: Edition): JsonSchema => ({
  type: "object",
  properties: {
    resourceURI: typed(nameIn(description, edition), edition),
    ...memberSchemas(description, edition),
    operations: OPERATIONS,
  },
});

/** 4.2: what may be done now. */
const OPERATIONS: JsonSchema = {
  type: "array",
  readOnly: true,
  items: {
    type: "object",
    properties: { rel: { type: "string" }, href: HREF, available: { type: "boolean" } },
    required: ["rel", "href"],
  },
};

/** 5.5.12. */
const collectionSchema = (description: Description, edition: Edition): JsonSchema => ({
  type: "object",
  properties: {
    resourceURI: typed(`${nameIn(description, edition)}Collection`, edition),
    ...memberSchemas(described.Collection!, edition),
    [groupingName(description, edition)]: {
      type: "array",
      items: { ...pointer("schemas", schemaName(description.name, edition)), required: ["resourceURI"] },
    },
    operations: OPERATIONS,
  },
});

const GIVEN = ["name", "description", "properties", "location"];

/** 4.2.1.1: the new resource's own attributes beside its template, by link, by value, or by link with overrides. */
function createSchema(description: Description, edition: Edition, types: Model): JsonSchema {
  const { attribute, type } = description.template!;
  const own = memberSchemas(description, edition);
  const { resourceURI: _, operations: __, ...template } = resourceSchema(types[type]!, edition).properties as JsonSchema;
  return {
    type: "object",
    properties: {
      resourceURI: typed(`${nameIn(description, edition)}Create`, edition),
      ...Object.fromEntries(GIVEN.flatMap((key) => (key in own ? [[key, own[key]]] : []))),
      [attribute]: { type: "object", properties: { href: HREF, ...template } },
    },
    required: [attribute],
  };
}

/** 4.2.1.5. */
function actionSchema(uri: string, input: Attributes, edition: Edition): JsonSchema {
  const mandatory = Object.entries(input).flatMap(([key, { consumerMandatory }]) => (consumerMandatory ? [key] : []));
  return {
    type: "object",
    properties: {
      resourceURI: typed("Action", edition),
      action: { const: uri },
      properties: { type: "object", additionalProperties: { type: "string" } },
      ...memberSchemas({ attributes: input }, edition),
    },
    required: ["action", ...mandatory],
  };
}

/** `insert` and `remove` are short as the rel of a link, and a URI in a body (5.5.12.2). */
const longUri = (action: string, edition: Edition): string => {
  const uri = actionUri(action, edition);
  return uri === action ? typeUri(`action/${action}`, edition) : uri;
};

/** 5.5.12.2: what an insert names, with the accessory attributes of the Collection's items. */
const referencesIn = ({ attributes }: Description): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([key, { namespace }]) => namespace === undefined && !NEVER_GIVEN.has(key)),
  );

const NEVER_GIVEN: ReadonlySet<string> = new Set([
  "id",
  "name",
  "description",
  "created",
  "updated",
  "parent",
  "properties",
  "resourceMetadata",
]);
