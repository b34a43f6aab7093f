import {
  type Attributes,
  actionUri,
  type Description,
  EDITIONS,
  type Edition,
  FORMATS,
  type Format,
  type Model,
  mediaTypeOf,
  model,
  namespaceOf,
  typeUri,
  type Values,
  writeJson,
  writeXml,
} from "@cimi-gateway/model";
import { arbitraryOf, writingIn } from "@cimi-gateway/model/testing";
import fc from "fast-check";
import { type Asked, bytesOf } from "./asked.js";

const described: Model = model;
const listed = Object.values(described).flatMap((description) => (description?.collection === undefined ? [] : [description]));

/** Values of each type that are tried. */
const SAMPLES = 2;

interface Speaking {
  readonly edition: Edition;
  readonly format: Format;
  readonly seed: number;
  readonly items: Items;
}

/** The address of something that there is, by the name of its Collection, relative to the base. */
export type Items = ReadonlyMap<string, string>;

/** Requests of every kind for every type of the model, in both editions and formats: a new type is among them by itself. */
export const modelCorpus = (seed: number, items: Items): readonly Asked[] =>
  EDITIONS.flatMap((edition) =>
    FORMATS.flatMap((format) => listed.flatMap((description) => requestsFor(description, { edition, format, seed, items }))),
  );

function requestsFor(description: Description, speaking: Speaking): readonly Asked[] {
  const base = `/cimi/${speaking.edition}/sandbox/`;
  const collection = base + description.collection;
  const item = base + (speaking.items.get(description.collection!) ?? `${description.collection}/none`);
  const reading = (target: string, method = "GET") => asked(method, target, speaking);
  const bodies = documentsOf(description, speaking);
  return [
    reading(collection),
    reading(item),
    reading(`${collection}/none`),
    reading(`${collection}/none`, "DELETE"),
    ...queriesFor(description, collection).map((target) => reading(target)),
    ...nestedIn(description).map((name) => reading(`${item}/${name}`)),
    ...bodies.map((body) => asked("PUT", item, speaking, body)),
    ...createsOf(description, speaking).map((body) => asked("POST", collection, speaking, body)),
    ...operationsOf(description, speaking).map(([name, body]) => asked("POST", `${item}/${name}`, speaking, body)),
  ];
}

export function asked(method: string, target: string, { format }: Pick<Speaking, "format">, body = ""): Asked {
  const type = mediaTypeOf(format);
  const headers: Asked["headers"] = [["accept", type], ...(body === "" ? [] : [["content-type", type] as const])];
  return { method, target, headers, body: bytesOf(body) };
}

const sampled = (description: { readonly attributes: Attributes }, { edition, format, seed }: Speaking): readonly Values[] =>
  fc.sample(arbitraryOf(description, edition, format), { seed, numRuns: SAMPLES });

/** What the model writes, as a document of a type that may be none of its own. */
const documentsOf = (description: Description, speaking: Speaking): readonly string[] =>
  sampled(description, speaking).map((values) => {
    const writing = { ...writingIn(speaking.edition), model: { ...described, [description.name]: description } };
    const shown = { type: description.name, values };
    return refersTo(speaking.format === "json" ? writeJson(shown, writing) : writeXml(shown, writing), speaking.items);
  });

/** References that lead somewhere: to what the Collection holds that bears the attribute's name. */
const refersTo = (document: string, items: Items): string =>
  document.replace(/("?(\w+)"?(?::\{"href":| href=))"[^"]*"/g, (whole, before: string, name: string) => {
    const item = items.get(`${name}s`);
    return item === undefined ? whole : `${before}"${item}"`;
  });

/** The members of a document, without what says of which type it is. */
const insideOf = (document: string): string =>
  document.startsWith("<")
    ? (/^<\?xml[^>]*>\s*<\w+[^>]*?(?:\/>|>(.*)<\/\w+>)$/s.exec(document)?.[1] ?? "")
    : document.replace(/^\{"resourceURI":"[^"]*",?/, "").replace(/\}$/, "");

/** A document of any type around the members of others. */
function around(
  type: string,
  named: readonly (readonly [string, string])[],
  inner: string,
  { edition, format }: Speaking,
): string {
  if (format === "xml") {
    const elements = named.map(([name, text]) => `<${name}>${text}</${name}>`);
    return `<${type} xmlns="${namespaceOf(edition)}">${elements.join("")}${inner}</${type}>`;
  }
  const members = named.map(([name, text]) => `${JSON.stringify(name)}:${JSON.stringify(text)}`);
  return `{${[`"resourceURI":"${typeUri(type, edition)}"`, ...members, ...(inner === "" ? [] : [inner])].join(",")}}`;
}

/** 4.2.1.1: by value of the template, where the type has one. */
function createsOf(description: Description, speaking: Speaking): readonly string[] {
  const { name, template } = description;
  if (!template) return documentsOf(description, speaking);
  return documentsOf(described[template.type]!, speaking).map((document) => {
    const inner = insideOf(document);
    const { attribute } = template;
    const held = speaking.format === "xml" ? `<${attribute}>${inner}</${attribute}>` : `"${attribute}":{${inner}}`;
    return around(`${name}Create`, [["name", "made"]], held, speaking);
  });
}

const operationsOf = (description: Description, speaking: Speaking): readonly (readonly [string, string])[] =>
  Object.entries(description.operations).flatMap(([name, { input }]) =>
    documentsOf({ ...description, name: "Action", attributes: input }, speaking).map(
      (document) =>
        [name, around("Action", [["action", actionUri(name, speaking.edition)]], insideOf(document), speaking)] as const,
    ),
  );

const nestedIn = ({ attributes }: Description): readonly string[] =>
  Object.entries(attributes).flatMap(([name, { type }]) => (type.collects ? [name] : []));

/** Each parameter of 4.1.6, over attributes that the type has. */
function queriesFor({ attributes }: Description, collection: string): readonly string[] {
  const names = Object.keys(attributes);
  const filters = names.map((name) => `${name}='1' or (${name}!=2 and ${name}<=3)`);
  const query = (text: string): string => `${collection}?${text}`;
  return [
    ...filters.map((filter) => query(`$filter=${encodeURIComponent(filter)}`)),
    query(`$select=${names.join(",")}&$expand=*`),
    query(`$orderby=${names.map((name, index) => `${name}:${index % 2 === 0 ? "asc" : "desc"}`).join(",")}`),
    query("$first=1&$last=2&$format=xml"),
    query("$filter=property%5B'k'%5D='v'&$expand=&$select=&$format=json"),
  ];
}
