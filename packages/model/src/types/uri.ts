import { uriIn } from "../edition.js";
import { InvalidValue, shown } from "../fault.js";
import { xmlAttribute, xmlElement } from "../wire/xml-element.js";
import type { DataType } from "./data-type.js";
import { scalar } from "./scalar.js";
import { compareText, readString } from "./string.js";

/** RFC 3986, appendix A: the characters of a URI; everything else is percent-encoded. */
const FORM = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;

/** Checks a URI reference; blanks around it, which the printed XML forms have, are dropped. */
export function readUri(given: unknown): string {
  const text = readString(given).trim();
  if (!FORM.test(text)) throw new InvalidValue(`expected a URI (RFC 3986), got ${shown(text)}`);
  return text;
}

const read = (given: unknown): string => uriIn(2, readUri(given));

/** 5.5.10: a URI reference. URIs of the CIMI namespace are those of the edition spoken. */
export const uri = scalar<string>({
  label: "URI",
  schema: { type: "string", format: "uri-reference" },
  example: "http://example.com/1",
  toText: (value, edition) => uriIn(edition, value),
  toJson: (value, edition) => JSON.stringify(uriIn(edition, value)),
  fromText: read,
  fromJson: read,
  isEmpty: (value) => value === "",
  compare: compareText,
  filtering: { operators: ["=", "!="], kinds: ["string"] },
  seenIn: (value, edition) => uriIn(edition, value),
});

const hrefOf = (json: unknown): unknown =>
  typeof json === "object" && json !== null ? (json as { href?: unknown }).href : undefined;

/** A URI that existing clients also send as a reference: `{"href": …}`, `<imageLocation href="…"/>`. Written as a URI. */
export const location: DataType<string> = {
  ...uri,
  fromJson: (json, reading) => uri.fromJson(hrefOf(json) ?? json, reading),
  fromXml(elements, reading) {
    const href = elements[0]!.attributes.get("href");
    return href === undefined ? uri.fromXml(elements, reading) : read(href);
  },
};

/** A type URI that edition 1 writes as a reference, `<associatedTo href="…"/>`, and edition 2 as a URI. Either is read. */
export const typeLink: DataType<string> = {
  ...location,
  schemaIn: (edition) => (edition === 1 ? { type: "object", properties: { href: uri.schema }, required: ["href"] } : uri.schema!),
  toJson: (value, writing) => (writing.edition === 1 ? `{"href":${uri.toJson(value, writing)}}` : uri.toJson(value, writing)),
  toXml: (name, value, writing) =>
    writing.edition === 1 ? xmlElement(name, "", xmlAttribute("href", uriIn(1, value))) : uri.toXml(name, value, writing),
};
