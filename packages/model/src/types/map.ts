import type { Edition } from "../edition.js";
import { InvalidValue, inside, shown } from "../fault.js";
import { singular } from "../naming.js";
import { escapeText, type XmlElement, xmlAttribute, xmlElement } from "../wire/xml-element.js";
import type { DataType } from "./data-type.js";
import { onlyText } from "./scalar.js";
import { readString } from "./string.js";

export type StringMap = Readonly<Record<string, string>>;

/** A map with no inherited names, so that a key such as `__proto__` is only a key. */
const emptyMap = (): Record<string, string> => Object.create(null) as Record<string, string>;

function put(map: Record<string, string>, key: string, value: string): void {
  if (key in map) throw new InvalidValue(`the key ${shown(key)} is given twice`);
  map[readString(key)] = value;
}

/** The elements of the entries: inside a wrapper in edition 2, bare ones or a wrapper in edition 1. */
function entries(elements: readonly XmlElement[], item: string): readonly XmlElement[] {
  return elements.flatMap((element) => (element.name === item || element.attributes.has("key") ? [element] : element.children));
}

const writeEntry = (item: string, key: string, value: string): string =>
  xmlElement(item, escapeText(value), xmlAttribute("key", key));

/** 5.5.7: string keys and string values; `<properties><property key="k">v</property></properties>`, without the wrapper in edition 1. */
export const map: DataType<StringMap> = {
  label: "map",
  schema: { type: "object", additionalProperties: { type: "string" } },
  example: { team: "blue" },
  isEmpty: (value) => Object.keys(value).length === 0,
  toJson: (value) => JSON.stringify(value),
  fromJson(json) {
    if (typeof json !== "object" || json === null || Array.isArray(json))
      throw new InvalidValue(`expected an object, got ${shown(json)}`);
    const read = emptyMap();
    for (const [key, value] of Object.entries(json))
      put(
        read,
        key,
        inside(key, () => readString(value)),
      );
    return read;
  },
  toXml(name, value, { edition }) {
    const item = singular(name);
    const text = Object.entries(value)
      .map(([key, entry]) => writeEntry(item, key, entry))
      .join("");
    return edition === 1 ? text : xmlElement(name, text);
  },
  fromXml(elements) {
    const read = emptyMap();
    for (const entry of entries(elements, singular(elements[0]!.name))) {
      const key = entry.attributes.get("key") ?? entry.attributes.get("name");
      if (key === undefined) throw new InvalidValue("an entry lacks its attribute key");
      put(
        read,
        key,
        inside(key, () => onlyText([entry])),
      );
    }
    return read;
  },
  xmlName: (name: string, edition: Edition) => (edition === 1 ? singular(name) : name),
};
