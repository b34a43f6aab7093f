import { samplesOf } from "@cimi-gateway/documents";
import { type Description, type Model, model } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { openSchema, schemaMissing } from "../spec/xsd.js";

const title = "the samples in XML 1.x are valid by DSP8009";

(schemaMissing === undefined ? describe : describe.skip)(
  schemaMissing === undefined ? title : `${title} (skipped: ${schemaMissing})`,
  () => {
    it("each that the schema has an element for", () => {
      const schema = openSchema();
      const problems = Object.values(model as Model).flatMap((description) => problemsOf(description!, schema));
      schema.dispose();
      expect(problems).toEqual([]);
    });
  },
);

const problemsOf = (description: Description, schema: ReturnType<typeof openSchema>): readonly string[] =>
  samplesOf(description)
    .filter(({ edition, format }) => edition === 1 && format === "xml")
    .flatMap(({ text }) => schema.problems(text).map((problem) => `${description.name}: ${problem}`));
