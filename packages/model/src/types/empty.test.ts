import { describe, expect, it } from "@jest/globals";
import { write, writingIn } from "../testing/codec.js";
import { boolean } from "./boolean.js";
import { integer } from "./integer.js";
import { map } from "./map.js";
import { string } from "./string.js";

describe("5.5.15: empty attribute values", () => {
  // [5.5.5-4] [5.5.7-2] [5.5.11-6] [5.5.15-1]
  it("an empty string, map, array and Collection is omitted, in both formats and editions", () => {
    const values = { name: "", properties: {}, disks: [], cpu: 0 };
    for (const edition of [1, 2] as const) {
      const namespace = `http://schemas.dmtf.org/cimi/${edition}`;
      const shown = { type: "MachineConfiguration", values };
      expect(write(shown, "json", writingIn(edition))).toBe(`{"resourceURI":"${namespace}/MachineConfiguration","cpu":0}`);
      expect(write(shown, "xml", writingIn(edition))).toContain(
        `<MachineConfiguration xmlns="${namespace}"><cpu>0</cpu></MachineConfiguration>`,
      );
    }
  });

  it("other types have no empty value", () => {
    expect([integer.isEmpty(0), boolean.isEmpty(false)]).toEqual([false, false]);
    expect([string.isEmpty(""), string.isEmpty(" "), map.isEmpty({})]).toEqual([true, false, true]);
  });

  it("an absent, undefined or erased attribute is not shown", () => {
    const shown = { type: "Volume", values: { name: undefined, capacity: null } };
    expect(write(shown, "json", writingIn(2))).toBe('{"resourceURI":"http://schemas.dmtf.org/cimi/2/Volume"}');
  });
});
