import { describe, expect, it } from "@jest/globals";
import { attribute } from "../describe.js";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { any } from "./any.js";
import { array } from "./array.js";
import { integer } from "./integer.js";
import { map } from "./map.js";
import { ref } from "./ref.js";
import { string } from "./string.js";
import { structure } from "./structure.js";

const reading = readingIn(2);
const summary = structure({ low: attribute(integer), high: attribute(integer), note: attribute(string) });

describe("5.5.8: structure", () => {
  // [5.5.8-1] [5.5.11-4]
  it("is an object in JSON and XML attributes of one element; its type's name never appears", () => {
    expect(toJson(summary, { low: 1, high: 2 }, 2)).toBe('{"low":1,"high":2}');
    expect(toXml(summary, "systemIncidents", { low: 1, high: 2 }, 2)).toBe('<systemIncidents low="1" high="2"/>');
  });

  it("members may be child elements; either form is read, but not both of one member", () => {
    expect(fromXml(summary, '<s low="1"><high>2</high></s>', reading)).toEqual({ low: 1, high: 2 });
    expect(() => fromXml(summary, '<s low="1"><low>2</low></s>', reading)).toThrow(
      "low: is given both as an attribute and as an element",
    );
  });

  it("may be written as child elements in an edition", () => {
    const asElements = structure({ low: attribute(integer) }, { elements: [1] });
    expect([toXml(asElements, "s", { low: 1 }, 1), toXml(asElements, "s", { low: 1 }, 2)]).toEqual([
      "<s><low>1</low></s>",
      '<s low="1"/>',
    ]);
  });

  it("members with parts of their own are child elements", () => {
    const nested = structure({
      name: attribute(string),
      properties: attribute(map),
      image: attribute(ref("VolumeImage")),
      inner: attribute(array(summary)),
    });
    const value = { name: "a", properties: { k: "v" }, image: { href: "i" }, inner: [{ low: 1 }] };
    const text =
      '<s name="a"><properties><property key="k">v</property></properties><image href="i"/><inner><inner low="1"/></inner></s>';
    expect(toXml(nested, "s", value, 2)).toBe(text);
    expect(fromJson(nested, toJson(nested, value, 2), reading)).toEqual(value);
  });

  it("one member may be the text of the element (a capability's value, 5.11)", () => {
    const capability = structure({ uri: attribute(string), value: attribute(any, { content: true }) });
    expect(toXml(capability, "capability", { uri: "u", value: true }, 2)).toBe('<capability uri="u">true</capability>');
    expect(fromXml(capability, '<capability uri="u"> a&lt;b </capability>', reading)).toEqual({ uri: "u", value: "a<b" });
  });

  it("of some members exactly one may be asked for: those that the edition has (Table 14)", () => {
    const either = structure(
      {
        name: attribute(string),
        old: attribute(ref("*"), { until: 1 }),
        a: attribute(ref("*")),
        b: attribute(ref("*"), { since: 2 }),
      },
      { oneOf: ["old", "a", "b"] },
    );
    expect(fromJson(either, '{"b":{"href":"x"}}', reading)).toEqual({ b: { href: "x" } });
    expect(fromXml(either, '<s><old href="x"/></s>', readingIn(1))).toEqual({ old: { href: "x" } });
    expect(() => fromJson(either, '{"name":"c"}', readingIn(1))).toThrow("needs exactly one of old, a; got none");
    expect(() => fromXml(either, '<s name="c"><a href="x"/><b href="y"/></s>', reading)).toThrow(
      "needs exactly one of a, b; got a and b",
    );
  });

  it("blanks in a value survive as an XML attribute", () => {
    const value = { note: " a\tb\r\nc\"<&' " };
    expect(fromXml(summary, toXml(summary, "s", value, 2), reading)).toEqual(value);
  });

  it("5.3: unknown members are refused, on tolerant faces dropped", () => {
    const tolerant = readingIn(2, { tolerant: true });
    for (const text of ['<s low="1" odd="2"/>', "<s><low>1</low><odd>2</odd></s>"]) {
      expect(() => fromXml(summary, text, reading)).toThrow('unknown attribute "odd"');
      expect(fromXml(summary, text, tolerant)).toEqual({ low: 1 });
    }
    expect(() => fromJson(summary, '{"__proto__":{"low":1}}', reading)).toThrow('unknown attribute "__proto__"');
    expect(fromJson(summary, '{"__proto__":{"low":1}}', tolerant)).toEqual({});
  });

  it("attributes of other namespaces are passed over", () => {
    expect(fromXml(summary, '<s xmlns:x="urn:x" x:odd="1" xml:lang="en" low="1"/>', reading)).toEqual({ low: 1 });
  });

  it("4.2.1.1: only top-level attributes of a template are erased; a member set to null has no value", () => {
    const erasable = readingIn(2, { erasable: true });
    expect(fromJson(summary, '{"low":null,"high":1}', erasable)).toEqual({ high: 1 });
    expect(fromXml(summary, '<s high="1"><note/></s>', erasable)).toEqual({ high: 1, note: "" });
  });

  it.each(["[]", "null", '"a"', "1"])("refuses %s", (text) => {
    expect(() => fromJson(summary, text, reading)).toThrow("expected an object");
  });
});

