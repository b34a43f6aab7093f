import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { nativeId, pathOf, reference } from "./reference.js";

describe("references by native id", () => {
  it.each([
    ["Machine", "i-1", "machines/i-1"],
    ["MachineConfiguration", "t3.micro", "machineConfigs/t3.micro"],
    ["Disk", "vol 1/2", "Disk/vol%201%2F2"],
  ] as const)("of a %s %s are %s", (type, id, path) => {
    expect([pathOf(type, id), reference(type, id)]).toEqual([path, { href: path }]);
  });

  it("give the native id back, whatever it is made of", () => {
    const ids = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(fc.property(ids, (id) => nativeId(reference("Volume", id)) === id));
  });
});
