import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { amount, integer } from "./integer.js";

const reading = readingIn(2);

describe("5.5.4: integer", () => {
  // [5.5.4-2..3]
  it("is JSON's number and digits in XML", () => {
    expect([toJson(integer, 42, 2), toXml(integer, "cpu", -1, 2)]).toEqual(["42", "<cpu>-1</cpu>"]);
    expect([fromJson(integer, "1.0", reading), fromXml(integer, "<cpu> +0042 </cpu>", reading)]).toEqual([1, 42]);
  });

  it("zero has no sign", () => {
    expect(Object.is(fromJson(integer, "-0", reading), 0)).toBe(true);
    expect(Object.is(fromXml(integer, "<cpu>-0</cpu>", reading), 0)).toBe(true);
  });

  it("holds every integer that JSON carries exactly, and refuses others rather than round them", () => {
    expect(fromXml(integer, `<memory>${Number.MAX_SAFE_INTEGER}</memory>`, reading)).toBe(Number.MAX_SAFE_INTEGER);
    expect(fromXml(integer, `<memory>000${Number.MAX_SAFE_INTEGER}</memory>`, reading)).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => fromXml(integer, "<memory>9007199254740993</memory>", reading)).toThrow("expected an integer");
    expect(() => fromJson(integer, "9007199254740993", reading)).toThrow("expected an integer");
  });

  it.each(['"1"', "1.5", "1e400", "null", "true", "{}"])("refuses %s in JSON", (text) => {
    expect(() => fromJson(integer, text, reading)).toThrow("expected an integer");
  });

  it.each(["", "1.0", "1e3", "0x10", "ten", "1 0", "Infinity"])("refuses %j in XML", (text) => {
    expect(() => fromXml(integer, `<cpu>${text}</cpu>`, reading)).toThrow("expected an integer");
  });

  // [4.1.6.6-9..10]
  it("sorts by size (4.1.6.6)", () => {
    expect([10, 9, -1].sort(integer.compare)).toEqual([-1, 9, 10]);
  });
});

describe("amounts", () => {
  it.each([0, -1])("refuses %d, as there is nothing of that size", (value) => {
    expect(() => amount.fromText!(String(value), 2)).toThrow(/from 1/);
  });

  it("takes 1", () => expect(amount.fromText!("1", 2)).toBe(1));
});
