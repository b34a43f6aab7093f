import { InvalidValue, shown } from "../fault.js";
import { scalar } from "./scalar.js";
import { readString } from "./string.js";

export type Any = string | number | boolean;

/** Numbers that text carries exactly: integers beyond 2^53 would be rounded, and minus zero loses its sign. */
const isExact = (value: number): boolean => Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));

/** XML holds text only, so that a string which reads as a number or a boolean is one, in JSON too. */
function fromText(text: string): Any {
  if (text === "true") return true;
  if (text === "false") return false;
  const value = Number(text);
  return isExact(value) && String(value) === text ? value : readString(text);
}

/** 5.5.13: an attribute that holds one of several simple types. 5.5.14 prints a decimal fraction as one. */
export const any = scalar<Any>({
  label: "any",
  schema: { type: ["string", "number", "boolean"] },
  example: true,
  toText: String,
  toJson: (value) => JSON.stringify(value),
  fromText: (text) => fromText(text.trim()),
  fromJson(json) {
    if (typeof json === "boolean") return json;
    if (typeof json === "number" && isExact(json)) return json === 0 ? 0 : json;
    if (typeof json === "string") return fromText(json.trim());
    throw new InvalidValue(`expected a string, a number or a boolean, got ${shown(json)}`);
  },
  isEmpty: (value) => value === "",
});
