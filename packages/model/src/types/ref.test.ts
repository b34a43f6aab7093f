import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml, writingIn } from "../testing/codec.js";
import { ref } from "./ref.js";

const reading = readingIn(2);
const image = ref("VolumeImage");

describe("5.5.6: ref", () => {
  // [5.5.6-1..3]
  it("is an href in both formats", () => {
    expect(toJson(image, { href: "volumeImages/1" }, 2)).toBe('{"href":"volumeImages/1"}');
    expect(toXml(image, "volumeImage", { href: "volumeImages/1" }, 2)).toBe('<volumeImage href="volumeImages/1"/>');
    expect(fromJson(image, '{"href":" volumeImages/1 "}', reading)).toEqual({ href: "volumeImages/1" });
    expect(fromXml(image, '<volumeImage href="volumeImages/1"/>', reading)).toEqual({ href: "volumeImages/1" });
  });

  it("becomes absolute when written", () => {
    const absolute = writingIn(2, (path) => `http://example.com/${path}`);
    expect(image.toJson({ href: "a?b=1&c" }, absolute)).toBe('{"href":"http://example.com/a?b=1&c"}');
    expect(image.toXml("image", { href: "a?b=1&c" }, absolute)).toBe('<image href="http://example.com/a?b=1&amp;c"/>');
  });

  it("may hold the attributes instead, or beside (4.2.1.1)", () => {
    expect(fromJson(image, '{"name":"a"}', reading)).toEqual({ value: { name: "a" } });
    expect(fromXml(image, "<image><name>a</name></image>", reading)).toEqual({ value: { name: "a" } });
    expect(fromJson(image, '{"href":"x","name":"a"}', reading)).toEqual({ href: "x", value: { name: "a" } });
    expect(toXml(image, "image", { href: "x", value: { name: "a" } }, 2)).toBe('<image href="x"><name>a</name></image>');
  });

  it("null and the empty element erase beside an href only", () => {
    expect(fromJson(image, '{"href":"x","name":null}', reading)).toEqual({ href: "x", value: { name: null } });
    expect(fromXml(image, '<image href="x"><name/></image>', reading)).toEqual({ href: "x", value: { name: null } });
    expect(fromJson(image, '{"name":null,"bootable":true}', reading)).toEqual({ value: { bootable: true } });
  });

  // [4.1.6.4-5..6]
  it("shows an expanded resource without its type (4.1.6.4)", () => {
    const expanded = {
      type: "VolumeImage",
      values: { id: "volumeImages/1" },
      operations: [{ rel: "edit", href: "volumeImages/1" }],
    };
    expect(toJson(image, { href: "volumeImages/1", expanded }, 2)).toBe(
      '{"href":"volumeImages/1","id":"volumeImages/1","operations":[{"rel":"edit","href":"volumeImages/1"}]}',
    );
  });

  it.each([
    "{}",
    "null",
    "1",
    "[]",
    '"volumeImages/1"',
    '{"href":1}',
    '{"href":"a b"}',
    '{"href":"\\u0000"}',
    '{"href":"\\ud800"}',
    '{"unknown":1}',
  ])("refuses %s", (text) => expect(() => fromJson(image, text, reading)).toThrow());

  it("refuses attributes by value where any type is referred to", () => {
    expect(() => fromJson(ref("*"), '{"name":"a"}', reading)).toThrow("only an href is accepted here");
  });

  it("says where the fault is", () => {
    expect(() => fromJson(image, '{"href":"a b"}', reading)).toThrow('href: expected a URI (RFC 3986), got "a b"');
  });

  it("reads a plain URI on tolerant faces, and where the standard prints one", () => {
    const tolerant = readingIn(1, { tolerant: true });
    expect(fromJson(image, '" volumeImages/1 "', tolerant)).toEqual({ href: "volumeImages/1" });
    expect(fromXml(image, "<image> volumeImages/1 </image>", tolerant)).toEqual({ href: "volumeImages/1" });
    expect(fromJson(ref("*", { plain: true }), '"volumes"', reading)).toEqual({ href: "volumes" });
  });

  it("5.5.15 says nothing of references: one without content is not shown", () => {
    expect([image.isEmpty({}), image.isEmpty({ href: "" }), image.isEmpty({ value: {} }), image.isEmpty({ href: "x" })]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
