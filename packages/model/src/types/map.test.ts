import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { map } from "./map.js";

const reading = readingIn(2);

describe("5.5.7: map", () => {
  // [5.7.1-5]
  it("is an object in JSON; in XML an element per key, in edition 2 inside a wrapper", () => {
    expect(toJson(map, { a: "1", B: "" }, 1)).toBe('{"a":"1","B":""}');
    expect(toXml(map, "properties", { a: "1", B: "" }, 2)).toBe(
      '<properties><property key="a">1</property><property key="B"/></properties>',
    );
    expect(toXml(map, "properties", { a: "1", B: "" }, 1)).toBe('<property key="a">1</property><property key="B"/>');
  });

  it("reads the form of either edition, and edition 1.0.0's attribute name", () => {
    const expected = { a: "1", b: "2" };
    for (const text of [
      '<properties><property key="a">1</property><property key="b">2</property></properties>',
      '<property key="a">1</property><property key="b">2</property>',
      '<property name="a">1</property><property name="b">2</property>',
    ]) {
      expect(fromXml(map, text, reading)).toEqual(expected);
    }
  });

  // [5.5.7-1] [5.7.1-4]
  it("keys are case sensitive, and the same key shall not be used twice", () => {
    expect(fromJson(map, '{"a":"1","A":"2"}', reading)).toEqual({ a: "1", A: "2" });
    expect(() => fromXml(map, '<property key="a">1</property><property key="a">2</property>', reading)).toThrow(
      'the key "a" is given twice',
    );
    expect(() => fromJson(map, '{"a":"1","a":"2"}', reading)).toThrow('the member "a" twice');
  });

  it("a key such as __proto__ is only a key", () => {
    const read = fromJson(map, '{"__proto__":"x","constructor":"y"}', reading);
    expect(Object.keys(read)).toEqual(["__proto__", "constructor"]);
    expect(Object.keys(fromXml(map, toXml(map, "properties", read, 2), reading))).toEqual(["__proto__", "constructor"]);
    expect("polluted" in {}).toBe(false);
  });

  it.each(["[]", "null", '"a"', '{"a":1}', '{"a":null}', '{"a":{}}', '{"\\u0000":"a"}'])("refuses %s", (text) => {
    expect(() => fromJson(map, text, reading)).toThrow();
  });

  it("refuses an entry without a key, and one that holds elements", () => {
    expect(() => fromXml(map, "<properties><property>1</property></properties>", reading)).toThrow(
      "an entry lacks its attribute key",
    );
    expect(() => fromXml(map, '<property key="a"><b/></property>', reading)).toThrow("a: holds elements where text is expected");
  });

  it("an empty map is not serialised (5.5.15)", () => {
    expect([map.isEmpty({}), map.isEmpty({ "": "" })]).toEqual([true, false]);
  });
});
