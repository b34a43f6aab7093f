import { describe, expect, it } from "@jest/globals";
import { InvalidValue } from "../fault.js";
import { model } from "../model.js";
import { readingIn } from "../testing/codec.js";
import { fastest, growth } from "../testing/time.js";
import { readJsonDocument } from "./json-reader.js";
import { parseBody, readResource } from "./read.js";

const refusal = (text: string): string => {
  try {
    readJsonDocument(text);
  } catch (error) {
    if (error instanceof InvalidValue) return error.message;
    throw error;
  }
  return "";
};
const volume = (text: string, tolerant = false) =>
  readResource(parseBody(text, "json"), model.Volume, readingIn(2, { tolerant }));

describe("reading JSON", () => {
  it("reads an object, after a byte order mark, too (row 21)", () => {
    expect(readJsonDocument('\ufeff {"a":[1,{"b":null}]} ')).toEqual({ a: [1, { b: null }] });
  });

  it.each(["[]", "1", "null", '"a"', "true"])("refuses %s, which is no object", (text) =>
    expect(refusal(text)).toBe("the body is not a JSON object"),
  );

  it.each([
    "",
    "{",
    "{]",
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    "{a:1}",
    "{'a':1}",
    '{"a":01}',
    '{"a":"\t"}',
    '{"a":NaN}',
    '{"\\x":1}',
    '{"a',
    '{"a\\',
  ])("refuses %j", (text) => {
    expect(refusal(text)).toBe("the body is not well-formed JSON (RFC 8259)");
  });
});

describe("hostile JSON (RELIABILITY rows 21 and 22)", () => {
  const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

  it("100,000 levels are refused at once, 64 are read", () => {
    for (const text of [nested(100_000), `{"a":${"[".repeat(100_000)}`]) {
      expect(refusal(text)).toBe("the body is nested more than 64 levels deep");
      expect(fastest(() => refusal(text))).toBeLessThan(100);
    }
    expect([refusal(nested(64)), refusal(nested(65))]).toEqual(["", "the body is nested more than 64 levels deep"]);
  });

  it("brackets and commas within strings count for nothing", () => {
    expect(readJsonDocument(JSON.stringify({ a: '[{"\\",'.repeat(20_000) }))).toHaveProperty("a");
  });

  it("90,000 members or items are refused", () => {
    const members = `{${Array.from({ length: 90_000 }, (_, n) => `"a${n}":1`).join(",")}}`;
    for (const text of [members, `{"a":[${"1,".repeat(90_000)}1]}`]) {
      expect(refusal(text)).toBe("the body holds more than 10000 values");
      expect(fastest(() => refusal(text))).toBeLessThan(250);
    }
  });

  it("1 MiB of text is read in time linear in its size, escapes included", () => {
    expect(growth((size) => readJsonDocument(JSON.stringify({ a: '"\\\n'.repeat(size) })), 20_000, 8)).toBeLessThan(24);
  });

  it.each([
    '{"a":1,"a":2}',
    '{"b":{"a":1,"c":[{"a":1}],"a":2}}',
    '{"a":1,"\\u0061":2}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
  ])("refuses %s: two readers could see different values", (text) =>
    expect(refusal(text)).toMatch(/^the body gives the member ".*" twice$/),
  );

  it("the same name in different objects, or as a value, is no repetition", () => {
    expect(refusal('{"a":{"a":"a"},"b":["a","a",{"a":1},{"a":1}]}')).toBe("");
  });

  it("__proto__ and constructor are unknown attributes and pollute nothing, 1,000 times over", () => {
    for (let round = 0; round < 1_000; round++) {
      for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
        const text = `{"${name}":{"polluted":true,"prototype":{"polluted":true}}}`;
        expect(() => volume(text)).toThrow(`unknown attribute "${name}"`);
        expect(volume(text, true)).toEqual({});
      }
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['{"capacity":1e400}', "capacity: expected an integer, got Infinity"],
    ['{"capacity":-1e400}', "capacity: expected an integer, got -Infinity"],
    ['{"capacity":9007199254740993}', "capacity: expected an integer"],
    ['{"name":1e400}', "name: expected a string, got Infinity"],
    ['{"name":"\\ud800"}', "name: holds a character that XML cannot carry"],
    ['{"properties":{"\\udc00":"a"}}', "holds a character that XML cannot carry"],
    ['{"properties":{"a":"\\u0000"}}', "properties.a: holds a character that XML cannot carry"],
    ['{"id":"\\ud800"}', "id: holds a character that XML cannot carry"],
    ['{"images":{"href":"\\ud800"}}', "images.href: holds a character that XML cannot carry"],
  ])("%s is refused by the attribute that holds it", (text, message) => expect(() => volume(text)).toThrow(message));

  it("a message never repeats more than a little of the body, and nothing that XML could not carry", () => {
    const message = (text: string): string => {
      try {
        volume(text);
      } catch (error) {
        return (error as InvalidValue).message;
      }
      throw new Error("not refused");
    };
    expect(message(JSON.stringify({ ["x".repeat(100_000)]: 1 }))).toMatch(/^unknown attribute "x{59}…; known here: id, name/);
    expect(message(JSON.stringify({ properties: { ["x".repeat(100_000)]: 1 } }))).toMatch(
      /^properties\.x{60}…: expected a string/,
    );
    expect(message('{"properties":{"\\u0000\\ud800":1}}')).toBe("properties.\ufffd\ufffd: expected a string, got 1");
    expect(message(JSON.stringify({ state: `${"x".repeat(58)}😀` }))).toMatch(/\ufffd…$/);
  });
});
