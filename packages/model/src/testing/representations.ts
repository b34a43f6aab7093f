import fc from "fast-check";
import type { Description } from "../describe.js";
import { actionUri, type Edition } from "../edition.js";
import { type Model, model } from "../model.js";
import { arbitraryOf } from "../testing.js";
import type { OperationLink, Reference, Representation, Values } from "../types/data-type.js";
import type { Format } from "../wire/media-type.js";
import { uris } from "./scalars.js";

const everything: Model = model;

const links = (names: readonly string[], edition: Edition): fc.Arbitrary<readonly OperationLink[]> => {
  const rels = names.map((name) => actionUri(name, edition));
  return fc.array(
    fc.record({ rel: fc.constantFrom(...rels), href: uris, available: fc.boolean() }, { requiredKeys: ["rel", "href"] }),
    { maxLength: 3 },
  );
};

/** A resource as it is shown: its attributes and its operations. */
export const representationOf = (description: Description, edition: Edition, format?: Format): fc.Arbitrary<Representation> =>
  fc.record({
    type: fc.constant(description.name),
    values: arbitraryOf(description, edition, format),
    operations: links(["edit", "delete", ...Object.keys(description.operations)], edition),
  });

/** A Collection with up to three items (5.5.12). */
export const collectionOf = (description: Description, edition: Edition, format?: Format): fc.Arbitrary<Representation> =>
  fc.record({
    type: fc.constant(description.name),
    collects: fc.constant(true),
    values: fc.record({ id: uris, count: fc.nat(), ...(edition === 2 && { parent: uris.map((href) => ({ href })) }) }),
    items: fc.array(representationOf(description, edition, format), { maxLength: 3 }),
    operations: links(["add", "insert", "remove"], edition),
  });

/** 4.1.6.4: the same resource with what it refers to expanded, one level deep. */
export const expandedOf = (description: Description, edition: Edition): fc.Arbitrary<Representation> =>
  representationOf(description, edition).chain((shown) =>
    fc
      .record(Object.fromEntries(references(description, shown.values).map(([key, target]) => [key, target(edition)] as const)))
      .map((expanded) => ({
        ...shown,
        values: { ...shown.values, ...expanded },
      })),
  );

type Expanding = (edition: Edition) => fc.Arbitrary<Reference>;

function references({ attributes }: Description, values: Values): (readonly [string, Expanding])[] {
  return Object.entries(attributes).flatMap(([key, { type }]) => {
    const description = type.target === undefined || type.item ? undefined : everything[type.target];
    if (values[key] === undefined || !description) return [];
    const { link } = type as { readonly link?: string };
    const shownAs = (edition: Edition) => (edition === 1 && link !== undefined ? everything[link]! : description);
    const expanding: Expanding = (edition) =>
      fc.record({
        href: uris,
        expanded: type.collects ? collectionOf(shownAs(edition), edition) : representationOf(description, edition),
      });
    return [[key, expanding] as const];
  });
}
