import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { subset } from "./page.js";

const items = ["a", "b", "c", "d", "e"];

// [4.1.6.2-4..5] [4.1.6.2-7] [4.1.6.2-9]
describe("$first and $last (4.1.6.2)", () => {
  it.each([
    ["neither", {}, ["a", "b", "c", "d", "e"]],
    ["both, which belong to the range", { first: 2, last: 4 }, ["b", "c", "d"]],
    ["one item", { first: 3, last: 3 }, ["c"]],
    ["$last is implied: the last item", { first: 4 }, ["d", "e"]],
    ["$first is implied: 1", { last: 2 }, ["a", "b"]],
    ["partly outside", { first: 4, last: 99 }, ["d", "e"]],
    ["wholly outside", { first: 6, last: 99 }, []],
    ["far outside", { first: Number.MAX_SAFE_INTEGER }, []],
    ["$first after $last", { first: 4, last: 2 }, []],
    ["$first just after $last", { first: 3, last: 2 }, []],
    ["$first after $last, outside", { first: 9, last: 7 }, []],
    ["absent as undefined", { first: undefined, last: undefined }, ["a", "b", "c", "d", "e"]],
  ])("%s", (_, range, expected) => {
    expect(subset(items, range)).toEqual(expected);
  });

  it("of nothing is nothing", () => {
    expect(subset([], { first: 1, last: 1 })).toEqual([]);
  });

  it("takes exactly the positions of the range, and leaves the list alone", () => {
    const ordinal = fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 10 }), ordinal, ordinal, (list, first, last) => {
        const before = [...list];
        const expected = list.filter((_, index) => index + 1 >= (first ?? 1) && index + 1 <= (last ?? list.length));
        expect(subset(list, { first, last })).toEqual(expected);
        expect(list).toEqual(before);
      }),
    );
  });
});
