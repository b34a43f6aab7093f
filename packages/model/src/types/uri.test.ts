import { describe, expect, it } from "@jest/globals";
import { EDITIONS } from "../edition.js";
import { fromJson, fromXml, readingIn, toJson, toXml, writingIn } from "../testing/codec.js";
import { identifier } from "./identifier.js";
import { location, typeLink, uri } from "./uri.js";

const reading = readingIn(2);

describe("5.5.10: URI", () => {
  // [5.5.10-4..5]
  it("is text in both formats; the blanks of the printed XML forms are dropped", () => {
    expect([toJson(uri, "http://example.com/a?b=c&d", 2), toXml(uri, "action", "urn:a&b", 2)]).toEqual([
      '"http://example.com/a?b=c&d"',
      "<action>urn:a&amp;b</action>",
    ]);
    expect(fromXml(uri, "<action> http://example.com/ </action>", reading)).toBe("http://example.com/");
  });

  it.each(["machines/7", "#Name", "../a%20b", "", "http://[::1]:8080/"])("accepts %j: relative references, too", (text) => {
    expect(fromJson(uri, JSON.stringify(text), reading)).toBe(text);
  });

  it.each(["a b", "a%zz", "<a>", "é", "a\\b", "a\u0000"])("refuses %j (RFC 3986)", (text) => {
    expect(() => fromJson(uri, JSON.stringify(text), reading)).toThrow();
  });

  it("a URI of the CIMI namespace is that of the edition spoken (Table 1); others are left alone", () => {
    const mapped = "http://schemas.dmtf.org/cimi/2/mapped";
    expect([toJson(uri, mapped, 1), toJson(uri, mapped, 2)]).toEqual(['"http://schemas.dmtf.org/cimi/1/mapped"', `"${mapped}"`]);
    expect(fromJson(uri, '"http://schemas.dmtf.org/cimi/1/mapped"', readingIn(1))).toBe(mapped);
    expect(uri.seenIn!(mapped, 1)).toBe("http://schemas.dmtf.org/cimi/1/mapped");
    expect(toJson(uri, "http://schemas.dmtf.org/cimi/20", 1)).toBe('"http://schemas.dmtf.org/cimi/20"');
  });
});

describe("imageLocation: existing clients send it as a reference", () => {
  it.each(['"machines/7"', '{"href":"machines/7"}'])("JSON %s", (text) =>
    expect(fromJson(location, text, readingIn(1))).toBe("machines/7"),
  );
  it.each(["<imageLocation> machines/7 </imageLocation>", '<imageLocation href="machines/7"/>'])("XML %s", (text) =>
    expect(fromXml(location, text, readingIn(1))).toBe("machines/7"),
  );
  it("is written as a URI (Tables 21 and 29)", () => {
    expect([toJson(location, "machines/7", 1), toXml(location, "imageLocation", "machines/7", 1)]).toEqual([
      '"machines/7"',
      "<imageLocation>machines/7</imageLocation>",
    ]);
    expect(() => fromJson(location, '{"name":"a"}', reading)).toThrow("expected a string");
  });
});

describe("MeterConfiguration: the types that it is for", () => {
  const machine = "http://schemas.dmtf.org/cimi/2/Machine";
  const first = "http://schemas.dmtf.org/cimi/1/Machine";

  it("are references in edition 1 (XSD), URIs in edition 2 (Table 50), each in its namespace", () => {
    expect([toJson(typeLink, machine, 1), toXml(typeLink, "associatedTo", machine, 1)]).toEqual([
      `{"href":"${first}"}`,
      `<associatedTo href="${first}"/>`,
    ]);
    expect([toJson(typeLink, machine, 2), toXml(typeLink, "associatedResource", machine, 2)]).toEqual([
      `"${machine}"`,
      `<associatedResource>${machine}</associatedResource>`,
    ]);
  });

  it.each(EDITIONS)("either is read in edition %d", (edition) => {
    for (const text of [`{"href":"${first}"}`, `"${machine}"`])
      expect(fromJson(typeLink, text, readingIn(edition))).toBe(machine);
    for (const text of [`<a href="${machine}"/>`, `<a> ${first} </a>`])
      expect(fromXml(typeLink, text, readingIn(edition))).toBe(machine);
  });
});

describe("5.7.1: id", () => {
  it("becomes absolute when written; the empty one of an error that nobody stored is written, too (4.2.2)", () => {
    const absolute = writingIn(2, (path) => (path === "" ? "" : `http://example.com/${path}`));
    expect(identifier.toJson("machines/7", absolute)).toBe('"http://example.com/machines/7"');
    expect([identifier.toXml("id", "", absolute), identifier.isEmpty("")]).toEqual(["<id/>", false]);
  });
});
