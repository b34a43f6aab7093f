import { InvalidValue, shown } from "../fault.js";
import { scalar } from "./scalar.js";

const DATE = String.raw`(\d{4}-\d\d-\d\d)`;
const TIME = String.raw`((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?|24:00:00)`;
const OFFSET = String.raw`(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?`;
const FORM = new RegExp(`^${DATE}T${TIME}${OFFSET}$`);
const MINUTE = 60_000;

/** Milliseconds since 1970; undefined for what is no xs:dateTime. A time without an offset is taken for UTC. */
function instant(text: string): number | undefined {
  const parts = FORM.exec(text);
  if (!parts || !isDay(parts[1]!)) return undefined;
  const [hours, minutes, seconds] = parts[2]!.split(":").map(Number) as [number, number, number];
  return Date.parse(`${parts[1]}T00:00:00Z`) + (hours * 60 + minutes) * MINUTE + seconds * 1000 - offset(parts[3]) * MINUTE;
}

/** `Date` takes 31 February for 2 March; and XML Schema knows no year 0. */
function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && !date.startsWith("0000") && new Date(time).toISOString().startsWith(date);
}

/** The offset from UTC in minutes. */
function offset(text: string | undefined): number {
  if (text === undefined || text === "Z") return 0;
  const [hours, minutes] = text.slice(1).split(":").map(Number) as [number, number];
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function read(text: unknown): string {
  const trimmed = typeof text === "string" ? text.trim() : "";
  if (instant(trimmed) === undefined)
    throw new InvalidValue(`expected a dateTime such as 2012-05-25T13:30:15-05:00, got ${shown(text)}`);
  return trimmed;
}

/** 5.5.2: an xs:dateTime; the offset from UTC is kept as it was given. */
export const dateTime = scalar<string>({
  label: "dateTime",
  schema: { type: "string", format: "date-time" },
  example: "2026-05-25T13:30:15Z",
  toText: (value) => value,
  toJson: (value) => JSON.stringify(value),
  fromText: read,
  fromJson: read,
  compare: (a, b) => instant(a)! - instant(b)!,
  filtering: { operators: ["<", "<=", "=", ">=", ">", "!="], kinds: ["date", "string"] },
});
