import { type Description, EDITIONS, type Model, model, nameIn, readResource, writeJson, writeXml } from "@cimi-gateway/model";
import { readingIn, writingIn } from "@cimi-gateway/model/testing";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json } from "./documents.js";

const descriptions = Object.values(model as Model) as readonly Description[];
const common = ["id", "name", "description", "created", "updated", "parent", "properties", "resourceMetadata"];

/** What edition 1 alone has, and what lists others, is no resource of edition 2. */
const resources = descriptions.filter(({ name, until }) => until === 2 && name !== "Collection");

describe("4.1.4: a representation says of which type it is", () => {
  // [4.1.4-6]
  it.each(resources.map((description) => [description.name, description] as const))(
    "%s: resourceURI is the namespace and the name of the XML element",
    (_, description) => {
      for (const edition of EDITIONS) {
        const shown = { type: description.name, values: { id: "x" } };
        const { resourceURI } = JSON.parse(writeJson(shown, writingIn(edition))) as { resourceURI: string };
        const [, name, namespace] = /<(\w+) xmlns="([^"]+)"/.exec(writeXml(shown, writingIn(edition)))!;
        expect([resourceURI, name]).toEqual([`${namespace}/${name}`, nameIn(description, edition)]);
      }
    },
  );
});

describe("5.7.1: the common attributes (Table 5)", () => {
  // [5.7.1-1]
  it("are those of every resource", () => {
    const lacking = resources.map(({ name, attributes }) => [name, common.filter((key) => !(key in attributes))]);
    expect(lacking.filter(([, missing]) => missing!.length > 0)).toEqual([]);
  });

  // [5.7.1-2]
  it("of a Collection are id, updated and parent", () => {
    expect(common.filter((key) => key in model.Collection.attributes)).toEqual(["id", "updated", "parent"]);
  });
});

// [5.2-2]
it("5.2: names are case sensitive", () => {
  const read = (body: object) => readResource(bodyOf(json(2, body)), model.Volume, readingIn(2));
  expect(read({ name: "a" })).toEqual({ name: "a" });
  expect(() => read({ Name: "a" })).toThrow('unknown attribute "Name"');
});
