import { expect, it } from "@jest/globals";
import type { Sample } from "./documents.js";
import { openSchema, schemaMissing } from "./xsd.js";

/** A test that the forms of edition 1 among these, in XML, are what DSP8009 1.0.2 allows. */
export function itIsValid(samples: readonly Sample[]): void {
  const forms = samples.filter(({ format, edition }) => format === "xml" && edition === 1).map(({ text }) => text);
  const title = "XML of edition 1 is valid by DSP8009 1.0.2";
  (schemaMissing === undefined ? it : it.skip)(
    schemaMissing === undefined ? title : `${title} (skipped: ${schemaMissing})`,
    () => {
      const schema = openSchema();
      try {
        expect(forms).not.toEqual([]);
        expect(forms.map((text) => [text, schema.problems(text)])).toEqual(forms.map((text) => [text, []]));
      } finally {
        schema.dispose();
      }
    },
  );
}
