import type { Description } from "../describe.js";
import { type Edition, typeUri } from "../edition.js";
import { plural } from "../naming.js";
import { nameIn } from "../shape.js";
import type { OperationLink, Representation, Writing } from "../types/data-type.js";
import { membersToJson, membersToXml } from "./members.js";
import { xmlAttribute, xmlElement } from "./xml-element.js";

/** 5.5.12: the name under which a Collection holds its items. */
export const groupingName = (description: Description, edition: Edition): string =>
  (edition === 2 ? description.grouping : undefined) ?? plural(nameIn(description, edition));

function groupingNames(description: Description, { edition, tolerant = false }: Writing): readonly string[] {
  const name = groupingName(description, edition);
  return edition === 1 && tolerant && description.alsoGrouped !== undefined ? [name, description.alsoGrouped] : [name];
}

/** The type URI of a representation, of a Collection too (`…/MachineCollection`). */
export const resourceUri = ({ type, collects }: Representation, { model, edition }: Writing): string =>
  typeUri(`${nameIn(model[type]!, edition)}${collects ? "Collection" : ""}`, edition);

const join = (...texts: readonly string[]): string => texts.filter((text) => text !== "").join(",");

/** Everything inside the braces: attributes, items, operations; not resourceURI. */
export function contentToJson(shown: Representation, writing: Writing): string {
  const known = writing.written?.get(shown)?.json;
  if (known !== undefined) return known;
  const members = membersToJson(shown.collects ? writing.model.Collection! : writing.model[shown.type]!, shown.values, writing);
  const text = join(members, shown.items ? itemsToJson(shown, writing) : "", operationsToJson(shown.operations ?? [], writing));
  writing.written?.set(shown, { ...writing.written.get(shown), json: text });
  return text;
}

export const resourceToJson = (shown: Representation, writing: Writing): string =>
  `{${join(`"resourceURI":${JSON.stringify(resourceUri(shown, writing))}`, contentToJson(shown, writing))}}`;

/** 5.5.12: an empty list of items is left out. */
function itemsToJson({ type, items }: Representation, writing: Writing): string {
  if (items!.length === 0) return "";
  const text = items!.map((item) => resourceToJson(item, writing)).join(",");
  return join(...groupingNames(writing.model[type]!, writing).map((name) => `"${name}":[${text}]`));
}

const visible = (links: readonly OperationLink[], edition: Edition): readonly OperationLink[] =>
  edition === 1 ? links.filter(({ available }) => available !== false) : links;

function operationsToJson(links: readonly OperationLink[], { edition, href }: Writing): string {
  const texts = visible(links, edition).map(
    (link) =>
      `{"rel":${JSON.stringify(link.rel)},"href":${JSON.stringify(href(link.href))}${link.available === false ? ',"available":false' : ""}}`,
  );
  return texts.length === 0 ? "" : `"operations":[${texts.join(",")}]`;
}

/** Everything inside the root element. */
export function contentToXml(shown: Representation, writing: Writing): string {
  const known = writing.written?.get(shown)?.xml;
  if (known !== undefined) return known;
  const description = shown.collects ? writing.model.Collection! : writing.model[shown.type]!;
  const bare = !shown.collects && description.bare === writing.edition;
  const operations = bare ? "" : operationsToXml(shown.operations ?? [], writing);
  const text = shown.collects
    ? membersToXml(description, shown.values, writing) +
      (shown.items ? itemsToXml(shown, writing) : "") +
      collectionOperations(shown, operations, writing)
    : membersToXml(description, shown.values, writing, operations);
  writing.written?.set(shown, { ...writing.written.get(shown), xml: text });
  return text;
}

/** Edition 1's schema gives the collections of some types no operations. */
const collectionOperations = ({ type }: Representation, operations: string, { model, edition }: Writing): string =>
  edition === 1 && model[type]!.closed ? "" : operations;

function itemsToXml({ type, items }: Representation, writing: Writing): string {
  const description = writing.model[type]!;
  const name = nameIn(description, writing.edition);
  const text = items!.map((item) => xmlElement(name, contentToXml(item, writing))).join("");
  return writing.edition === 1 || text === "" ? text : xmlElement(groupingName(description, writing.edition), text);
}

function operationsToXml(links: readonly OperationLink[], { edition, href }: Writing): string {
  const text = visible(links, edition)
    .map((link) =>
      xmlElement(
        "operation",
        "",
        xmlAttribute("rel", link.rel) +
          xmlAttribute("href", href(link.href)) +
          (link.available === false ? xmlAttribute("available", "false") : ""),
      ),
    )
    .join("");
  return edition === 1 || text === "" ? text : xmlElement("operations", text);
}
