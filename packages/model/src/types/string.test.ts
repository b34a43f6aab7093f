import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { enumeration, string } from "./string.js";

const reading = readingIn(2);

describe("5.5.5: string", () => {
  // [5.5.5-2..3]
  it("keeps blanks, line ends and markup in both formats", () => {
    const text = " <a> & \"b\" ]]>\r\n\t'c' ";
    expect(fromJson(string, toJson(string, text, 2), reading)).toBe(text);
    expect(toXml(string, "name", "a<b&c\r", 2)).toBe("<name>a&lt;b&amp;c&#13;</name>");
    expect(fromXml(string, toXml(string, "name", text, 2), reading)).toBe(text);
    expect(fromXml(string, "<name><![CDATA[<a>]]>b</name>", reading)).toBe("<a>b");
  });

  it.each(["1", "true", "null", "[]", "{}"])("refuses %s in JSON", (text) => {
    expect(() => fromJson(string, text, reading)).toThrow("expected a string");
  });

  it.each(["\\u0000", "\\u001f", "\\ufffe", "\\ud800", "\\udc00", "\\udc00\\ud800"])(
    "refuses %s, which no XML document can hold",
    (text) => {
      expect(() => fromJson(string, `"a${text}b"`, reading)).toThrow("holds a character that XML cannot carry");
    },
  );

  it("accepts pairs of surrogates", () => {
    expect(fromJson(string, '"\\ud83d\\ude00"', reading)).toBe("😀");
    expect(fromXml(string, "<name>&#128512;</name>", reading)).toBe("😀");
  });

  it("refuses elements where text is expected, and a second element", () => {
    expect(() => fromXml(string, "<name>a<b/></name>", reading)).toThrow("holds elements where text is expected");
    expect(() => fromXml(string, "<name>a</name><name>b</name>", reading)).toThrow("given 2 times; it may appear once");
  });

  it("4.1.6.6: sorts by a binary comparison in Normalization Form KD", () => {
    expect(["é", "f", "e", "Z"].sort(string.compare)).toEqual(["Z", "e", "é", "f"]);
    expect(string.compare!("é", "e\u0301")).toBe(0);
  });
});

describe("strings of listed values, such as states", () => {
  const state = enumeration(["STARTED", "CAPTURING"], { CAPTURING: "STARTED" });

  it("edition 1 sees the value that its clients know", () => {
    expect([toJson(state, "CAPTURING", 2), toJson(state, "CAPTURING", 1)]).toEqual(['"CAPTURING"', '"STARTED"']);
    expect(toXml(state, "state", "CAPTURING", 1)).toBe("<state>STARTED</state>");
    expect(state.seenIn!("CAPTURING", 1)).toBe("STARTED");
  });

  it("drops blanks around a value and refuses any other value", () => {
    expect(fromXml(state, "<state> STARTED </state>", reading)).toBe("STARTED");
    expect(() => fromJson(state, '"started"', reading)).toThrow('expected one of STARTED, CAPTURING, got "started"');
    expect(() => fromJson(state, '"constructor"', reading)).toThrow("expected one of STARTED, CAPTURING");
  });
});
