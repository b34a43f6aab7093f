import { type DataType, type Model, model, type Reference, type Values } from "@cimi-gateway/model";

const described: Model = model;

/** The steps from the values to a reference in them. */
export type Place = readonly (string | number)[];

/**
 * What stands instead of a reference; undefined: nothing does.
 *
 * @param target the type that the reference may name; `*`: any
 */
export type Replace = (reference: Reference, target: string, place: Place) => Reference | undefined;

type Members = Readonly<Record<string, { readonly type: DataType<unknown> }>>;

/**
 * The values with every reference replaced: inside arrays, structures and what is given by value, too. What becomes empty is not there
 * any more (5.5.15); a structure stays with what it still holds.
 */
export function mapReferences(attributes: Members, values: Values, replace: Replace, place: Place = []): Values {
  const mapped: Record<string, unknown> = { ...values };
  for (const [key, held] of Object.entries(values)) {
    const type = Object.hasOwn(attributes, key) ? attributes[key]!.type : undefined;
    if (!type || type.collects || held === undefined || held === null) continue;
    const made = mapHeld(type, held, replace, [...place, key]);
    if (made === undefined) delete mapped[key];
    else mapped[key] = made;
  }
  return mapped;
}

function mapHeld(type: DataType<unknown>, held: unknown, replace: Replace, place: Place): unknown {
  const { item, members, target } = type;
  if (item) return mapItems(item, held as readonly unknown[], replace, place);
  if (members) return unlessEmpty(held, mapReferences(members, held as Values, replace, place));
  if (target !== undefined) return mapReference(held as Reference, target, replace, place);
  return type.mapReferences ? type.mapReferences(held, (reference) => replace(reference, "*", place) ?? {}) : held;
}

function mapItems(item: DataType<unknown>, held: readonly unknown[], replace: Replace, place: Place): unknown {
  const mapped = held.map((entry, index) => mapHeld(item, entry, replace, [...place, index]));
  return unlessEmpty(
    held,
    mapped.filter((entry) => entry !== undefined),
  );
}

/** Whatever was empty before is none of ours. */
const unlessEmpty = (before: unknown, after: object): unknown =>
  Object.keys(after).length === 0 && Object.keys(before as object).length > 0 ? undefined : after;

function mapReference(held: Reference, target: string, replace: Replace, place: Place): Reference | undefined {
  const { value } = held;
  const whole = value ? { ...held, value: mapReferences(described[target]?.attributes ?? {}, value, replace, place) } : held;
  return whole.href === undefined ? whole : replace(whole, target, place);
}
