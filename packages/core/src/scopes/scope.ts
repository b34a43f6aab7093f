import { type Any, type Reference, type Scope, shown } from "@cimi-gateway/model";
import { inOwnUnit, isInRange, isNumeric, isSameAmount, type Scoped } from "./amount.js";

/** Gives the path by which the model knows an absolute URI of this cloud; any other text unchanged. */
export type Localize = (uri: string) => string;

/** Whether a scope can say anything about values of an attribute, beside what is in its items: of a secret it would tell what it is. */
export const isComparable = ({ type, secret }: Scoped): boolean =>
  secret !== true && (type.toText !== undefined || isReference({ type }));

const isReference = ({ type }: Scoped): boolean => type.target !== undefined && type.item === undefined && type.collects !== true;

/** 5.5.14, forms 1 to 4: whether a value is one of those that the scope allows. */
export function isAllowed(held: unknown, attribute: Scoped, scope: Scope, localize: Localize): boolean {
  const listed = listedIn(scope);
  if (listed.length > 0) return listed.some((given) => isSame(held, given, attribute, scope, localize));
  return typeof held !== "number" || isInRange(held, attribute, scope);
}

const listedIn = ({ value, values = [] }: Scope): readonly Any[] => (value === undefined ? values : [value]);

function isSame(held: unknown, given: Any, attribute: Scoped, scope: Scope, localize: Localize): boolean {
  if (typeof held === "number") return isSameAmount(held, given, attribute, scope);
  if (isReference(attribute)) return localize((held as Reference).href ?? "") === localize(String(given));
  return attribute.type.toText!(held, 2) === String(given);
}

/** What is used where nothing is given: the default, else the single value that there is. */
export function defaultOf(attribute: Scoped, scope: Scope): unknown {
  const given = scope.default ?? scope.value;
  if (given === undefined) return undefined;
  if (isReference(attribute)) return { href: String(given) };
  if (isNumeric(attribute)) return Math.ceil(inOwnUnit(Number(given), attribute, scope));
  return attribute.type.fromText!(String(given), 2);
}

/** What a scope allows, for a message: `4 to 32 gibibytes in steps of 2 (4194304 to 33554432)`. */
export function acceptedBy(attribute: Scoped, scope: Scope): string {
  const { units = "" } = scope;
  const said = phrase(scope, String);
  const isConverted = units !== "" && unitMatters(attribute, scope);
  const own = isConverted ? ` (${phrase(scope, (value) => String(inOwnUnit(Number(value), attribute, scope)))})` : "";
  return `${said}${units === "" ? "" : ` ${units}`}${own}`;
}

const unitMatters = (attribute: Scoped, scope: Scope): boolean => isNumeric(attribute) && inOwnUnit(1, attribute, scope) !== 1;

function phrase(scope: Scope, said: (value: Any) => string): string {
  const listed = listedIn(scope);
  if (listed.length > 0) return listed.map((value) => (typeof value === "string" ? shown(value) : said(value))).join(", ");
  return rangePhrase(scope, said);
}

function rangePhrase({ minimum, maximum, increment }: Scope, said: (value: Any) => string): string {
  const steps = increment === undefined ? "" : ` in steps of ${said(increment)}`;
  if (minimum !== undefined) return `${said(minimum)} ${maximum === undefined ? "or more" : `to ${said(maximum)}`}${steps}`;
  if (maximum !== undefined) return `${said(maximum)} or less${steps}`;
  return `multiples of ${said(1)}`;
}
