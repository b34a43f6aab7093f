import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { EDITIONS, type Edition } from "./edition.js";
import { model } from "./model.js";
import { fromJson, fromXml, read, readingIn, toJson, toXml, write, writingIn } from "./testing/codec.js";
import { SCALARS } from "./testing/scalars.js";
import { arbitraryOf, arbitraryValue } from "./testing.js";
import { array, references } from "./types/array.js";
import type { DataType } from "./types/data-type.js";
import { map } from "./types/map.js";
import { ref } from "./types/ref.js";
import { FORMATS } from "./wire/media-type.js";

const RUNS = { numRuns: 60 };

const types: readonly (readonly [string, DataType<unknown>])[] = [
  ...[...SCALARS.keys()].map((type, index) => [`${type.label} (${index})`, type] as const),
  // XML of edition 1 could not tell two maps apart, and CIMI has no array of maps.
  ...[...SCALARS.keys()]
    .filter((type) => type !== map)
    .map((type, index) => [`array of ${type.label} (${index})`, array(type) as DataType<unknown>] as const),
  ["ref", ref("MachineImage") as DataType<unknown>],
  ["ref[]", references(ref("*")) as DataType<unknown>],
];

describe.each(EDITIONS)("5.5: every data type in edition %d", (edition) => {
  it.each(types)("%s: what is written is read back", (_, type) => {
    fc.assert(
      fc.property(arbitraryValue(type, edition), (value) => {
        expect(fromJson(type, toJson(type, value, edition), readingIn(edition))).toEqual(value);
        expect(fromXml(type, toXml(type, "values", value, edition), readingIn(edition))).toEqual(value);
      }),
      RUNS,
    );
  });
});

const descriptions = Object.values(model).filter(({ name }) => name !== "Collection");
const cases = EDITIONS.flatMap((edition) =>
  descriptions
    .filter(({ since, until }) => since <= edition && edition <= until)
    .map((description) => [description.name, edition, description] as const),
);

describe.each(cases)("%s in edition %d", (type, edition: Edition, description) => {
  it.each(FORMATS)("what is written as %s is read back", (format) => {
    fc.assert(
      fc.property(arbitraryOf(description, edition, format), (values) => {
        const document = write({ type, values }, format, writingIn(edition));
        expect(read(document, format, description, readingIn(edition))).toEqual(values);
      }),
      RUNS,
    );
  });

  it("JSON and XML of one value read back as the same value", () => {
    fc.assert(
      fc.property(arbitraryOf(description, edition), (values) => {
        const [json, xml] = FORMATS.map((format) => {
          const document = write({ type, values }, format, writingIn(edition));
          return read(document, format, description, readingIn(edition));
        });
        expect(json).toEqual(xml);
        expect(xml).toEqual(values);
      }),
      RUNS,
    );
  });
});
