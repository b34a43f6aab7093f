import { InvalidValue, shown } from "../fault.js";
import type { DataType } from "./data-type.js";
import { scalar } from "./scalar.js";

const FORM = /^[+-]?0*\d{1,16}$/;

/** The sizes that CIMI speaks of fit well below 2^53; what JSON cannot carry exactly is refused rather than rounded. */
function check(value: number, given: unknown): number {
  if (!Number.isSafeInteger(value)) throw new InvalidValue(`expected an integer, got ${shown(given)}`);
  return value === 0 ? 0 : value;
}

type Check = (value: number, given: unknown) => number;

const integerOf = (checked: Check) =>
  scalar<number>({
    label: "integer",
    schema: { type: "integer" },
    example: 1,
    toText: String,
    toJson: String,
    fromText(text) {
      const trimmed = text.trim();
      return checked(FORM.test(trimmed) ? Number(trimmed) : Number.NaN, text);
    },
    fromJson: (json) => checked(typeof json === "number" ? json : Number.NaN, json),
    compare: (a, b) => a - b,
    filtering: { operators: ["<", "<=", "=", ">=", ">", "!="], kinds: ["integer"] },
  });

/** 5.5.4: an xs:integer; JSON's number. */
export const integer = integerOf(check);

/** An integer that counts or measures something that there is: processors, memory, capacity. */
export const amount: DataType<number> = {
  ...integerOf((value, given) => {
    if (check(value, given) < 1) throw new InvalidValue(`expected an integer from 1, got ${shown(given)}`);
    return value;
  }),
  literal: integer.fromText!,
  schema: { type: "integer", minimum: 1 },
};
