import { describe, expect, it } from "@jest/globals";
import { checkReserved, isInScope, SCOPE_TAGS, scopeTagsIn } from "./scope.js";

const scope = { team: "blue", stage: "" };
const bears = (tags: Readonly<Record<string, string>>) => isInScope(scope, (key) => tags[key]);

describe("a scope (Contract, Safety per cloud)", () => {
  it.each([
    [{ team: "blue", stage: "" }, true],
    [{ team: "blue", stage: "", more: "x" }, true],
    [{ team: "blue" }, false],
    [{ team: "red", stage: "" }, false],
    [{ team: "Blue", stage: "" }, false],
    [{}, false],
  ])("has what bears the tags %j inside: %j", (tags, isInside) => expect(bears(tags)).toBe(isInside));

  it("without tags is the whole account", () => expect(isInScope({}, () => undefined)).toBe(true));

  it("is read from the setting, whatever YAML made of its values", () => {
    expect(scopeTagsIn({ [SCOPE_TAGS.name]: { cost: 7, own: true, team: "blue" } })).toEqual({
      cost: "7",
      own: "true",
      team: "blue",
    });
    expect(scopeTagsIn({})).toEqual({});
  });

  it("reserves its keys, and names the one that a consumer would write", () => {
    expect(() => checkReserved(scope, { a: "1", stage: "live" })).toThrow(
      expect.objectContaining({ kind: "invalid", message: expect.stringContaining('"stage"') }),
    );
    expect(() => checkReserved(scope, { team: "blue" })).toThrow(expect.objectContaining({ kind: "invalid" }));
    for (const properties of [{ a: "1", toString: "x" }, {}, null, undefined]) checkReserved(scope, properties);
  });
});
