import { amount, boolean, type Scope, string, uri } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Scoped } from "./amount.js";
import { acceptedBy, defaultOf, isAllowed } from "./scope.js";

const memory: Scoped = { type: amount as Scoped["type"], unit: "kibibyte" };
const speed: Scoped = { type: amount as Scoped["type"], unit: "megahertz" };
const text: Scoped = { type: string as Scoped["type"] };
const allowed = (held: unknown, attribute: Scoped, scope: Scope): boolean => isAllowed(held, attribute, scope, (href) => href);

describe("amounts in the units of a scope (5.6, Table 4)", () => {
  it.each([
    [{ value: 2, units: "gibibytes" }, 2 * 2 ** 20, 2 * 2 ** 20 + 1],
    [{ value: 1, units: "megabyte" }, 977, 975],
    [{ minimum: 1, units: "gigabyte" }, 976_563, 976_562],
    [{ maximum: 1, units: "gigabyte" }, 976_562, 976_563],
    [{ minimum: 1, maximum: 7, increment: 3, units: "gibibytes" }, 4 * 2 ** 20, 3 * 2 ** 20],
    [{ maximum: 7, increment: 3, units: "gibibytes" }, 2 ** 20, 2 * 2 ** 20],
    [{ units: "mebibytes" }, 1024, 1025],
    [{ maximum: 1, units: "yottabyte" }, Number.MAX_SAFE_INTEGER, undefined],
  ])("%j has %i kibibytes and not %p", (scope, fits, not) => {
    expect(allowed(fits, memory, scope)).toBe(true);
    if (not !== undefined) expect(allowed(not, memory, scope)).toBe(false);
  });

  it("fractions of a larger unit are amounts of the attribute's own (5.5.14 prints 2.5)", () => {
    const scope: Scope = { minimum: 2, maximum: 4, units: "gigahertz", default: 2.5 };
    expect(defaultOf(speed, scope)).toBe(2500);
    expect(acceptedBy(speed, scope)).toBe("2 to 4 gigahertz (2000 to 4000)");
  });

  it("every step of a range is in it, and nothing between two steps (5.5.14: minimum + N * increment)", () => {
    const ranges = fc.record({ minimum: fc.nat(1000), increment: fc.integer({ min: 2, max: 50 }), steps: fc.nat(20) });
    fc.assert(
      fc.property(ranges, ({ minimum, increment, steps }) => {
        const scope = { minimum, increment, units: "mebibytes" };
        const held = (minimum + steps * increment) * 1024;
        expect([allowed(held, memory, scope), allowed(held + 1024, memory, scope)]).toEqual([true, false]);
      }),
    );
  });
});

describe("values that are no amounts", () => {
  it("are compared as texts: what reads as a number is one in a scope (5.5.13)", () => {
    expect([allowed("68000", text, { values: [68000, "Alpha"] }), allowed("ARM", text, { values: [68000, "Alpha"] })]).toEqual([
      true,
      false,
    ]);
    expect([
      allowed(true, { type: boolean as Scoped["type"] }, { value: true }),
      defaultOf(text, { default: 68000, values: [68000] }),
    ]).toEqual([true, "68000"]);
    expect(allowed("http://example.com/a", { type: uri as Scoped["type"] }, { value: "http://example.com/b" })).toBe(false);
  });

  it("are named as they may be given", () => {
    expect(acceptedBy(text, { values: ["a", 2] })).toBe('"a", 2');
    expect(acceptedBy(memory, { minimum: 4 })).toBe("4 or more");
  });
});
