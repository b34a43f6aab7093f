import fc from "fast-check";
import { isCarried } from "../characters.js";
import { any } from "../types/any.js";
import { boolean } from "../types/boolean.js";
import { base64, bytes, publicKey } from "../types/bytes.js";
import type { DataType } from "../types/data-type.js";
import { dateTime } from "../types/date-time.js";
import { duration, interval } from "../types/duration.js";
import { identifier } from "../types/identifier.js";
import { amount as amountType, integer } from "../types/integer.js";
import { map } from "../types/map.js";
import { string } from "../types/string.js";
import { location, typeLink, uri } from "../types/uri.js";
import { valueScope } from "../types/value-scope.js";
import { arbitraryScope } from "./scopes.js";

/** Any text that XML can carry, blanks and markup included; not empty, since an empty string is no value (5.5.15). */
export const text = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.constantFrom(" ", "\r\n\t", "<&>\"']]>", " a "),
  )
  .filter(isCarried);

/** 5.5.10: URIs of the CIMI namespace are held in that of edition 2. */
export const uris = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }).filter((held) => uri.fromText!(held, 2) === held),
  fc.constantFrom("machines/7", "http://schemas.dmtf.org/cimi/2/mapped", "urn:a:b%20c", "#Name"),
);

const two = (value: number): string => String(value).padStart(2, "0");
const offsets = fc.oneof(
  fc.constantFrom("", "Z", "+14:00", "-14:00"),
  fc
    .tuple(fc.constantFrom("+", "-"), fc.nat(13), fc.nat(59))
    .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`),
);
const moments = fc
  .tuple(
    fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
    fc.boolean(),
    offsets,
  )
  .map(([date, isWhole, offset]) => date.toISOString().slice(0, isWhole ? 19 : 23) + offset);

const amount = (unit: string) =>
  fc.option(fc.nat(999_999), { nil: undefined }).map((value) => (value === undefined ? "" : `${value}${unit}`));
const durations = fc
  .tuple(fc.constantFrom("", "-"), fc.tuple(...["Y", "M", "D"].map(amount)), fc.tuple(...["H", "M", "S"].map(amount)))
  .map(([sign, date, time]) => `${sign}P${date.join("")}${time.join("") === "" ? "" : `T${time.join("")}`}`)
  .filter((held) => !held.endsWith("P"));

const packed = (minLength: number) => fc.uint8Array({ minLength }).map((held) => Buffer.from(held).toString("base64"));

/** What reads as a number or a boolean is one. */
export const anything = fc
  .oneof(fc.boolean(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), text)
  .map((held) => (typeof held === "string" ? any.fromText!(held, 2) : held === 0 ? 0 : held))
  .filter((held) => held !== "" && (typeof held !== "number" || !Number.isInteger(held) || Number.isSafeInteger(held)));

const keys = fc.oneof(text, fc.constantFrom("__proto__", "constructor", ""));
const maps = fc.array(fc.tuple(keys, fc.oneof(text, fc.constant(""))), { minLength: 1, maxLength: 4 }).map((entries) => {
  const held = Object.create(null) as Record<string, string>;
  for (const [key, value] of entries) held[key] = value;
  return held;
});

/** A map that Credential spreads in edition 1: only its usual keys are shown there. */
export const keyText = packed(1).map((key) => `ssh-ed25519 ${key} somebody@example`);

/** Values of every data type that has no parts, in the canonical form in which they are held. */
export const SCALARS: ReadonlyMap<DataType<unknown>, fc.Arbitrary<unknown>> = new Map<DataType<unknown>, fc.Arbitrary<unknown>>(
  (
    [
      [boolean, fc.boolean()],
      [dateTime, moments],
      [duration, durations],
      [interval, durations],
      [integer, fc.maxSafeInteger().map((held) => (held === 0 ? 0 : held))],
      [amountType, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })],
      [string, text],
      [uri, uris],
      [location, uris],
      [typeLink, uris],
      [identifier, uris],
      [any, anything],
      [bytes, packed(0)],
      [base64, packed(1)],
      [publicKey, keyText],
      [map, maps],
      [valueScope, arbitraryScope(anything, text)],
    ] as const
  ).map(([type, values]) => [type as DataType<unknown>, values]),
);
