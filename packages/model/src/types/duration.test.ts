import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { duration, interval } from "./duration.js";

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

describe("Tables 47, 50: the length of an interval", () => {
  it.each([
    ["hourly", "PT1H"],
    ["daily", "P1D"],
    ["weekly", "P7D"],
    ["monthly", "P1M"],
    ["yearly", "P1Y"],
    ["PT5M", "PT5M"],
  ])("%s is read as %s, and written so", (given, held) => {
    expect(fromJson(interval, JSON.stringify(given), reading)).toBe(held);
    expect(fromXml(interval, `<intervalDuration> ${given} </intervalDuration>`, reading)).toBe(held);
    expect([toJson(interval, held, 1), interval.fromText!(given, 2)]).toEqual([JSON.stringify(held), held]);
  });

  it.each(["hour", "Daily", ""])("refuses %j", (text) => {
    expect(() => fromJson(interval, JSON.stringify(text), reading)).toThrow("expected a duration such as PT1H");
  });
});
