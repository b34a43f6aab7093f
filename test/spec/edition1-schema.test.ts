import { type Description, model, writeXml } from "@cimi-gateway/model";
import { collectionOf, expandedOf, representationOf, writingIn } from "@cimi-gateway/model/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { openSchema, type Schema, schemaMissing } from "./xsd.js";

const described: readonly Description[] = Object.values<Description>(model).filter(
  ({ name, since }) => name !== "Collection" && since === 1,
);
const absolute = writingIn(1, (path) =>
  /^[a-z][a-z0-9+.-]*:/i.test(path) ? path : `http://localhost:8080/cimi/1/sandbox/${path}`,
);
const title = "XML of edition 1 is valid by DSP8009 1.0.2";

(schemaMissing === undefined ? describe : describe.skip)(
  schemaMissing === undefined ? title : `${title} (skipped: ${schemaMissing})`,
  () => {
    let schema: Schema;
    beforeAll(() => {
      schema = openSchema();
    });
    afterAll(() => schema.dispose());

    const expectValid = (shown: Parameters<typeof writeXml>[0]) => {
      const document = writeXml(shown, absolute);
      expect([...schema.problems(document), document].slice(0, -1)).toEqual([]);
    };

    it("the validator refuses what the schema refuses", () => {
      const document = '<Machine xmlns="http://schemas.dmtf.org/cimi/1"><cpu>2</cpu><name>late</name></Machine>';
      expect(schema.problems(document).join("\n")).toContain("name");
    });

    describe.each(described.map((description) => [description.name, description] as const))("%s", (_, description) => {
      it("a resource", () => fc.assert(fc.property(representationOf(description, 1), expectValid), { numRuns: 100 }));
      it("a resource with expanded references", () =>
        fc.assert(fc.property(expandedOf(description, 1), expectValid), { numRuns: 60 }));
      it("a Collection", () => fc.assert(fc.property(collectionOf(description, 1), expectValid), { numRuns: 60 }));
    });
  },
);
