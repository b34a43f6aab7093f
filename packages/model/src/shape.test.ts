import { describe, expect, it } from "@jest/globals";
import { attribute, EXTENSION } from "./describe.js";
import { EDITIONS } from "./edition.js";
import { model } from "./model.js";
import { shapeOf } from "./shape.js";
import { array } from "./types/array.js";
import { string } from "./types/string.js";

describe("a description as an edition sees it", () => {
  const described = {
    attributes: {
      first: attribute(string, { names: { 1: "old" } }),
      second: attribute(string, { since: 2 }),
      third: attribute(string, { until: 1, xmlNames: { 1: "thrid" }, accepted: ["3"] }),
      words: attribute(array(string)),
      extension: attribute(string, EXTENSION),
    },
  };

  it("has the names of the edition, and only what the edition has", () => {
    expect(shapeOf(described, 1).fields.map(({ name }) => name)).toEqual(["old", "third", "words", "extension"]);
    expect(shapeOf(described, 2).fields.map(({ name }) => name)).toEqual(["first", "second", "words", "extension"]);
  });

  it("finds a field by each spelling that is read", () => {
    expect([...shapeOf(described, 1).byJsonName.keys()]).toEqual(["old", "3", "third", "words", "extension"]);
    expect([...shapeOf(described, 1).byXmlName.keys()]).toEqual(["old", "3", "third", "thrid", "words", "word", "extension"]);
  });

  it("has the operations before what the gateway adds, or where edition 1's schema wants them", () => {
    expect(shapeOf(described, 2).operationsAt).toBe(3);
    const names = (at: number) => shapeOf(model.Credential, 1).fields[at]!.name;
    expect(names(shapeOf(model.Credential, 1).operationsAt)).toBe("userName");
    const { fields, operationsAt } = shapeOf(model.ResourceMetadata, 1);
    expect(fields[operationsAt]!.name).toBe("nativeId");
  });

  it("is compiled once", () => expect(shapeOf(described, 1)).toBe(shapeOf(described, 1)));
});

describe("the model as a whole", () => {
  it.each(EDITIONS)("no two attributes of a type share a spelling in edition %d", (edition) => {
    for (const description of Object.values(model)) {
      const { fields, byJsonName } = shapeOf(description, edition);
      for (const field of fields)
        expect([description.name, field.name, byJsonName.get(field.name)]).toEqual([description.name, field.name, field]);
    }
  });

  // [5.2-1] [5.2-3..4]
  it("5.2: names consist of letters, digits and underscores", () => {
    for (const [name, { attributes, operations }] of Object.entries(model)) {
      for (const word of [name, ...Object.keys(attributes), ...Object.keys(operations)])
        expect(word).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
    }
  });

  it("every type that an attribute refers to is described", () => {
    const known = new Set([...Object.keys(model), "*"]);
    for (const { attributes } of Object.values(model)) {
      for (const { type } of Object.values<{ type: { target?: string } }>(attributes))
        expect(known).toContain(type.target ?? "*");
    }
  });
});
