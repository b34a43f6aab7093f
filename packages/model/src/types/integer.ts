import { InvalidValue, shown } from "../fault.js";
import { scalar } from "./scalar.js";

const FORM = /^[+-]?0*\d{1,16}$/;

/** The sizes that CIMI speaks of fit well below 2^53; what JSON cannot carry exactly is refused rather than rounded. */
function check(value: number, given: unknown): number {
  if (!Number.isSafeInteger(value)) throw new InvalidValue(`expected an integer, got ${shown(given)}`);
  return value === 0 ? 0 : value;
}

/** 5.5.4: an xs:integer; JSON's number. */
export const integer = scalar<number>({
  label: "integer",
  toText: String,
  toJson: String,
  fromText(text) {
    const trimmed = text.trim();
    return check(FORM.test(trimmed) ? Number(trimmed) : Number.NaN, text);
  },
  fromJson: (json) => check(typeof json === "number" ? json : Number.NaN, json),
  compare: (a, b) => a - b,
  filtering: { operators: ["<", "<=", "=", ">=", ">", "!="], kinds: ["integer"] },
});
