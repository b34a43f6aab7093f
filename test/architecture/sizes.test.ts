import { describe, expect, it } from "@jest/globals";
import { filesUnder, isForTests, productSources, textOf, workspaces } from "./sources.js";

/** Where files are longer contributors get lost. */
const LONGEST = 350;

const lines = (path: string): number => textOf(path).split("\n").length - 1;
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const ours = ["packages", "adapters", "test", "scripts"].flatMap(filesUnder).filter((path) => /\.(ts|mts|mjs|js|py)$/.test(path));

describe("the texture", () => {
  it(`no file is longer than ${LONGEST} lines`, () => {
    const long = ours.map((path) => [path, lines(path)] as const).filter(([, count]) => count > LONGEST);
    expect(long).toEqual([]);
  });

  it("the median of the files that make a gateway is at most 130 lines", () => {
    const sizes = workspaces.flatMap(productSources).map(lines);
    expect(median(sizes)).toBeLessThanOrEqual(130);
  });

  it("every package has tests", () => {
    const without = workspaces.filter(({ sources, folder }) => !sources.some(isForTests) && folder !== "packages/conformance");
    expect(without.map(({ folder }) => folder)).toEqual([]);
  });
});
