import { type Any, type Attribute, type Scope, unitNamed } from "@cimi-gateway/model";

/** What of an attribute a scope has to know. */
export type Scoped = Pick<Attribute<unknown>, "type" | "unit" | "secret">;

/** Whether values are numbers, which ranges and units are for. */
export const isNumeric = ({ type }: Scoped): boolean => type.filtering?.kinds.includes("integer") ?? false;

/** What one of the attribute's own unit, and one of the scope's, is: the same where the scope names none. */
interface Sizes {
  readonly own: bigint;
  readonly scope: bigint;
}

export function sizesOf({ unit }: Scoped, { units }: Scope): Sizes {
  const own = (unit === undefined ? undefined : unitNamed(unit)?.size) ?? 1n;
  return { own, scope: units === undefined ? own : (unitNamed(units)?.size ?? own) };
}

/** A number of a scope in the attribute's own unit, exactly or as near as numbers go. */
export function inOwnUnit(value: number, attribute: Scoped, scope: Scope): number {
  const { own, scope: theirs } = sizesOf(attribute, scope);
  return own === theirs ? value : (value * Number(theirs)) / Number(own);
}

/** Whether an amount is the number of a scope, which may lie between two of the attribute's own unit. */
export function isSameAmount(held: number, given: Any, attribute: Scoped, scope: Scope): boolean {
  const exact = inOwnUnit(Number(given), attribute, scope);
  return held === Math.floor(exact) || held === Math.ceil(exact);
}

/** Whether an amount is within the bounds and on the steps of a range; without bounds, whether it is a whole number of the units. */
export function isInRange(held: number, attribute: Scoped, scope: Scope): boolean {
  const { minimum, maximum, increment } = scope;
  const sizes = sizesOf(attribute, scope);
  const amount = BigInt(held) * sizes.own;
  const [low, high] = [minimum, maximum].map((bound) => (bound === undefined ? undefined : BigInt(bound) * sizes.scope));
  if ((low !== undefined && amount < low) || (high !== undefined && amount > high)) return false;
  const start = low ?? high;
  if (start === undefined) return amount % sizes.scope === 0n;
  return increment === undefined || (amount - start) % (BigInt(increment) * sizes.scope) === 0n;
}
