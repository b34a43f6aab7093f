import { attribute } from "../describe.js";
import { InvalidValue, inside, shown } from "../fault.js";
import { membersFromJson, membersFromXml, membersToJson, membersToXml } from "../wire/members.js";
import { type XmlElement, xmlElement } from "../wire/xml-element.js";
import { type Any, any } from "./any.js";
import { array } from "./array.js";
import type { DataType, Reading, Values, Writing } from "./data-type.js";
import { integer } from "./integer.js";
import { string } from "./string.js";

/** 5.5.14: the values that one attribute may take: a value, a list, a range, or only its units. */
export interface Scope {
  readonly value?: Any;
  readonly values?: readonly Any[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly units?: string;
  readonly default?: Any;
  readonly increment?: number;
  /** Form 5: scopes of the accessory attributes of a collection's items. */
  readonly item?: ValueScope;
}

export type ValueScope = { readonly [attribute: string]: Scope };

const scope = {
  attributes: {
    value: attribute(any),
    values: attribute(array(any)),
    minimum: attribute(integer),
    maximum: attribute(integer),
    units: attribute(string),
    default: attribute(any),
    increment: attribute(integer),
  },
};

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ITEM: ReadonlySet<string> = new Set(["item"]);

function checked(name: string): string {
  if (!NAME.test(name)) throw new InvalidValue(`${shown(name)} is no attribute name (5.2)`);
  return name;
}

const scopeToJson = (held: Scope, writing: Writing): string => {
  const members = membersToJson(scope, held as Values, writing);
  const item = held.item ? `"item":${valueScope.toJson(held.item, writing)}` : "";
  return `{${[members, item].filter((text) => text !== "").join(",")}}`;
};

function scopeFromJson(json: unknown, reading: Reading): Scope {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new InvalidValue(`expected a scope, got ${shown(json)}`);
  const read = membersFromJson(scope, json, { ...reading, erasable: false }, ITEM) as Scope;
  const { item } = json as { item?: unknown };
  return item === undefined ? read : { ...read, item: inside("item", () => valueScope.fromJson(item, reading)) };
}

/** In XML a list of values is the repeated element `value`, as the clause prints it; a list of one is told from a single value by its wrapper. */
function scopeToXml(name: string, held: Scope, writing: Writing): string {
  const { values = [], item, ...rest } = held;
  const isRepeated = values.length > 1 && held.value === undefined;
  const list = isRepeated ? values.map((value) => any.toXml("value", value, writing)).join("") : "";
  const members = membersToXml(scope, (isRepeated ? rest : held) as Values, { ...writing, edition: 2 });
  return xmlElement(name, list + members + (item ? valueScope.toXml("item", item, writing) : ""));
}

function scopeFromXml(element: XmlElement, reading: Reading): Scope {
  const item = element.children.find(({ name }) => name === "item");
  const own = element.children.filter(({ name }) => name !== "item");
  const plain = own.filter(({ name }) => name === "value");
  const rest = { ...element, children: plain.length > 1 ? own.filter(({ name }) => name !== "value") : own };
  const read = membersFromXml(scope, rest, { ...reading, edition: 2, erasable: false }) as Scope;
  return {
    ...read,
    ...(plain.length > 1 && { values: plain.map((value) => any.fromXml([value], reading)) }),
    ...(item && { item: valueScope.fromXml([item], reading) }),
  };
}

const record = (entries: readonly (readonly [string, Scope])[]): ValueScope => Object.fromEntries(entries);

/** 5.5.14: scopes by attribute name; in XML a child element per attribute. */
export const valueScope: DataType<ValueScope> = {
  label: "valueScope",
  schema: { type: "object", additionalProperties: { type: "object" } },
  example: { memory: { minimum: 1_048_576, maximum: 8_388_608, units: "kibibyte" } },
  isEmpty: (value) => Object.keys(value).length === 0,
  toJson: (value, writing) =>
    `{${Object.entries(value)
      .map(([name, held]) => `${JSON.stringify(name)}:${scopeToJson(held, writing)}`)
      .join(",")}}`,
  fromJson(json, reading) {
    if (typeof json !== "object" || json === null || Array.isArray(json))
      throw new InvalidValue(`expected a valueScope, got ${shown(json)}`);
    return record(Object.entries(json).map(([name, held]) => [checked(name), inside(name, () => scopeFromJson(held, reading))]));
  },
  toXml: (name, value, writing) =>
    xmlElement(
      name,
      Object.entries(value)
        .map(([attributeName, held]) => scopeToXml(attributeName, held, writing))
        .join(""),
    ),
  fromXml: (elements, reading) =>
    record(elements[0]!.children.map((child) => [checked(child.name), inside(child.name, () => scopeFromXml(child, reading))])),
};
