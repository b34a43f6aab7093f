import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { dateTime } from "./date-time.js";

const reading = readingIn(2);

describe("5.5.2: dateTime", () => {
  const printed = "2012-05-25T13:30:15-05:00";

  // [5.5.2-1..2]
  it("keeps the time zone as it was given, in both formats", () => {
    expect([toJson(dateTime, printed, 2), toXml(dateTime, "created", printed, 1)]).toEqual([
      `"${printed}"`,
      `<created>${printed}</created>`,
    ]);
    expect([fromJson(dateTime, `"${printed}"`, reading), fromXml(dateTime, `<created> ${printed} </created>`, reading)]).toEqual([
      printed,
      printed,
    ]);
  });

  it.each([
    "2012-05-25T13:30:15",
    "2012-05-25T13:30:15Z",
    "2012-05-25T13:30:15.123456789Z",
    "2012-02-29T24:00:00Z",
    "0001-01-01T00:00:00Z",
    "2012-05-25T13:30:15+14:00",
  ])("accepts %s", (text) => expect(fromJson(dateTime, JSON.stringify(text), reading)).toBe(text));

  it.each([
    "2012-02-30T00:00:00Z",
    "2011-02-29T00:00:00Z",
    "2012-13-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "2012-05-25T24:00:01Z",
    "2012-05-25T23:60:00Z",
    "2012-05-25T13:30:15+14:01",
    "2012-05-25 13:30:15Z",
    "2012-05-25",
    "25 May 2012",
    "",
  ])("refuses %j, which is no xs:dateTime", (text) => {
    expect(() => fromJson(dateTime, JSON.stringify(text), reading)).toThrow("expected a dateTime such as");
    expect(() => fromXml(dateTime, `<created>${text}</created>`, reading)).toThrow("expected a dateTime such as");
  });

  // [4.1.6.6-7]
  it("compares moments, not texts; a time without an offset is UTC wherever the gateway runs (4.1.6.1)", () => {
    expect(dateTime.compare!(printed, "2012-05-25T18:30:15Z")).toBe(0);
    expect(dateTime.compare!(printed, "2012-05-25T18:30:15")).toBe(0);
    expect(dateTime.compare!("2012-05-25T18:30:15.5Z", printed)).toBe(500);
    expect(dateTime.compare!("2012-05-25T24:00:00Z", "2012-05-26T00:00:00Z")).toBe(0);
    expect(dateTime.compare!("2012-05-25T23:00:00+05:30", "2012-05-25T18:00:00Z")).toBeLessThan(0);
  });
});
