import { isCarried } from "../characters.js";
import type { Edition } from "../edition.js";
import { InvalidValue, shown } from "../fault.js";
import type { DataType } from "./data-type.js";
import { scalar } from "./scalar.js";

/** No CIMI string may hold what XML cannot, or it could be told in JSON only. */
export function readString(json: unknown): string {
  if (typeof json !== "string") throw new InvalidValue(`expected a string, got ${shown(json)}`);
  if (!isCarried(json)) throw new InvalidValue("holds a character that XML cannot carry");
  return json;
}

/** 4.1.6.6: a binary comparison of the strings in Normalization Form KD. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [a.normalize("NFKD"), b.normalize("NFKD")];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** 5.5.5: an xs:string; the empty string is not serialised. */
export const string: DataType<string> = scalar<string>({
  label: "string",
  schema: { type: "string" },
  example: "text",
  toText: (value) => value,
  toJson: (value) => JSON.stringify(value),
  fromText: readString,
  fromJson: readString,
  isEmpty: (value) => value === "",
  compare: compareText,
  filtering: { operators: ["=", "!="], kinds: ["string"] },
});

/**
 * A string of listed values, such as a state. `first` maps the values that edition 1 lacks to those that its clients know.
 */
export function enumeration<const V extends string>(values: readonly V[], first: { readonly [K in V]?: V } = {}): DataType<V> {
  const known: ReadonlySet<string> = new Set(values);
  const seenIn = (value: V, edition: Edition): V => (edition === 1 ? (first[value] ?? value) : value);
  const read = (given: unknown): V => {
    const text = readString(given).trim();
    if (!known.has(text)) throw new InvalidValue(`expected one of ${values.join(", ")}, got ${shown(text)}`);
    return text as V;
  };
  return scalar<V>({
    label: "string",
    schema: { type: "string" },
    example: values[0]!,
    toText: seenIn,
    toJson: (value, edition) => JSON.stringify(seenIn(value, edition)),
    fromText: read,
    fromJson: read,
    compare: compareText,
    filtering: { operators: ["=", "!="], kinds: ["string"] },
    values,
    seenIn,
  });
}
