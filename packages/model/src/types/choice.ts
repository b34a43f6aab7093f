import type { Edition } from "../edition.js";
import { InvalidValue } from "../fault.js";
import { shapeOf } from "../shape.js";
import type { Reading, Values } from "./data-type.js";
import type { Described } from "./merged.js";

/** Whether an edition has the member that was chosen; without it the edition has no form for the values. */
export const isChoiceOf = (described: Described, oneOf: readonly string[], values: Values, edition: Edition): boolean =>
  shapeOf(described, edition).fields.some(({ key }) => oneOf.includes(key) && values[key] !== undefined);

/** The values, of which exactly one is among the members to choose from; InvalidValue names those that the edition has. */
export function chosen(described: Described, oneOf: readonly string[], values: Values, { edition }: Reading): Values {
  if (oneOf.length === 0) return values;
  const known = shapeOf(described, edition).fields.filter(({ key }) => oneOf.includes(key));
  const given = known.filter(({ key }) => values[key] !== undefined);
  if (given.length === 1) return values;
  const got = given.length === 0 ? "none" : given.map(({ name }) => name).join(" and ");
  throw new InvalidValue(`needs exactly one of ${known.map(({ name }) => name).join(", ")}; got ${got}`);
}
