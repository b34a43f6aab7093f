import { describe, expect, it } from "@jest/globals";
import { Recent } from "./recent.js";

const filled = (limit: number, ...keys: string[]): Recent<string> => {
  const recent = new Recent<string>(limit);
  for (const key of keys) recent.set(key, key.toUpperCase(), 1);
  return recent;
};
const kept = (recent: Recent<string>, keys: string) => [...keys].filter((key) => recent.has(key)).join("");

describe("recent entries", () => {
  it("drop the one used longest ago", () => {
    const recent = filled(3, "a", "b", "c");
    expect(recent.get("a")).toBe("A");
    recent.set("d", "D", 1);
    expect(kept(recent, "abcd")).toBe("acd");
  });

  it("drop as many as a heavy one needs", () => {
    const recent = filled(3, "a", "b", "c");
    recent.set("d", "D", 2);
    expect(kept(recent, "abcd")).toBe("cd");
  });

  it("do not keep one that is too heavy alone", () => {
    const recent = filled(3, "a");
    recent.set("d", "D", 4);
    expect(kept(recent, "ad")).toBe("");
  });

  it("count an entry that is set again once", () => {
    const recent = filled(3, "a", "a", "a", "b", "c");
    expect(kept(recent, "abc")).toBe("abc");
    recent.delete("a");
    recent.delete("a");
    recent.set("d", "D", 1);
    expect(kept(recent, "bcd")).toBe("bcd");
  });
});
