/** Arbitrary values of the model for property tests, found by walking the descriptions. Not part of the product's exports. */
import fc from "fast-check";
import type { Attributes } from "./describe.js";
import type { Edition } from "./edition.js";
import { type Model, model } from "./model.js";
import { type Field, shapeOf } from "./shape.js";
import { SCALARS, uris } from "./testing/scalars.js";
import type { DataType, Values } from "./types/data-type.js";
import { FORMATS, type Format } from "./wire/media-type.js";

interface Walk {
  readonly edition: Edition;
  readonly formats: readonly Format[];
  /** How many levels of references may still be given by value. */
  readonly depth: number;
}

const everything: Model = model;

/**
 * Values of a description as an edition shows them: attributes that are absent in that edition are left out, and those that
 * its JSON or its XML does not show, where `format` does not name the other.
 */
export const arbitraryOf = (description: Described, edition: Edition, format?: Format): fc.Arbitrary<Values> =>
  membersOf(description, { edition, formats: format ? [format] : FORMATS, depth: 2 });

/** Values of one data type. */
export const arbitraryValue = (type: DataType<unknown>, edition: Edition): fc.Arbitrary<unknown> =>
  valuesOf(type, { edition, formats: FORMATS, depth: 1 });

/** How often an attribute is given: often enough for every pair to meet, rarely enough for small counterexamples. */
const GIVEN = { freq: 2, nil: undefined } as const;

interface Described {
  readonly attributes: Attributes;
  readonly order?: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

/** What is in `always` is given whenever the edition has it. */
function membersOf(description: Described, walk: Walk, always = NONE): fc.Arbitrary<Values> {
  const shown = shapeOf(description, walk.edition).fields.filter((field) => isShown(field, walk));
  const keys = [...new Set(shown.map(({ key }) => key))];
  const values = keys.map((key) => {
    const given = attributeOf(
      shown.filter((field) => field.key === key),
      walk,
    );
    return [key, always.has(key) ? given : fc.option(given, GIVEN)] as const;
  });
  return fc.record(Object.fromEntries(values)).map(withoutAbsent);
}

const withoutAbsent = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const isShown = ({ attribute }: Field, { edition, formats }: Walk): boolean =>
  formats.every((format) => ((format === "json" ? attribute.jsonSince : attribute.xmlSince) ?? 1) <= edition);

/** An attribute's values: of its own type, or of the entries by which edition 1 spells a map. */
function attributeOf(fields: readonly Field[], walk: Walk): fc.Arbitrary<unknown> {
  const [first] = fields;
  if (first!.entry === undefined)
    return first!.attribute.merged === walk.edition ? merged(first!.type, walk) : valuesOf(first!.type, walk);
  const entries = fields.map(({ entry, type }) => [entry!, valuesOf(type, walk)] as const);
  return fc.record(Object.fromEntries(entries), { requiredKeys: [] }).filter((held) => Object.keys(held).length > 0);
}

/** What is made from a template exists already when a structure refers to it, and then an href says it all. */
const merged = (type: DataType<unknown>, walk: Walk): fc.Arbitrary<unknown> =>
  valuesOf(type, everything[type.target!]!.template ? { ...walk, depth: 0 } : walk);

function valuesOf(type: DataType<unknown>, walk: Walk): fc.Arbitrary<unknown> {
  const simple = SCALARS.get(type);
  if (simple) return simple;
  if (type.values) return fc.constantFrom(...type.values).map((value) => type.seenIn!(value, walk.edition));
  if (type.item) return fc.array(valuesOf(type.item, walk), { minLength: 1, maxLength: 3 });
  if (type.target !== undefined) return type.collects ? link : referenceTo(type.target, walk);
  if (type.members) return structureOf(type.members as Attributes, type.oneOf ?? [], walk);
  throw new Error(`no arbitrary values for the type ${type.label}`);
}

/** What a consumer must send is always there, as both schemas have it in structures, and one of the members to choose from. */
function structureOf(attributes: Attributes, oneOf: readonly string[], walk: Walk): fc.Arbitrary<Values> {
  const shown = new Set(shapeOf({ attributes }, walk.edition).fields.map(({ key }) => key));
  const mandatory = Object.keys(attributes).filter((key) => attributes[key]!.consumerMandatory);
  const forms = oneOf.length === 0 ? [undefined] : oneOf.filter((key) => shown.has(key));
  const filled = forms.map((choice) => {
    const kept = Object.entries(attributes).filter(([key]) => key === choice || !oneOf.includes(key));
    return membersOf({ attributes: Object.fromEntries(kept) }, walk, new Set([...mandatory, ...(choice ? [choice] : [])]));
  });
  return fc.oneof(...filled).filter((held) => Object.keys(held).length > 0);
}

const link = uris.map((href) => ({ href }));

/** 5.5.6, 4.2.1.1: a link, a part by value, or a link with overrides. */
function referenceTo(target: string, walk: Walk): fc.Arbitrary<unknown> {
  const description = everything[target];
  if (!description || walk.depth === 0) return link;
  const value = membersOf(description, { ...walk, depth: walk.depth - 1 }).filter((held) => Object.keys(held).length > 0);
  return fc.oneof({ weight: 2, arbitrary: link }, fc.record({ value }), fc.record({ href: uris, value }));
}

export { readingIn, writingIn } from "./testing/codec.js";
export { collectionOf, expandedOf, representationOf } from "./testing/representations.js";

export { arbitraryEntries } from "./testing/vocabulary.js";
