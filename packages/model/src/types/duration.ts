import { InvalidValue, shown } from "../fault.js";
import { scalar } from "./scalar.js";

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
