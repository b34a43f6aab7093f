import type { Edition } from "../edition.js";
import { InvalidValue } from "../fault.js";
import { escapeText, xmlElement } from "../wire/xml-element.js";
import type { DataType, Filtering, JsonSchema } from "./data-type.js";

interface ScalarDescription<T> {
  readonly label: string;
  /** Checks a JSON value and returns it in its canonical form. */
  fromJson(json: unknown, edition: Edition): T;
  fromText(text: string, edition: Edition): T;
  toText(value: T, edition: Edition): string;
  toJson(value: T, edition: Edition): string;
  compare?(a: T, b: T): number;
  readonly filtering?: Filtering;
  readonly schema: JsonSchema;
  readonly example: T;
  readonly values?: readonly T[];
  isEmpty?(value: T): boolean;
  seenIn?(value: T, edition: Edition): T;
}

/** A data type whose XML form is the text of one element. */
export function scalar<T>(described: ScalarDescription<T>): DataType<T> {
  return {
    ...described,
    isEmpty: described.isEmpty ?? (() => false),
    toJson: (value, { edition }) => described.toJson(value, edition),
    fromJson: (json, { edition }) => described.fromJson(json, edition),
    toXml: (name, value, { edition }) => xmlElement(name, escapeText(described.toText(value, edition))),
    fromXml: (elements, { edition }) => described.fromText(onlyText(elements), edition),
  };
}

interface TextBearing {
  readonly text: string;
  readonly children: readonly unknown[];
}

/** The text of the one element that a scalar attribute consists of. */
export function onlyText(elements: readonly TextBearing[]): string {
  const [first, second] = elements;
  if (second) throw new InvalidValue(`given ${elements.length} times; it may appear once`);
  if (first!.children.length > 0) throw new InvalidValue("holds elements where text is expected");
  return first!.text;
}
