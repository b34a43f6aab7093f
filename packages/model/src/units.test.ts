import { describe, expect, it } from "@jest/globals";
import { unitNamed, unitWords } from "./units.js";

describe("units (5.6, Table 4)", () => {
  it.each([
    ["kilobyte", 10n ** 3n],
    ["megabyte", 10n ** 6n],
    ["yottabyte", 10n ** 24n],
    ["yottabye", 10n ** 24n],
    ["kibibyte", 2n ** 10n],
    ["gibibyte", 2n ** 30n],
    ["yobibyte", 2n ** 80n],
  ])("a %s is so many bytes, in the plural too", (word, size) => {
    expect(unitNamed(word)).toEqual({ of: "byte", size });
    expect(unitNamed(`${word}s`)).toEqual({ of: "byte", size });
  });

  it("megahertz, which the clause prints, is no amount of bytes", () => {
    expect(unitNamed("megahertz")).toEqual({ of: "hertz", size: 10n ** 6n });
    expect(unitWords("hertz")).toEqual(["hertz", "kilohertz", "megahertz", "gigahertz", "terahertz"]);
  });

  it.each(["GbB", "bytess", "", "kilo", "Kilobyte"])("%p is no unit", (word) => expect(unitNamed(word)).toBeUndefined());
});
