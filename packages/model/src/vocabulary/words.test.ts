import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { list } from "./list.js";
import { anyText, oneOf, seconds, truth, whole } from "./values.js";
import { phraseOf, quoted, wordsOf } from "./words.js";

describe("words in a text", () => {
  it("are parted by blanks and commas, unless they are quoted", () => {
    const words = wordsOf(" a 'b c',d '' 'it''s' ");
    expect([words.take("x"), words.take("x"), words.takes(","), words.take("x"), words.take("x"), words.take("x")]).toEqual([
      "a",
      "b c",
      true,
      "d",
      "",
      "it's",
    ]);
    expect(words.peek()).toBeUndefined();
  });

  it("are no keywords where they are quoted", () => {
    const words = wordsOf("'from'");
    expect([words.peek(), words.takes("from"), words.take("a name")]).toEqual([undefined, false, "from"]);
  });

  it.each(["a'b'", "'a'b", "'a", "a 'b''"])("%j is refused where the quote is", (text) => {
    expect(() => wordsOf(text)).toThrow("quotes stand around whole words, and twice inside them");
  });

  it.each([
    ["", "ends where a name is expected"],
    [",a", "has a comma where a name is expected"],
  ])("%j %s", (text, problem) => expect(() => wordsOf(text).take("a name")).toThrow(problem));

  it("any text is one word when quoted", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const words = wordsOf(`x ${quoted(text)}`);
        expect([words.take("x"), words.take("text")]).toEqual(["x", text]);
        words.end([]);
      }),
    );
  });
});

describe("lists", () => {
  const names = list(anyText("a name"));

  it("have commas, blanks around them or not", () => {
    expect(names.read("a,b , c")).toEqual(["a", "b", "c"]);
    expect(names.write(["a", "b c"])).toBe("a, 'b c'");
  });

  it.each(["", "a,", ",a", "a,,b", "a b"])("%j is refused", (text) => expect(() => names.read(text)).toThrow());

  it("any texts are read back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1 }), (items) => {
        expect(names.read(names.write(items))).toEqual(items);
      }),
    );
  });
});

describe("values", () => {
  it.each([
    ["90", 90, "90s"],
    ["90s", 90, "90s"],
    ["2m", 120, "120s"],
    ["1h", 3600, "3600s"],
    ["1d", 86_400, "86400s"],
  ])("%s is a time of %d seconds", (text, value, canonical) => {
    expect([seconds.read(text), seconds.write(value)]).toEqual([value, canonical]);
  });

  it.each(["", "-1", "1.5", "1x", "1 s", "1e3", "99999999999999999"])("%j is no time", (text) => {
    expect(() => seconds.read(text)).toThrow("expected an integer from 0");
  });

  it("say what they take", () => {
    expect(() => whole(1, 5).read("6")).toThrow('expected an integer from 1 to 5, got "6"');
    expect(() => oneOf("in", "out").read("up")).toThrow('expected one of in, out, got "up"');
    expect(() => truth.read("1")).toThrow('expected one of true, false, got "1"');
    expect(() => phraseOf(anyText("a name")).read("")).toThrow("expected a name, got an empty text");
  });
});
