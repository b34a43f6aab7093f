import { describe, expect, it } from "@jest/globals";
import { attribute } from "../describe.js";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { array, references } from "./array.js";
import { integer } from "./integer.js";
import { ref } from "./ref.js";
import { string } from "./string.js";
import { structure } from "./structure.js";

const things = array(structure({ size: attribute(integer) }));
const links = references(ref("*"));

describe("5.5.11: array", () => {
  it("JSON wraps the items in an array of the attribute's name", () => {
    expect(toJson(things, [{ size: 1 }, { size: 2 }], 2)).toBe('[{"size":1},{"size":2}]');
    expect(toJson(links, [{ href: "a" }, { href: "b" }], 2)).toBe('[{"href":"a"},{"href":"b"}]');
  });

  // [5.5.11-3] [5.5.11-7..8]
  it("XML of edition 2 has a wrapper named after the attribute, edition 1 none", () => {
    expect(toXml(things, "things", [{ size: 1 }, { size: 2 }], 2)).toBe('<things><thing size="1"/><thing size="2"/></things>');
    expect(toXml(things, "things", [{ size: 1 }, { size: 2 }], 1)).toBe('<thing size="1"/><thing size="2"/>');
  });

  // [5.5.11-5]
  it("references have no wrapper in either edition", () => {
    for (const edition of [1, 2] as const)
      expect(toXml(links, "things", [{ href: "a" }, { href: "b" }], edition)).toBe('<thing href="a"/><thing href="b"/>');
  });

  it.each([
    '<things><thing size="1"/><thing size="2"/></things>',
    '<thing size="1"/><thing size="2"/>',
    '<things><Thing size="1"/><Other size="2"/></things>',
  ])("reads %s in either edition: items are also named by their type", (text) => {
    for (const edition of [1, 2] as const) expect(fromXml(things, text, readingIn(edition))).toEqual([{ size: 1 }, { size: 2 }]);
  });

  it("keeps the order", () => {
    const words = array(string);
    expect(fromXml(words, toXml(words, "words", ["b", "a", "b"], 2), readingIn(2))).toEqual(["b", "a", "b"]);
  });

  it("items may have a name of their own, even where the attribute's is no plural", () => {
    const scopes = array(string, { item: "valueScope" });
    expect(toXml(scopes, "vscope", ["a"], 2)).toBe("<vscope><valueScope>a</valueScope></vscope>");
    expect(fromXml(scopes, "<vscope><valueScope>a</valueScope></vscope>", readingIn(2))).toEqual(["a"]);
  });

  it("says which item is refused", () => {
    expect(() => fromJson(things, '[{"size":1},{"size":"x"}]', readingIn(2))).toThrow('[1].size: expected an integer, got "x"');
    expect(() => fromJson(things, '{"size":1}', readingIn(2))).toThrow("expected an array, got an object");
  });

  it("an empty one is never serialised (5.5.15)", () => {
    expect([things.isEmpty([]), things.isEmpty([{}])]).toEqual([true, false]);
    expect(fromXml(things, "<things/>", readingIn(2))).toEqual([]);
  });
});
