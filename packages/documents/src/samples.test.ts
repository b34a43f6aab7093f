import {
  type Description,
  type Edition,
  type Format,
  type Model,
  model,
  parseBody,
  readMembers,
  shapeOf,
} from "@cimi-gateway/model";
import { readingIn } from "@cimi-gateway/model/testing";
import { describe, expect, it } from "@jest/globals";
import { samplesOf } from "./samples.js";

const descriptions = Object.values(model as Model) as readonly Description[];
/** What a Collection holds is no attribute of it. */
const each = descriptions
  .filter(({ name }) => name !== "Collection")
  .flatMap((description) =>
    samplesOf(description).map((sample) => [description.name, sample.edition, sample.format, { description, sample }] as const),
  );

/** The attributes that a form shows, by their names in the model. */
const shownIn = (description: Description, edition: Edition, format: Format): readonly string[] =>
  shapeOf(description, edition).fields.flatMap(({ key, attribute }) =>
    ((format === "json" ? attribute.jsonSince : attribute.xmlSince) ?? 1) <= edition ? [key] : [],
  );

describe("the samples of the reference pages", () => {
  it("there are four of each type that both editions have (4.1.4: JSON and XML)", () => {
    const both = descriptions.filter(({ since, until }) => since === 1 && until === 2);
    expect(both.filter((description) => samplesOf(description).length !== 4)).toEqual([]);
  });

  it.each(each)(
    "%s, edition %s, %s: reads back strictly, with every attribute of the form",
    (...[, , , { description, sample }]) => {
      const { edition, format, text } = sample;
      const values = readMembers(parseBody(text, format), description, readingIn(edition));
      expect(Object.keys(values).sort()).toEqual([...new Set(shownIn(description, edition, format))].sort());
    },
  );
});
