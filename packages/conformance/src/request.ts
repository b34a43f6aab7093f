import { namespaceOf, singular } from "@cimi-gateway/model";
import type { Dialect } from "./dialect.js";

/** What a consumer sends, in the form of JSON 2.0; null erases. */
export interface Content {
  readonly [name: string]: Held;
}
export type Held = string | number | boolean | null | Content | readonly Content[] | undefined;

/** Writes a request. Written without the gateway's own model, on purpose. */
export function written(type: string, content: Content, { edition, format }: Dialect): string {
  const held = edition === 1 ? inEdition1(content) : content;
  if (format === "json") return JSON.stringify({ resourceURI: `${namespaceOf(edition)}/${type}`, ...held });
  return `<${type} xmlns="${namespaceOf(edition)}">${members(held, edition)}</${type}>`;
}

/** Edition 1 has the usual parameters of a credential as attributes, and references merged into what holds them. */
function inEdition1(content: Content): Content {
  return Object.fromEntries(
    Object.entries(content).flatMap(([name, held]): [string, Held][] => {
      if (name === "parameters") return Object.entries(held as Content);
      if (name === "volumes" || name === "volumeTemplates") return [[name, (held as Content[]).map(merged)]];
      return [[name, isContent(held) && name !== "properties" ? inEdition1(held) : held]];
    }),
  );
}

function merged({ volume, volumeTemplate, ...rest }: Content): Content {
  return { ...rest, ...(volume as Content | undefined), ...(volumeTemplate as Content | undefined) };
}

const isContent = (held: Held): held is Content => typeof held === "object" && held !== null && !Array.isArray(held);

function members(content: Content, edition: number): string {
  return Object.entries(content)
    .filter(([name, held]) => name !== "href" && held !== undefined)
    .map(([name, held]) => member(name, held!, edition))
    .join("");
}

function member(name: string, held: Exclude<Held, undefined>, edition: number): string {
  if (held === null) return `<${name}/>`;
  if (MAPS.has(name)) return map(name, held as Content, edition);
  if (Array.isArray(held))
    return isReferences(name) ? references(name, held as Content[], edition) : array(name, held as Content[], edition);
  if (isContent(held)) return element(name, attribute("href", held.href), members(held, edition));
  return element(name, "", escaped(String(held)));
}

const MAPS: ReadonlySet<string> = new Set(["properties", "parameters", "policies"]);

/** Arrays of references: to what exists, or to templates, which may be given by value. */
const REFERENCES: ReadonlySet<string> = new Set(["segments", "services", "subnetworks", "endpoints", "interfaces"]);
const isReferences = (name: string): boolean =>
  REFERENCES.has(name) || (name.endsWith("Templates") && REFERENCES.has(`${name.replace(/Templates$/, "")}s`));

/** 5.5.11: edition 2 wraps lists of a type, whose items may be given by value. */
function references(name: string, items: readonly Content[], edition: number): string {
  const text = items.map((item) => element(singular(name), attribute("href", item.href), members(item, edition))).join("");
  return edition === 1 ? text : element(name, "", text);
}

function map(name: string, held: Content, edition: number): string {
  const entries = Object.entries(held).map(([key, value]) =>
    element(singular(name), attribute("key", key), escaped(String(value))),
  );
  return edition === 1 ? entries.join("") : element(name, "", entries.join(""));
}

/** 5.5.8: in edition 2 the simple members of a structure are XML attributes. */
function array(name: string, items: readonly Content[], edition: number): string {
  const asElements = edition === 1 && name === "disks";
  const text = items.map((item) => {
    const simple = Object.entries(item).filter(([key, held]) => key === "href" || (typeof held !== "object" && !asElements));
    const rest = Object.fromEntries(Object.entries(item).filter(([key]) => !simple.some(([given]) => given === key)));
    return element(singular(name), simple.map(([key, held]) => attribute(key, held)).join(""), members(rest, edition));
  });
  return edition === 1 ? text.join("") : element(name, "", text.join(""));
}

const element = (name: string, attributes: string, inner: string): string => `<${name}${attributes}>${inner}</${name}>`;

const attribute = (name: string, value: Held): string => (value === undefined ? "" : ` ${name}="${escaped(String(value))}"`);

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
