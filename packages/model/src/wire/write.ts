import { namespaceOf } from "../edition.js";
import { nameIn } from "../shape.js";
import type { Representation, Writing } from "../types/data-type.js";
import { contentToXml, resourceToJson, resourceUri } from "./content.js";
import { xmlAttribute, xmlElement } from "./xml-element.js";

/** 5.4: the JSON text of a resource or a Collection. */
export const writeJson = (shown: Representation, writing: Writing): string => resourceToJson(shown, writing);

/** 5.4: the XML document of a resource or a Collection. */
export function writeXml(shown: Representation, writing: Writing): string {
  const name = shown.collects ? "Collection" : nameIn(writing.model[shown.type]!, writing.edition);
  const type = shown.collects ? xmlAttribute("resourceURI", resourceUri(shown, writing)) : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(name, contentToXml(shown, writing), `${type}${xmlAttribute("xmlns", namespaceOf(writing.edition))}`)}`;
}
