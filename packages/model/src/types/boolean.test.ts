import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { boolean } from "./boolean.js";

const reading = readingIn(2);

describe("5.5.1: boolean", () => {
  // [5.5.1-1..2]
  it("is JSON's boolean and the words true and false in XML", () => {
    expect([toJson(boolean, true, 2), toXml(boolean, "force", false, 2)]).toEqual(["true", "<force>false</force>"]);
    expect([fromJson(boolean, "false", reading), fromXml(boolean, "<force> true </force>", reading)]).toEqual([false, true]);
  });

  it.each(["1", "0", '"true"', "null", "[]"])("refuses %s in JSON", (text) => {
    expect(() => fromJson(boolean, text, reading)).toThrow("expected true or false");
  });

  it.each(["1", "0", "True", "FALSE", "yes", ""])(
    "refuses %j in XML: xs:boolean's 1 and 0 are excluded, the case matters",
    (text) => {
      expect(() => fromXml(boolean, `<force>${text}</force>`, reading)).toThrow("expected true or false");
    },
  );

  // [4.1.6.6-6]
  it("sorts false before true (4.1.6.6)", () => {
    expect([true, false, true].sort(boolean.compare)).toEqual([false, true, true]);
  });
});
