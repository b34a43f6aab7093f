import type { Attribute, Attributes } from "../describe.js";
import type { Edition } from "../edition.js";
import { InvalidValue, inside, shown } from "../fault.js";
import { type Field, shapeOf } from "../shape.js";
import { membersFromJson, membersFromXml, membersToJson } from "../wire/members.js";
import { escapeText, type XmlElement, xmlAttribute, xmlElement } from "../wire/xml-element.js";
import { chosen, isChoiceOf } from "./choice.js";
import type { DataType, Reading, Reference, ReplaceReference, Values, Writing } from "./data-type.js";
import {
  type Described,
  mergedField,
  mergedFromJson,
  mergedFromXml,
  mergedJson,
  mergedXml,
  splitJson,
  splitXml,
} from "./merged.js";

type Held<A extends Attributes> = { readonly [K in keyof A]?: A[K] extends Attribute<infer T> ? T : never };

interface Form<K extends string> {
  /** Editions in which members of simple types are child elements; elsewhere they are XML attributes (5.5.8). */
  readonly elements?: readonly Edition[];
  /** Members of which exactly one is given (Table 14: the component's own attribute). */
  readonly oneOf?: readonly K[];
}

/**
 * 5.5.8: nested attributes. Members of simple types are XML attributes, others child elements; either is read.
 * 4.2.1.1: only top-level attributes of a template are erased one by one, so that in here null is merely no value.
 */
export function structure<const A extends Attributes>(attributes: A, form: Form<keyof A & string> = {}): DataType<Held<A>> {
  const described = { attributes };
  const { elements = [], oneOf = [] } = form;
  return {
    label: "structure",
    members: attributes,
    ...(form.oneOf && { oneOf, isShownIn: (value, edition) => isChoiceOf(described, oneOf, value as Values, edition) }),
    isEmpty: (value) => Object.keys(value).length === 0,
    toJson: (value, writing) => `{${toJsonMembers(described, value as Values, writing)}}`,
    fromJson(json, reading) {
      if (typeof json !== "object" || json === null || Array.isArray(json))
        throw new InvalidValue(`expected an object, got ${shown(json)}`);
      return chosen(described, oneOf, readJson(described, json, { ...reading, erasable: false }), reading) as Held<A>;
    },
    toXml: (name, value, writing) => toXml(described, elements, name, value as Values, writing),
    fromXml(given, reading) {
      if (given.length > 1) throw new InvalidValue(`given ${given.length} times; it may appear once`);
      return chosen(described, oneOf, readXml(described, given[0]!, { ...reading, erasable: false }), reading) as Held<A>;
    },
    mapReferences: (value, replace) => mapMembers(attributes, value as Values, replace) as Held<A>,
  };
}

function toJsonMembers(described: Described, value: Values, writing: Writing): string {
  const merged = mergedField(described, writing.edition);
  const held = merged && (value[merged.key] as Reference | undefined);
  if (!merged || !held) return membersToJson(described, value, writing);
  const rest = membersToJson(described, { ...value, [merged.key]: undefined }, writing);
  return [rest, mergedJson(merged, held, writing)].filter((text) => text !== "").join(",");
}

function readJson(described: Described, json: object, reading: Reading): Values {
  const merged = mergedField(described, reading.edition);
  if (!merged || merged.name in json) return membersFromJson(described, json, reading);
  const { mine, theirs } = splitJson(json, shapeOf(described, reading.edition).byJsonName);
  return { ...membersFromJson(described, mine, reading), ...mergedFromJson(merged, theirs, reading) };
}

interface Parts {
  attributes: string;
  content: string;
}

function toXml(described: Described, elements: readonly Edition[], name: string, value: Values, writing: Writing): string {
  const asElements = elements.includes(writing.edition);
  const parts: Parts = { attributes: "", content: "" };
  for (const field of shapeOf(described, writing.edition).fields) {
    const { attributes, content } = memberToXml(field, value[field.key], asElements, writing);
    parts.attributes += attributes;
    parts.content += content;
  }
  return xmlElement(name, parts.content, parts.attributes);
}

function memberToXml(field: Field, held: unknown, asElements: boolean, writing: Writing): Parts {
  const { attribute, type, xml } = field;
  const none = { attributes: "", content: "" };
  if (held === undefined || held === null || type.isEmpty(held)) {
    return attribute.shownEmpty === writing.edition ? { ...none, content: xmlElement(xml, "") } : none;
  }
  if (attribute.merged === writing.edition) return mergedXml(field, held as Reference, writing);
  if (attribute.content) return { ...none, content: escapeText(type.toText!(held, writing.edition)) };
  if (type.toText && !asElements) return { ...none, attributes: xmlAttribute(xml, type.toText(held, writing.edition)) };
  return { ...none, content: type.toXml(xml, held, writing) };
}

function readXml(described: Described, element: XmlElement, reading: Reading): Values {
  const merged = mergedField(described, reading.edition);
  if (!merged || element.children.some(({ name }) => name === merged.xml)) return readOwn(described, element, reading);
  const { mine, theirs } = splitXml(element, shapeOf(described, reading.edition).byXmlName);
  return { ...readOwn(described, mine, reading), ...mergedFromXml(merged, theirs, reading) };
}

function readOwn(described: Described, element: XmlElement, reading: Reading): Values {
  const values: Record<string, unknown> = { ...membersFromXml(described, element, reading) };
  const put = (field: Field, text: string): void => {
    if (field.key in values) throw new InvalidValue("is given both as an attribute and as an element");
    values[field.key] = field.type.fromText!(text, reading.edition);
  };
  const { byXmlName, fields } = shapeOf(described, reading.edition);
  for (const [name, text] of element.attributes) {
    const field = byXmlName.get(name);
    if (field?.type.fromText) inside(name, () => put(field, text));
    else if (!reading.tolerant)
      throw new InvalidValue(`unknown attribute ${shown(name)}; known here: ${[...byXmlName.keys()].join(", ")}`);
  }
  const content = fields.find(({ attribute }) => attribute.content);
  if (content && element.text.trim() !== "") inside(content.name, () => put(content, element.text));
  return withoutEmpty(fields, values, reading.edition);
}

/** An element that only the schema asks for says nothing. */
function withoutEmpty(fields: readonly Field[], values: Record<string, unknown>, edition: Edition): Values {
  for (const { key, attribute, type } of fields) {
    if (attribute.shownEmpty === edition && values[key] !== undefined && type.isEmpty(values[key])) delete values[key];
  }
  return values;
}

/** Every reference inside the members, replaced. */
export function mapMembers(attributes: Attributes, values: Values, replace: ReplaceReference): Values {
  const mapped: Record<string, unknown> = { ...values };
  for (const [key, { type }] of Object.entries(attributes)) {
    const held = mapped[key];
    if (type.mapReferences && held !== undefined && held !== null) mapped[key] = type.mapReferences(held, replace);
  }
  return mapped;
}
