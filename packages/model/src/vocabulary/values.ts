import { isCarried } from "../characters.js";
import { InvalidValue, shown } from "../fault.js";
import { type Notation, notTaken } from "./notation.js";

type Simple = string | number | boolean;

export interface ValueLimits<V> {
  /** The values that a cloud takes. Absent: all. */
  readonly values?: readonly V[];
}

const notAmong = <V extends Simple>(value: V, { values }: ValueLimits<V>): readonly string[] =>
  values && !values.includes(value) ? [notTaken(value, values)] : [];

/** One of listed words. */
export const oneOf = <const V extends string>(...values: readonly V[]): Notation<V, ValueLimits<V>> => ({
  form: values.join(" or "),
  read(text) {
    const found = values.find((value) => value === text.trim());
    if (found === undefined) throw new InvalidValue(`expected one of ${values.join(", ")}, got ${shown(text)}`);
    return found;
  },
  write: (value) => value,
  beyond: notAmong,
  made: { of: "values", values },
});

const truthWords = oneOf("true", "false");

export const truth: Notation<boolean, ValueLimits<boolean>> = {
  form: truthWords.form,
  read: (text) => truthWords.read(text) === "true",
  write: String,
  beyond: notAmong,
  made: { of: "values", values: [true, false] },
};

export interface RangeLimits extends ValueLimits<number> {
  readonly minimum?: number;
  readonly maximum?: number;
}

function notWithin(value: number, { minimum = value, maximum = value, values }: RangeLimits): readonly string[] {
  if (value < minimum) return [`${value} is less than this cloud takes, ${minimum}`];
  if (value > maximum) return [`${value} is more than this cloud takes, ${maximum}`];
  return notAmong(value, values ? { values } : {});
}

const AMOUNT = /^(\d{1,16})([a-zA-Z]*)$/;

/** A number of at least `minimum`; a unit behind the digits multiplies it. It is written without one, or with the base unit. */
function amount(
  minimum: number,
  maximum: number,
  unit: Readonly<Record<string, number>>,
  base = "",
): Notation<number, RangeLimits> {
  const units = Object.keys(unit);
  const form = `an integer from ${minimum} to ${maximum}${units.length > 0 ? `, which one of ${units.join(", ")} may follow` : ""}`;
  return {
    form,
    read(text) {
      const [, digits, suffix = ""] = AMOUNT.exec(text.trim()) ?? [];
      const factor = suffix === "" ? 1 : Object.hasOwn(unit, suffix) ? unit[suffix]! : Number.NaN;
      const value = Number(digits) * factor;
      if (!Number.isSafeInteger(value) || value < minimum || value > maximum)
        throw new InvalidValue(`expected ${form}, got ${shown(text)}`);
      return value;
    },
    write: (value) => `${value}${base}`,
    beyond: notWithin,
    made: { of: "range", minimum, maximum },
  };
}

/** An integer between two others, both included. */
export const whole = (minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): Notation<number, RangeLimits> =>
  amount(minimum, maximum, {});

/** The longest time that a policy speaks of: ten years of 366 days. */
const LONGEST_TIME = 316_224_000;

/** A time in seconds (`30s`); minutes, hours and days are read as well. */
export const seconds: Notation<number, RangeLimits> = amount(0, LONGEST_TIME, { s: 1, m: 60, h: 3600, d: 86_400 }, "s");

/** A rate in bits per second, or an amount in bits (Table 35: speed); thousands (k), millions (M) and billions (G) are read as well. */
export const bits: Notation<number, RangeLimits> = amount(1, Number.MAX_SAFE_INTEGER, { k: 1e3, M: 1e6, G: 1e9 });

export interface TextLimits {
  /** The most characters that a cloud takes. */
  readonly longest?: number;
}

/** Any text but an empty one, which a map does not show (5.5.15). */
export const anyText = (form: string): Notation<string, TextLimits> => ({
  form,
  read(text) {
    if (text === "") throw new InvalidValue(`expected ${form}, got an empty text`);
    if (!isCarried(text)) throw new InvalidValue("holds a character that XML cannot carry");
    return text;
  },
  write: (value) => value,
  beyond: (value, { longest = value.length }) =>
    value.length > longest ? [`is longer than this cloud takes, ${longest} characters`] : [],
  made: { of: "text" },
});
