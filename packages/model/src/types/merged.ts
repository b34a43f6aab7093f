import type { Attributes } from "../describe.js";
import type { Edition } from "../edition.js";
import { type Field, shapeOf } from "../shape.js";
import { type XmlElement, xmlAttribute } from "../wire/xml-element.js";
import type { Reading, Reference, Values, Writing } from "./data-type.js";

export interface Described {
  readonly attributes: Attributes;
}

/**
 * Edition 1 has what a structure refers to directly in the structure: `{"initialLocation": …, "href": …}`,
 * `<volume initialLocation="…" href="…"/>`. Edition 2 has a member for it. Either form is read in edition 1.
 * This is the member that an edition merges into its structure so.
 */
export const mergedField = (described: Described, edition: Edition): Field | undefined =>
  shapeOf(described, edition).fields.find(({ attribute }) => attribute.merged === edition);

/** The JSON members of the reference itself. */
export const mergedJson = (field: Field, held: Reference, writing: Writing): string =>
  field.type.toJson(held, writing).slice(1, -1);

/** The XML attributes and the content of the reference's own element. */
export function mergedXml(field: Field, held: Reference, writing: Writing): { attributes: string; content: string } {
  const { href, ...rest } = held;
  const inner = field.type.toXml(field.xml, rest, writing);
  return {
    attributes: href === undefined ? "" : xmlAttribute("href", writing.href(href)),
    content: inner.endsWith(`</${field.xml}>`) ? inner.slice(field.xml.length + 2, -(field.xml.length + 3)) : "",
  };
}

/** Members that are not the structure's own belong to the reference. */
export function splitJson(json: object, own: ReadonlyMap<string, Field>): { mine: object; theirs: object } {
  const entries = Object.entries(json);
  return {
    mine: Object.fromEntries(entries.filter(([name]) => own.has(name))),
    theirs: Object.fromEntries(entries.filter(([name]) => !own.has(name))),
  };
}

export function splitXml(element: XmlElement, own: ReadonlyMap<string, Field>): { mine: XmlElement; theirs: XmlElement } {
  const part = (isOwn: boolean): XmlElement => ({
    ...element,
    attributes: new Map([...element.attributes].filter(([name]) => own.has(name) === isOwn)),
    children: element.children.filter(({ name }) => own.has(name) === isOwn),
  });
  return { mine: part(true), theirs: part(false) };
}

/** The reference that the remaining members make; nothing where there are none. */
export const mergedFromJson = (field: Field, theirs: object, reading: Reading): Values =>
  Object.keys(theirs).length === 0 ? {} : { [field.key]: field.type.fromJson(theirs, reading) };

export const mergedFromXml = (field: Field, theirs: XmlElement, reading: Reading): Values =>
  theirs.attributes.size + theirs.children.length === 0 ? {} : { [field.key]: field.type.fromXml([theirs], reading) };
