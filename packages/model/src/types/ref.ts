import { InvalidValue, inside, shown } from "../fault.js";
import { contentToJson, contentToXml } from "../wire/content.js";
import { membersFromJson, membersFromXml, membersToJson, membersToXml } from "../wire/members.js";
import { type XmlElement, xmlAttribute, xmlElement } from "../wire/xml-element.js";
import type { DataType, Reading, Reference, Values, Writing } from "./data-type.js";
import { readUri } from "./uri.js";

const HREF: ReadonlySet<string> = new Set(["href"]);

function jsonContent(target: string, { value, expanded }: Reference, writing: Writing): string {
  if (expanded) return contentToJson(expanded, writing);
  const description = value && writing.model[target];
  return description ? membersToJson(description, value, writing) : "";
}

function xmlContent(target: string, { value, expanded }: Reference, writing: Writing): string {
  if (expanded) return contentToXml(expanded, writing);
  const description = value && writing.model[target];
  return description ? membersToXml(description, value, writing) : "";
}

interface Form {
  /** The standard prints it as a plain URI, too; both are read. */
  readonly plain?: boolean;
}

/**
 * 5.5.6: a reference to a resource of a type: `{"href": …}`, `<name href="…"/>`.
 * It may carry attributes of that resource: expanded in an answer, by value or as overrides in a request.
 */
export const ref = (target: string, { plain = false }: Form = {}): DataType<Reference> => ({
  label: "ref",
  target,
  isEmpty: ({ href, value, expanded }) => (href === undefined || href === "") && value === undefined && expanded === undefined,
  toJson(value, writing) {
    const link = value.href === undefined ? "" : `"href":${JSON.stringify(writing.href(value.href))}`;
    const content = jsonContent(target, value, writing);
    return `{${link}${link !== "" && content !== "" ? "," : ""}${content}}`;
  },
  fromJson(json, reading) {
    if ((plain || reading.tolerant) && typeof json === "string") return reference(json, undefined);
    if (typeof json !== "object" || json === null || Array.isArray(json)) {
      throw new InvalidValue(`expected an object with href, got ${shown(json)}`);
    }
    const { href } = json as { href?: unknown };
    if (href !== undefined && typeof href !== "string") throw new InvalidValue("its href is not a string");
    const more = Object.keys(json).length > (href === undefined ? 0 : 1);
    return reference(href, more ? contentFromJson(target, json, reading) : undefined);
  },
  toXml: (name, value, writing) =>
    xmlElement(
      name,
      xmlContent(target, value, writing),
      value.href === undefined ? "" : xmlAttribute("href", writing.href(value.href)),
    ),
  fromXml(elements, reading) {
    if (elements.length > 1) throw new InvalidValue(`given ${elements.length} times; it may appear once`);
    const element = elements[0]!;
    const href =
      element.attributes.get("href") ?? ((plain || reading.tolerant) && element.text.trim() !== "" ? element.text : undefined);
    return reference(href, element.children.length > 0 ? contentFromXml(target, element, reading) : undefined);
  },
  mapReferences: (value, replace) => replace(value, target),
});

function reference(href: string | undefined, value: Values | undefined): Reference {
  if (href === undefined && value === undefined) throw new InvalidValue("needs an href, or the attributes by value");
  return { ...(href !== undefined && { href: inside("href", () => readUri(href)) }), ...(value && { value }) };
}

const described = (target: string, { model }: Reading) => {
  const description = model[target];
  if (!description) throw new InvalidValue("only an href is accepted here");
  return description;
};

/** 4.2.1.1: beside an href the attributes are overrides, of which null erases; without one they are the resource by value. */
const contentFromJson = (target: string, json: object, reading: Reading): Values =>
  membersFromJson(described(target, reading), json, { ...reading, erasable: "href" in json }, HREF);

const contentFromXml = (target: string, element: XmlElement, reading: Reading): Values =>
  membersFromXml(described(target, reading), element, { ...reading, erasable: element.attributes.has("href") });
