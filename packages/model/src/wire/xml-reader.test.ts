import { describe, expect, it } from "@jest/globals";
import { InvalidValue } from "../fault.js";
import { model } from "../model.js";
import { readingIn } from "../testing/codec.js";
import { fastest, growth } from "../testing/time.js";
import { parseBody, readResource } from "./read.js";
import { readXmlDocument } from "./xml-reader.js";

const refusal = (text: string): string => {
  try {
    readXmlDocument(text);
  } catch (error) {
    if (error instanceof InvalidValue) return error.message;
    throw error;
  }
  return "";
};
const nested = (levels: number): string => "<a>".repeat(levels) + "</a>".repeat(levels);

describe("reading XML", () => {
  it("makes a tree of names, attributes, children and text", () => {
    expect(readXmlDocument('<?xml version="1.0"?><!-- c --><a xmlns="urn:n" b="1">x<c/><![CDATA[<y>]]></a>')).toMatchObject({
      name: "a",
      namespace: "urn:n",
      attributes: new Map([["b", "1"]]),
      children: [{ name: "c", namespace: "urn:n", text: "" }],
      text: "x<y>",
    });
  });

  it("drops a byte order mark and the blanks between elements", () => {
    expect(readXmlDocument("\ufeff<a>\n  <b/>\n</a>").text).toBe("");
    expect(readXmlDocument("<a> b </a>").text).toBe(" b ");
  });

  it("a declared encoding changes nothing: the text is decoded already (row 21)", () => {
    expect(readXmlDocument('<?xml version="1.0" encoding="utf-16"?><a>é</a>').text).toBe("é");
  });

  it("looks at the local name, whatever the prefix", () => {
    expect(readXmlDocument('<p:a xmlns:p="urn:n" xmlns:q="urn:o" q:b="1" c="2"/>')).toMatchObject({
      name: "a",
      namespace: "urn:n",
      attributes: new Map([["c", "2"]]),
    });
  });

  it.each([
    "",
    " ",
    "text",
    "<a>",
    "<a></b>",
    "<a/><b/>",
    "<a b=1/>",
    '<a b="1" b="2"/>',
    "<a>&#0;</a>",
    "<a>\u0001</a>",
    "<p:a/>",
    "<a>]]></a>",
    '<a b="<"/>',
    "{}",
  ])("refuses %j, which is not well-formed", (text) =>
    expect(refusal(text)).toMatch(/^the body (is not well-formed XML|holds no element)/),
  );
});

describe("hostile XML (RELIABILITY rows 19 to 21)", () => {
  it("row 19: 140,000 levels are refused at once", () => {
    expect(refusal(nested(140_000))).toBe("the body is nested more than 64 levels deep");
    expect(fastest(() => refusal(nested(140_000)))).toBeLessThan(100);
  });

  it("row 19: 64 levels are read, 65 are not", () => {
    expect([refusal(nested(64)), refusal(nested(65))]).toEqual(["", "the body is nested more than 64 levels deep"]);
  });

  it.each([
    ["an external DTD", '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>'],
    ["an external entity", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ["a parameter entity", '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]><a/>'],
    [
      "entities of entities",
      `<!DOCTYPE a [<!ENTITY x0 "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY x${n + 1} "&x${n};&x${n};">`).join("")}]><a>&x30;</a>`,
    ],
  ])("row 20: %s is refused, nothing is fetched or expanded", (_, text) => {
    expect(refusal(text)).toBe("the body holds a document type declaration, which is not accepted");
  });

  it("row 20: entities beyond XML's five are refused", () => {
    expect(refusal("<a>&nbsp;</a>")).toContain("not well-formed");
    expect(readXmlDocument("<a>&lt;&gt;&amp;&quot;&apos;</a>").text).toBe("<>&\"'");
  });

  it("row 20: 170,000 numeric references are read in time linear in their number", () => {
    const text = `<a>${"&#65;".repeat(170_000)}</a>`;
    expect(readXmlDocument(text).text).toHaveLength(170_000);
    expect(growth((size) => readXmlDocument(`<a>${"&#65;".repeat(size)}</a>`), 20_000, 8)).toBeLessThan(24);
  });

  it("processing instructions are refused", () => {
    expect(refusal('<?xml-stylesheet href="x"?><a/>')).toBe("the body holds a processing instruction, which is not accepted");
  });

  it("row 21: 90,000 elements or attributes are refused, early", () => {
    const elements = `<a>${"<b/>".repeat(90_000)}</a>`;
    const attributes = `<a ${Array.from({ length: 90_000 }, (_, n) => `a${n}=""`).join(" ")}/>`;
    expect(refusal(elements)).toBe("the body holds more than 10000 elements");
    expect(refusal(attributes)).toBe("the body holds more than 10000 attributes");
    expect(fastest(() => refusal(elements))).toBeLessThan(250);
    expect(fastest(() => refusal(attributes))).toBeLessThan(250);
  });

  it("row 21: 1 MiB of text in one element is read", () => {
    const text = `<a>${"x".repeat(1 << 20)}</a>`;
    expect(readXmlDocument(text).text).toHaveLength(1 << 20);
    expect(fastest(() => readXmlDocument(text))).toBeLessThan(250);
  });

  it("as many repeated attributes of a resource as are read take time linear in their number", () => {
    const read = (size: number) =>
      readResource(parseBody(`<Job>${'<affectedResource href="a"/>'.repeat(size)}</Job>`, "xml"), model.Job, readingIn(2));
    expect(read(9_000)).toMatchObject({ affectedResources: { length: 9_000 } });
    expect(growth(read, 1_000, 8)).toBeLessThan(24);
  });

  it("a message never repeats more than a little of the body, and nothing that XML could not carry", () => {
    expect(refusal(`<a></${"b".repeat(100_000)}>`).length).toBeLessThan(250);
    const read = () => readResource(parseBody(`<Volume><${"b".repeat(100_000)}/></Volume>`, "xml"), model.Volume, readingIn(2));
    expect(read).toThrow(/^unknown attribute "b{59}…; known here: id, name/);
  });
});
