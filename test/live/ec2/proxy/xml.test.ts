import { describe, expect, it } from "@jest/globals";
import { answerXml, Refusal, refusalXml } from "./refusal.js";
import { child, element, itemsAt, parseXml, removeChild, setChild, textAt, writeXml } from "./xml.js";

describe("XML", () => {
  it("is the same after reading and writing, with what must be escaped", () => {
    const text = "<a><b>1 &lt; 2 &amp;&amp; 3 &gt; 2</b><c/><set><item>x</item><item>y</item></set></a>";
    expect(writeXml(parseXml(`<?xml version="1.0"?>\n${text}`))).toBe(text);
  });

  it("keeps a carriage return, which a parser would take for a line feed", () => {
    expect(textAt(parseXml(writeXml(element("a", "x\r\ny"))))).toBe("x\r\ny");
  });

  it("finds what a path leads to, and nothing where it leads nowhere", () => {
    const root = parseXml("<a><b><c>text</c></b><set><item>x</item></set></a>");
    expect(textAt(root, "b", "c")).toBe("text");
    expect(textAt(root, "b", "d", "e")).toBeUndefined();
    expect(itemsAt(root, "set")).toHaveLength(1);
    expect(itemsAt(root, "none")).toEqual([]);
  });

  it("has a child set in its place, added at the end or removed", () => {
    const root = parseXml("<a><b>1</b><c>2</c></a>");
    setChild(root, element("b", "3"));
    setChild(root, element("d", "4"));
    expect(writeXml(root)).toBe("<a><b>3</b><c>2</c><d>4</d></a>");
    removeChild(root, "c");
    expect(child(root, "c")).toBeUndefined();
  });

  it("that is not well-formed is refused", () => {
    expect(() => parseXml("<a><b></a>")).toThrow();
  });
});

describe("answers", () => {
  it("have EC2's namespace, with the final slash that moto leaves away, and an id of their own", () => {
    const answer = parseXml("<XResponse><requestId>request-id</requestId></XResponse>");
    expect(answerXml(answer, "7")).toBe(
      '<XResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>7</requestId></XResponse>',
    );
  });

  it("that refuse have EC2's form", () => {
    expect(refusalXml(new Refusal("VolumeInUse", "it is"), "7")).toBe(
      "<Response><Errors><Error><Code>VolumeInUse</Code><Message>it is</Message></Error></Errors><RequestID>7</RequestID></Response>",
    );
  });
});
