import { type Description, model, type Representation, readResource } from "@cimi-gateway/model";
import { expect, it } from "@jest/globals";
import { bodyOf, readingIn, type Sample, titled, written } from "./documents.js";

/** Tests that a representation is written as these forms, and that these forms are read as its values. */
export function holds(shown: Representation, samples: readonly Sample[]): void {
  const description: Description = model[shown.type as keyof typeof model];
  it.each(titled(samples))("%s is written so", (_, { text, format, edition }) => {
    expect(written(shown, format, edition)).toBe(text);
  });
  it.each(titled(samples))("%s is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), description, readingIn(sample.edition))).toEqual(shown.values);
  });
}
