import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { duration } from "./duration.js";

const reading = readingIn(2);

describe("5.5.3: duration", () => {
  // [5.5.3-2..3]
  it("is the same text in both formats", () => {
    expect([toJson(duration, "PT1H", 2), toXml(duration, "length", "P7D", 2)]).toEqual(['"PT1H"', "<length>P7D</length>"]);
  });

  it.each(["PT1H", "P1Y2M3DT4H5M6.7S", "-P1D", "P0D", "PT0S"])("accepts %s", (text) => {
    expect(fromJson(duration, JSON.stringify(text), reading)).toBe(text);
    expect(fromXml(duration, `<length> ${text} </length>`, reading)).toBe(text);
  });

  it.each(["P", "PT", "P1", "1H", "P1YT", "P1H", "PT1.H", "P1.5D", "+P1D", "hourly", ""])("refuses %j", (text) => {
    expect(() => fromJson(duration, JSON.stringify(text), reading)).toThrow("expected a duration such as PT1H");
  });

  // [4.1.6.6-8]
  it("a shorter one sorts first (4.1.6.6)", () => {
    expect(["P1Y", "PT1H", "-PT1S", "P1M", "PT61M", "P1D"].sort(duration.compare)).toEqual([
      "-PT1S",
      "PT1H",
      "PT61M",
      "P1D",
      "P1M",
      "P1Y",
    ]);
    expect(duration.compare!("PT60M", "PT1H")).toBe(0);
  });
});
