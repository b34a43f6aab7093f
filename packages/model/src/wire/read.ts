import { type Attributes, attribute, type Description } from "../describe.js";
import { type Edition, editionOf } from "../edition.js";
import { InvalidValue, shown } from "../fault.js";
import { common, native } from "../resources/common.js";
import { nameIn } from "../shape.js";
import type { Reading, Values } from "../types/data-type.js";
import { ref } from "../types/ref.js";
import { uri } from "../types/uri.js";
import { readJsonDocument } from "./json-reader.js";
import type { Format } from "./media-type.js";
import { membersFromJson, membersFromXml } from "./members.js";
import type { XmlElement } from "./xml-element.js";
import { type ReadingLimits, readXmlDocument } from "./xml-reader.js";

/** A request body that is well-formed; what it means is not yet looked at. */
export type Body = { readonly format: "json"; readonly json: object } | { readonly format: "xml"; readonly element: XmlElement };

/** Parses a body within the limits. Throws InvalidValue for whatever is malformed, too deep or too large. */
export const parseBody = (text: string, format: Format, limits?: ReadingLimits): Body =>
  format === "json" ? { format, json: readJsonDocument(text, limits) } : { format, element: readXmlDocument(text, limits) };

const typeOf = (json: object): string | undefined => {
  const { resourceURI, entityURI } = json as { resourceURI?: unknown; entityURI?: unknown };
  const given = resourceURI ?? entityURI;
  return typeof given === "string" ? given.trim() : undefined;
};

/** The namespace of the root element or of the resourceURI; undefined where the body does not say. */
export function bodyNamespace(body: Body): string | undefined {
  const given = body.format === "xml" ? body.element.namespace : typeOf(body.json)?.replace(/\/[^/]*$/, "");
  return given === "" ? undefined : given;
}

export const bodyEdition = (body: Body): Edition | undefined => editionOf(bodyNamespace(body) ?? "");

