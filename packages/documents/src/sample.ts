import {
  type Attribute,
  actionUri,
  type DataType,
  type Description,
  type Edition,
  type Model,
  model,
  type OperationLink,
  type Representation,
  type Values,
} from "@cimi-gateway/model";
import { parentOf, pathOf } from "./places.js";

/** Amounts that look right, by unit. */
const AMOUNTS: Readonly<Record<string, number>> = { kibibyte: 4_194_304, kilobyte: 10_000_000, megahertz: 2_600 };

/** What the sample of a Collection holds. */
const COLLECTED = "VolumeConfiguration";

/** The representation that stands for a type on its reference page. */
export const sampleFor = (description: Description, edition: Edition): Representation =>
  description.name === "Collection" ? collectionOf(edition) : sampleOf(description, edition);

function collectionOf(edition: Edition): Representation {
  const item = (model as Model)[COLLECTED]!;
  const path = item.collection!;
  return {
    type: COLLECTED,
    collects: true,
    values: { id: path, parent: { href: "cloudEntryPoint" }, count: 1 },
    items: [sampleOf(item, edition)],
    operations: [{ rel: "add", href: path }],
  };
}

/** One imaginary resource of a type with a value for every attribute, from which the samples in all forms are written. */
function sampleOf(description: Description, edition: Edition): Representation {
  const { name, attributes } = description;
  const path = pathOf(name);
  const values = Object.entries(attributes).map(
    ([key, attribute]) => [key, attributeValue(description, key, attribute, { path, edition })] as const,
  );
  return {
    type: name,
    values: { ...Object.fromEntries(values), ...(name === "CloudEntryPoint" ? {} : { id: path }) },
    operations: operationsOf(description, path, edition),
  };
}

function attributeValue(
  description: Description,
  key: string,
  attribute: Attribute<unknown>,
  { path, edition }: { readonly path: string; readonly edition: Edition },
): unknown {
  const { example, type, spread } = attribute;
  if (example !== undefined) return example;
  if (key === "parent") return { href: parentOf(description.name) };
  if (key === "state" && type.values) return description.stable?.[0] ?? type.values[0];
  if (type.collects) return { href: description.collection === undefined && path === "cloudEntryPoint" ? key : `${path}/${key}` };
  if (spread) return Object.fromEntries(Object.entries(spread).map(([entry, held]) => [entry, held.example]));
  return exampleOf(type, edition, attribute.unit);
}

/** A value of a data type: asked for where the type has no parts, put together from them where it has. */
function exampleOf(type: DataType<unknown>, edition: Edition, unit?: string): unknown {
  const { values, item, members, target, example, oneOf } = type;
  if (values) return values[0];
  if (item) return [exampleOf(item, edition)];
  if (target !== undefined) return { href: pathOf(target === "*" ? "Machine" : target) };
  if (members) return membersOf(members as Members, oneOf, edition);
  return (unit !== undefined && AMOUNTS[unit]) || example;
}

type Members = Readonly<Record<string, Attribute<unknown>>>;

/** Of members of which a value has exactly one the sample has the first that the edition has. */
function membersOf(members: Members, oneOf: readonly string[] = [], edition: Edition): Values {
  const shown = oneOf.find((key) => isIn(members[key]!, edition));
  return Object.fromEntries(
    Object.entries(members)
      .filter(([key]) => key === shown || !oneOf.includes(key))
      .map(([key, { type, unit, example }]) => [key, example ?? exampleOf(type, edition, unit)]),
  );
}

const isIn = ({ since, until }: Attribute<unknown>, edition: Edition): boolean => since <= edition && edition <= until;

function operationsOf({ name, operations, collection }: Description, path: string, edition: Edition): readonly OperationLink[] {
  const own = Object.entries(operations).filter(([, { since }]) => since <= edition);
  const links = own.map(([operation]) => ({ rel: actionUri(operation, edition), href: `${path}/${operation}` }));
  const standard = collection === undefined && name === "CloudEntryPoint" ? [] : ["edit", "delete"];
  return [...standard.map((rel) => ({ rel, href: path })), ...links];
}
