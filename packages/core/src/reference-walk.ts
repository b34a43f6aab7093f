import type { Attribute, DataType, Model, Reference, Values } from "@cimi-gateway/model";
import { mapEntries, type Texts } from "./read/entries.js";

/** The steps from the values to a reference in them. */
export type Place = readonly (string | number)[];

/**
 * What stands instead of a reference; undefined: nothing does.
 *
 * @param target the type that the reference may name; `*`: any
 */
export type Replace = (reference: Reference, target: string, place: Place) => Reference | undefined;

interface Walk {
  /** CIMI, with what the cloud adds to it: what is given by value may hold that, too. */
  readonly model: Model;
  readonly replace: Replace;
}

type Member = { readonly type: DataType<unknown> } & Partial<Pick<Attribute<unknown>, "vocabulary">>;
type Members = Readonly<Record<string, Member>>;

/**
 * The values with every reference replaced: inside arrays, structures, what is given by value, and the texts of maps whose keys the model
 * describes (policies). What becomes empty is not there any more (5.5.15); a structure stays with what it still holds.
 */
export function mapReferences(walk: Walk, attributes: Members, values: Values, place: Place = []): Values {
  const mapped: Record<string, unknown> = { ...values };
  for (const [key, held] of Object.entries(values)) {
    const member = Object.hasOwn(attributes, key) ? attributes[key]! : undefined;
    if (!member || member.type.collects || held === undefined || held === null) continue;
    const made = member.vocabulary
      ? mapTexts(walk, member.vocabulary, held as Texts, values, [...place, key])
      : mapHeld(walk, member.type, held, [...place, key]);
    if (made === undefined) delete mapped[key];
    else mapped[key] = made;
  }
  return mapped;
}

type Vocabularies = NonNullable<Member["vocabulary"]>;

function mapTexts(walk: Walk, vocabularies: Vocabularies, held: Texts, values: Values, place: Place): unknown {
  const replace = (reference: Reference, target: string) => walk.replace(reference, target, place);
  return unlessEmpty(held, mapEntries(vocabularies, held, values[vocabularies.by], replace));
}

function mapHeld(walk: Walk, type: DataType<unknown>, held: unknown, place: Place): unknown {
  const { item, members, target } = type;
  if (item) return mapItems(walk, item, held as readonly unknown[], place);
  if (members) return unlessEmpty(held, mapReferences(walk, members, held as Values, place));
  if (target !== undefined) return mapReference(walk, held as Reference, target, place);
  return type.mapReferences ? type.mapReferences(held, (reference) => walk.replace(reference, "*", place) ?? {}) : held;
}

function mapItems(walk: Walk, item: DataType<unknown>, held: readonly unknown[], place: Place): unknown {
  const mapped = held.map((entry, index) => mapHeld(walk, item, entry, [...place, index]));
  return unlessEmpty(
    held,
    mapped.filter((entry) => entry !== undefined),
  );
}

/** Whatever was empty before is none of ours. */
const unlessEmpty = (before: unknown, after: object): unknown =>
  Object.keys(after).length === 0 && Object.keys(before as object).length > 0 ? undefined : after;

function mapReference(walk: Walk, held: Reference, target: string, place: Place): Reference | undefined {
  const { value } = held;
  const whole = value ? { ...held, value: mapReferences(walk, walk.model[target]?.attributes ?? {}, value, place) } : held;
  return whole.href === undefined ? whole : walk.replace(whole, target, place);
}
