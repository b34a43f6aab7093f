import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { any } from "./any.js";

const reading = readingIn(2);

describe("5.5.13: any", () => {
  // [5.5.13-1]
  it("is called any in the model", () => expect(any.label).toBe("any"));

  it.each([
    ["true", true],
    ["2000", 2000],
    ["-1", -1],
    ["2.5", 2.5],
    ["STARTED", "STARTED"],
    ["9007199254740991", 9007199254740991],
  ])("%s is one value in both formats", (text, value) => {
    expect(fromXml(any, `<value> ${text} </value>`, reading)).toBe(value);
    expect(fromJson(any, JSON.stringify(value), reading)).toBe(value);
    expect(fromJson(any, JSON.stringify(text), reading)).toBe(value);
    expect([toJson(any, value, 2), toXml(any, "value", value, 2)]).toEqual([JSON.stringify(value), `<value>${text}</value>`]);
  });

  it.each(["007", "+1", "1.0", "-0", "1e3", "9007199254740993", "Infinity", "NaN", "True"])(
    "%s stays text: as a number it would come back otherwise",
    (text) => {
      expect(fromXml(any, `<value>${text}</value>`, reading)).toBe(text);
      expect(fromJson(any, JSON.stringify(text), reading)).toBe(text);
    },
  );

  it.each(["1e400", "9007199254740993", "null", "[]", "{}"])("refuses %s in JSON", (text) => {
    expect(() => fromJson(any, text, reading)).toThrow("expected a string, a number or a boolean");
  });
});
