import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { fromKibibytes, fromKilobytes, GIBIBYTE, kibibytes, kilobytes, MEBIBYTE } from "./sizes.js";

/** The units in which clouds count disks and memory. */
const DISK_UNITS = [GIBIBYTE, MEBIBYTE, 1_000_000_000, 1024, 1000] as const;
const MEMORY_UNITS = [GIBIBYTE, MEBIBYTE, 1024] as const;

/** Up to 64 TiB, the largest disks that clouds offer. */
const amounts = (unit: number) => fc.integer({ min: 0, max: Math.floor((64 * 1024 * GIBIBYTE) / unit) });

describe("native → CIMI → native is the identity (Contract, Units)", () => {
  it.each(DISK_UNITS)("for disks in units of %i bytes", (unit) => {
    fc.assert(fc.property(amounts(unit), (amount) => fromKilobytes(kilobytes(amount, unit), unit) === amount));
  });

  it.each(MEMORY_UNITS)("for memory in units of %i bytes", (unit) => {
    fc.assert(fc.property(amounts(unit), (amount) => fromKibibytes(kibibytes(amount, unit), unit) === amount));
  });
});

describe("a wish is rounded up to what holds it, and not further", () => {
  const wishes = fc.integer({ min: 0, max: 64 * 1024 ** 3 });

  it.each(DISK_UNITS)("for disks in units of %i bytes", (unit) => {
    fc.assert(
      fc.property(wishes, (capacity) => {
        const amount = fromKilobytes(capacity, unit);
        return amount * unit >= capacity * 1000 && (amount - 1) * unit < capacity * 1000;
      }),
    );
  });

  it.each(MEMORY_UNITS)("for memory in units of %i bytes", (unit) => {
    fc.assert(
      fc.property(wishes, (memory) => {
        const amount = fromKibibytes(memory, unit);
        return amount * unit >= memory * 1024 && (amount - 1) * unit < memory * 1024;
      }),
    );
  });
});

describe("what is read is rounded down, and is never more than there is", () => {
  it.each(DISK_UNITS)("for disks in units of %i bytes", (unit) => {
    fc.assert(fc.property(amounts(unit), (amount) => kilobytes(amount, unit) * 1000 <= amount * unit));
  });

  it("8 GiB are 8589934 kB, and those are 8 GiB again", () => {
    expect(kilobytes(8, GIBIBYTE)).toBe(8_589_934);
    expect(fromKilobytes(8_589_934, GIBIBYTE)).toBe(8);
    expect(fromKilobytes(8_589_935, GIBIBYTE)).toBe(9);
  });
});