describe("edition 1: what a structure refers to stands directly in it (XSD, MachineTemplate's volume and volumeTemplate)", () => {
  const mount = structure({
    initialLocation: attribute(string),
    volumeTemplate: attribute(ref("VolumeTemplate"), { merged: 1 }),
  });
  const byReference = { initialLocation: "/dev/vdb", volumeTemplate: { href: "volumeTemplates/1" } };
  const byValue = {
    initialLocation: "/dev/vdb",
    volumeTemplate: { value: { name: "a", volumeConfig: { href: "volumeConfigs/1" } } },
  };

  it("by reference", () => {
    expect(toXml(mount, "mount", byReference, 1)).toBe('<mount initialLocation="/dev/vdb" href="volumeTemplates/1"/>');
    expect(toJson(mount, byReference, 1)).toBe('{"initialLocation":"/dev/vdb","href":"volumeTemplates/1"}');
    expect(toXml(mount, "mount", byReference, 2)).toBe(
      '<mount initialLocation="/dev/vdb"><volumeTemplate href="volumeTemplates/1"/></mount>',
    );
  });

  it("by value", () => {
    expect(toXml(mount, "mount", byValue, 1)).toBe(
      '<mount initialLocation="/dev/vdb"><name>a</name><volumeConfig href="volumeConfigs/1"/></mount>',
    );
    expect(toJson(mount, byValue, 1)).toBe('{"initialLocation":"/dev/vdb","name":"a","volumeConfig":{"href":"volumeConfigs/1"}}');
  });

  it.each([byReference, byValue, { initialLocation: "/dev/vdb" }, { volumeTemplate: { href: "x", value: { name: "a" } } }])(
    "%j is read back",
    (value) => {
      expect(fromJson(mount, toJson(mount, value, 1), readingIn(1))).toEqual(value);
      expect(fromXml(mount, toXml(mount, "mount", value, 1), readingIn(1))).toEqual(value);
    },
  );

  it("edition 2's form is read in edition 1, too; not the other way round", () => {
    expect(fromJson(mount, toJson(mount, byValue, 2), readingIn(1))).toEqual(byValue);
    expect(fromXml(mount, toXml(mount, "mount", byValue, 2), readingIn(1))).toEqual(byValue);
    expect(() => fromXml(mount, toXml(mount, "mount", byReference, 1), reading)).toThrow('unknown attribute "href"');
  });

  it("an unknown member is refused there as well (5.3)", () => {
    expect(() => fromJson(mount, '{"initialLocation":"a","href":"x","odd":1}', readingIn(1))).toThrow('unknown attribute "odd"');
  });
});