/** The type that the body says it is: the root element's name, or the last part of resourceURI. */
export const bodyType = (body: Body): string | undefined =>
  body.format === "xml" ? body.element.name : typeOf(body.json)?.replace(/^.*\//, "");

/** 4.1.4: a body of another edition, or of a foreign namespace, is refused where the edition is fixed. */
export function checkNamespace(body: Body, edition: Edition): void {
  const namespace = bodyNamespace(body);
  if (namespace !== undefined && editionOf(namespace) !== edition) {
    throw new InvalidValue(`the body is in the namespace ${shown(namespace)}; this address speaks edition ${edition}`);
  }
}

interface Described {
  readonly attributes: Attributes;
}

/** Reads the members of a body by a description. */
export const readMembers = (body: Body, described: Described, reading: Reading): Values =>
  body.format === "json" ? membersFromJson(described, body.json, reading) : membersFromXml(described, body.element, reading);

/** Checks that the body is of one of the types expected; existing clients vary the case. */
export function checkType(body: Body, expected: readonly string[], { tolerant }: Reading): void {
  const type = bodyType(body);
  if (type === undefined || expected.includes(type)) return;
  if (tolerant && expected.some((name) => name.toLowerCase() === type.toLowerCase())) return;
  throw new InvalidValue(`the body is ${shown(type)}; expected ${expected.join(" or ")}`);
}

const requests = new WeakMap<Description, Described>();

/** The description of a `...Create` request: the common attributes and the template (4.2.1.1). */
function createDescription(description: Description): Described {
  const known = requests.get(description);
  if (known) return known;
  const { name, description: text, properties } = common;
  const { attribute: key, type } = description.template!;
  const made = { attributes: { name, description: text, properties, [key]: attribute(ref(type)), location: native.location } };
  requests.set(description, made);
  return made;
}

const NONE: Attributes = {};

/** Reads a request to create: for types with a template the wrapper and the template in it, for others the resource itself. */
export function readCreate(body: Body, description: Description, reading: Reading, accessories: Attributes = NONE): Values {
  const name = nameIn(description, reading.edition);
  if (!description.template) {
    checkType(body, reading.tolerant ? [name, `${name}Create`] : [name], reading);
    return readMembers(body, description, reading);
  }
  if (reading.tolerant && isFlat(body, description)) return readFlat(body, description, reading);
  checkType(body, reading.tolerant ? [`${name}Create`, name] : [`${name}Create`], reading);
  const described = createDescription(description);
  return readMembers(
    body,
    accessories === NONE ? described : { attributes: { ...described.attributes, ...accessories } },
    reading,
  );
}

const memberNames = (body: Body): readonly string[] =>
  body.format === "json" ? Object.keys(body.json) : body.element.children.map(({ name }) => name);

/** Existing clients leave the template's wrapper out and put what belongs in it beside the name. */
const isFlat = (body: Body, description: Description): boolean => !memberNames(body).includes(description.template!.attribute);

const ALIASES: ReadonlyMap<string, string> = new Map([["username", "userName"]]);
const canonical = (name: string): string => ALIASES.get(name) ?? name;

function readFlat(body: Body, description: Description, reading: Reading): Values {
  const { attribute: key, type } = description.template!;
  const template = readMembers(renamed(body), reading.model[type]!, reading);
  const { name, description: text, properties, ...rest } = template as Record<string, unknown>;
  return {
    ...(name !== undefined && { name }),
    ...(text !== undefined && { description: text }),
    ...(properties !== undefined && { properties }),
    [key]: { value: rest },
  };
}

const renamed = (body: Body): Body =>
  body.format === "json"
    ? { ...body, json: Object.fromEntries(Object.entries(body.json).map(([name, held]) => [canonical(name), held as unknown])) }
    : {
        ...body,
        element: { ...body.element, children: body.element.children.map((child) => ({ ...child, name: canonical(child.name) })) },
      };

/** Reads a representation for an update, or a body that is itself the new resource. */
export function readResource(body: Body, description: Description, reading: Reading): Values {
  checkType(body, [nameIn(description, reading.edition)], reading);
  return readMembers(body, description, reading);
}

/** An Action request (4.2.1.5): the operation's name and what comes with it. */
export interface ActionRequest {
  readonly name: string;
  readonly input: Values;
}

const actionAttributes = { action: attribute(uri), properties: common.properties };

const NO_URIS: ReadonlyMap<string, string> = new Map();

/**
 * Reads an Action. `inputOf` gives the parameters of the named operation; undefined refuses it.
 * `uris` gives the names of operations that CIMI does not define (5.1).
 * Existing clients vary the URI (`http://http://…`, the other namespace), so that tolerant faces look at its last part only.
 */
export function readAction(
  body: Body,
  reading: Reading,
  inputOf: (name: string) => Attributes | undefined,
  uris = NO_URIS,
): ActionRequest {
  checkType(body, ["Action"], reading);
  const name = actionName(body, reading, uris);
  const input = inputOf(name);
  if (!input) throw new InvalidValue(`the action ${shown(name)} is not known here`, ["action"]);
  const { action: _, ...values } = readMembers(
    withOneAction(body),
    { attributes: { ...actionAttributes, ...input } },
    reading,
  ) as Record<string, unknown>;
  return { name, input: values };
}

/** 5.14.1.2 prints connectvolume's XML with the same `<action>` twice. */
function withOneAction(body: Body): Body {
  if (body.format === "json") return body;
  const [first, ...repeated] = body.element.children.filter(({ name }) => name === "action");
  const same = new Set(repeated.filter(({ text }) => text.trim() === first!.text.trim()));
  return { ...body, element: { ...body.element, children: body.element.children.filter((child) => !same.has(child)) } };
}

function actionName(body: Body, { edition, tolerant }: Reading, uris: ReadonlyMap<string, string>): string {
  const given =
    body.format === "json"
      ? (body.json as { action?: unknown }).action
      : body.element.children.find(({ name }) => name === "action")?.text;
  if (typeof given !== "string" || given.trim() === "") throw new InvalidValue("the body names no action", ["action"]);
  const text = given.trim();
  const extension = uris.get(text);
  if (extension !== undefined) return extension;
  const name = text.replace(/^.*\//, "");
  if (!tolerant && text !== name && text !== `http://schemas.dmtf.org/cimi/${edition}/action/${name}`) {
    throw new InvalidValue(`${shown(text)} is no action of edition ${edition}`, ["action"]);
  }
  return name;
}
