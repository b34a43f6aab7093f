import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { type ValueScope, valueScope } from "./value-scope.js";

const reading = readingIn(2);

/** The five forms that the clause prints, in JSON and in XML. */
const forms: readonly (readonly [string, ValueScope, string])[] = [
  [
    "1, a value with units",
    { cpu: { value: 2000, units: "megahertz" } },
    "<cpu><value>2000</value><units>megahertz</units></cpu>",
  ],
  [
    "2, a range",
    { memory: { minimum: 4000, maximum: 10000, units: "kibibyte", default: 4000, increment: 2000 } },
    "<memory><minimum>4000</minimum><maximum>10000</maximum><units>kibibyte</units><default>4000</default><increment>2000</increment></memory>",
  ],
  [
    "3, an enumeration",
    { cpuArch: { values: ["Alpha", "ARM", 68000], default: "ARM" } },
    "<cpuArch><value>Alpha</value><value>ARM</value><value>68000</value><default>ARM</default></cpuArch>",
  ],
  ["3, an enumeration of one", { cpuArch: { values: ["ARM"] } }, "<cpuArch><values><value>ARM</value></values></cpuArch>"],
  ["4, units only", { capacity: { units: "megabyte" } }, "<capacity><units>megabyte</units></capacity>"],
  [
    "5, the items of a Collection",
    { machines: { item: { remoteLocation: { values: ["u1", "u2"], default: "u1" } } } },
    "<machines><item><remoteLocation><value>u1</value><value>u2</value><default>u1</default></remoteLocation></item></machines>",
  ],
  ["an open range", { memory: { minimum: 1 } }, "<memory><minimum>1</minimum></memory>"],
  [
    "a decimal fraction",
    { cpuSpeed: { minimum: 2, maximum: 4, units: "GHz", default: 2.5 } },
    "<cpuSpeed><minimum>2</minimum><maximum>4</maximum><units>GHz</units><default>2.5</default></cpuSpeed>",
  ],
];

describe("5.5.14: valueScope", () => {
  // [5.5.14-1]
  it.each(forms)("form %s", (_, value, text) => {
    expect(toXml(valueScope, "valueScope", value, 2)).toBe(`<valueScope>${text}</valueScope>`);
    expect(fromXml(valueScope, `<valueScope>${text}</valueScope>`, reading)).toEqual(value);
    expect(JSON.parse(toJson(valueScope, value, 2))).toEqual(value);
    expect(fromJson(valueScope, JSON.stringify(value), reading)).toEqual(value);
  });

  it("keeps the reserved words apart from an attribute of the same name", () => {
    const value: ValueScope = { item: { value: 1 }, value: { units: "a" } };
    expect(fromXml(valueScope, toXml(valueScope, "valueScope", value, 2), reading)).toEqual(value);
    expect(fromJson(valueScope, toJson(valueScope, value, 2), reading)).toEqual(value);
  });

  it.each([
    '{"cpu":1}',
    '{"cpu":{"most":1}}',
    '{"cpu":{"minimum":"a"}}',
    '{"1cpu":{}}',
    '{"a b":{}}',
    '{"cpu":{"item":[]}}',
    "[]",
  ])("refuses %s", (text) => {
    expect(() => fromJson(valueScope, text, reading)).toThrow();
  });

  it("5.2: keys are names of attributes, __proto__ an ordinary one", () => {
    const read = fromJson(valueScope, '{"__proto__":{"value":1}}', reading);
    expect(Object.keys(read)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });
});
