import { expect, it } from "@jest/globals";
import { grouped } from "./grouping.js";

it("what has the same key stands together, keys and items in the order in which they came", () => {
  const groups = grouped(["b1", "a1", "b2", "a2", "b3"], (text) => text[0]);
  expect([...groups]).toEqual([
    ["b", ["b1", "b2", "b3"]],
    ["a", ["a1", "a2"]],
  ]);
});
