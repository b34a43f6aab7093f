import type { Edition } from "../edition.js";
import { InvalidValue, inside, shown } from "../fault.js";
import { singular } from "../naming.js";
import { type XmlElement, xmlElement } from "../wire/xml-element.js";
import type { DataType, Reference } from "./data-type.js";

interface Form {
  /** 5.5.11: an array of references has no wrapper in either edition. */
  readonly bare?: boolean;
  /** The name of an item's element, where it is not the singular of the attribute's. */
  readonly item?: string;
}

/** An element is the wrapper, rather than an item, unless it is named like an item. */
const itemsIn = (elements: readonly XmlElement[], name: string): readonly XmlElement[] =>
  elements.flatMap((element) => (element.name === name ? [element] : element.children));

/**
 * 5.5.11: an ordered list. Edition 2 wraps the items in an element of the attribute's name, except references;
 * edition 1 repeats the item's element without a wrapper. The items are named by the singular of the attribute.
 */
export function array<T>(item: DataType<T>, { bare = false, item: itemName }: Form = {}): DataType<readonly T[]> {
  const named = (name: string): string => itemName ?? singular(name);
  return {
    label: `${item.target ?? item.label}[]`,
    item: item as DataType<unknown>,
    ...(item.target !== undefined && { target: item.target }),
    ...(item.members && { members: item.members }),
    isEmpty: (value) => value.length === 0,
    ...(item.isShownIn && {
      seenIn: (value: readonly T[], edition: Edition) => value.filter((entry) => item.isShownIn!(entry, edition)),
    }),
    toJson: (value, writing) => `[${value.map((entry) => item.toJson(entry, writing)).join(",")}]`,
    fromJson(json, reading) {
      if (!Array.isArray(json)) throw new InvalidValue(`expected an array, got ${shown(json)}`);
      return json.map((entry, index) => inside(index, () => item.fromJson(entry, reading)));
    },
    toXml(name, value, writing) {
      const text = value.map((entry) => item.toXml(named(name), entry, writing)).join("");
      return bare || writing.edition === 1 ? text : xmlElement(name, text);
    },
    fromXml(elements, reading) {
      const found = itemsIn(elements, named(elements[0]!.name));
      return found.map((element, index) => inside(index, () => item.fromXml([element], reading)));
    },
    // 5.5.11 has no wrapper around references, and leaves open whether a list of templates is one of references.
    ...(item.target !== undefined && { xmlAlias: named }),
    xmlName: (name: string, edition: Edition) => (bare || edition === 1 ? named(name) : name),
    mapReferences: (value, replace) => (item.mapReferences ? value.map((entry) => item.mapReferences!(entry, replace)) : value),
  };
}

/** 5.5.11: `ref[]`, whose XML has no wrapper. */
export const references = (item: DataType<Reference>): DataType<readonly Reference[]> => array(item, { bare: true });
