import { type Description, EDITIONS, type Model, model, writeJson } from "@cimi-gateway/model";
import { collectionOf, representationOf, writingIn } from "@cimi-gateway/model/testing";
import { describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { openApiDocument } from "./document.js";
import { collectionName, pointer, schemaName } from "./schema-names.js";

const RUNS = { numRuns: 20 };
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(openApiDocument({ clouds: new Map(), auth: "none" }), "api");
const checker = (name: string) => ajv.compile({ $ref: `api${pointer("schemas", name).$ref}` });

const cases = (Object.values(model as Model) as readonly Description[])
  .filter(({ name }) => name !== "Collection")
  .flatMap((description) =>
    EDITIONS.filter((edition) => description.since <= edition && edition <= description.until).map(
      (edition) => [description.name, edition, description] as const,
    ),
  );

describe("the schemas of the document", () => {
  it.each(cases)("%s in edition %d: whatever the model writes fits", (_, edition, description) => {
    const [one, many] = [schemaName(description.name, edition), collectionName(description.name, edition)].map(checker);
    fc.assert(
      fc.property(representationOf(description, edition, "json"), collectionOf(description, edition, "json"), (item, list) => {
        expect([one!(JSON.parse(writeJson(item, writingIn(edition)))), one!.errors]).toEqual([true, null]);
        expect([many!(JSON.parse(writeJson(list, writingIn(edition)))), many!.errors]).toEqual([true, null]);
      }),
      RUNS,
    );
  });

  it("refuse another type, a state that there is not, and a number where text is wanted", () => {
    const machine = checker(schemaName("Machine", 2));
    const resourceURI = "http://schemas.dmtf.org/cimi/2/Machine";
    for (const wrong of [
      { resourceURI: "http://schemas.dmtf.org/cimi/1/Machine" },
      { resourceURI, state: "FLYING" },
      { resourceURI, name: 7 },
    ])
      expect(machine(wrong)).toBe(false);
    expect(machine({ resourceURI, state: "STARTED", name: "web" })).toBe(true);
  });
});
