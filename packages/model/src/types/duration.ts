import { InvalidValue, shown } from "../fault.js";
import type { DataType } from "./data-type.js";
import { onlyText, scalar } from "./scalar.js";

const FORM =
  /^(-)?P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/;
/** Seconds in a year, month, day, hour, minute and second; years and months by their mean length, which only sorting uses. */
const SECONDS = [31_556_952, 2_629_746, 86_400, 3_600, 60, 1];

function read(text: unknown): string {
  const trimmed = typeof text === "string" ? text.trim() : "";
  if (!FORM.test(trimmed)) throw new InvalidValue(`expected a duration such as PT1H or P7D, got ${shown(text)}`);
  return trimmed;
}

function seconds(value: string): number {
  const [, sign, ...amounts] = FORM.exec(value)!;
  const total = amounts.reduce((sum, amount, index) => sum + Number(amount ?? 0) * SECONDS[index]!, 0);
  return sign ? -total : total;
}

/** 5.5.3: an xs:duration; a shorter one sorts first. */
export const duration = scalar<string>({
  label: "duration",
  schema: { type: "string", pattern: "^-?P" },
  example: "PT1H",
  toText: (value) => value,
  toJson: (value) => JSON.stringify(value),
  fromText: read,
  fromJson: read,
  compare: (a, b) => seconds(a) - seconds(b),
  filtering: { operators: ["<", "<=", "=", ">=", ">", "!="], kinds: ["string"] },
});

/** Table 47 calls the lengths of an interval by these words, though the attribute is a duration. */
const WORDS: ReadonlyMap<unknown, string> = new Map([
  ["hourly", "PT1H"],
  ["daily", "P1D"],
  ["weekly", "P7D"],
  ["monthly", "P1M"],
  ["yearly", "P1Y"],
]);

const readInterval = (text: unknown): string => WORDS.get(typeof text === "string" ? text.trim() : text) ?? read(text);

/** Tables 47 and 50: a duration that may also be given as `hourly`, `daily`, `weekly`, `monthly` or `yearly`; written as a duration. */
export const interval: DataType<string> = {
  ...duration,
  fromText: readInterval,
  fromJson: readInterval,
  fromXml: (elements) => readInterval(onlyText(elements)),
};
