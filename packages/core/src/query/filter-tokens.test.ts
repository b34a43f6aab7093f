import { describe, expect, it } from "@jest/globals";
import { tokenize } from "./filter-tokens.js";

const words = (text: string): string[] => [...tokenize(text)].map(({ kind, text: word }) => `${kind}:${word}`);

describe("tokens of a $filter (4.1.6.1)", () => {
  it.each([
    ["cpu<=2", ["attribute:cpu", "operator:<=", "integer:2", "end:"]],
    ["2 != cpu", ["integer:2", "operator:!=", "attribute:cpu", "end:"]],
    ["a<-1", ["attribute:a", "operator:<", "integer:-1", "end:"]],
    [`n='it"s' `, ["attribute:n", "operator:=", `string:it"s`, "end:"]],
    [`n="it's"`, ["attribute:n", "operator:=", "string:it's", "end:"]],
    ["n=''", ["attribute:n", "operator:=", "string:", "end:"]],
    ["b=true", ["attribute:b", "operator:=", "boolean:true", "end:"]],
    ["trueish or android", ["attribute:trueish", "or:or", "attribute:android", "end:"]],
    ["property['k']", ["attribute:property", "[:[", "string:k", "]:]", "end:"]],
    ["2012-05-25T13:30:15-05:00=c", ["date:2012-05-25T13:30:15-05:00", "operator:=", "attribute:c", "end:"]],
    ["c>2012-05-25T13:30:15.5+05:00)", ["attribute:c", "operator:>", "date:2012-05-25T13:30:15.5+05:00", "):)", "end:"]],
    ["a=1+and+b=2", ["attribute:a", "operator:=", "integer:1", "and:and", "attribute:b", "operator:=", "integer:2", "end:"]],
  ])("%s", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it("positions count from 1", () => {
    expect([...tokenize("cpu >  2")].map(({ position }) => position)).toEqual([1, 5, 8, 9]);
  });

  it.each([
    ["name='mine", "the string that begins at position 6 has no closing '"],
    ['name="mine', 'the string that begins at position 6 has no closing "'],
    ["cpu=2GB", 'at position 5: "2GB" is no attribute'],
    ["cpu=1.5", 'at position 5: "1.5" is no attribute'],
    ["cpu=2;", 'at position 6: ";" is no attribute'],
    ["!cpu=2", 'at position 1: "!" is no attribute'],
    ["näme='a'", 'at position 2: "äme" is no attribute'],
  ])("refuses %s, saying where", (text, message) => {
    expect(() => words(text)).toThrow(message);
  });

  it("is not slowed down by long words, quotes or digits", () => {
    for (const text of [
      "1".repeat(100_000),
      "'".repeat(99_999),
      `${"1".repeat(99_999)}a`,
      "a".repeat(100_000),
      "-".repeat(100_000),
    ]) {
      const start = performance.now();
      try {
        words(text);
      } catch {
        // Refused or not, it is the time that counts.
      }
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  });
});
