import { describe, expect, it } from "@jest/globals";
import { direct, type Load, Remembering, withinTransaction } from "./lookup.js";
import { FOREIGN, SCOPE } from "./testing/engines.js";

/** Rows as a database would have them, and the keys that it was asked for. */
function table(rows: Record<string, string>) {
  const asked: string[][] = [];
  const load: Load<string> = async (keys) => {
    asked.push([...keys]);
    return new Map(keys.flatMap((key) => (rows[key] === undefined ? [] : [[key, rows[key]]])));
  };
  return { rows, asked, load };
}

const remembering = (absences: boolean, limit = 10_000) =>
  new Remembering<string>({ limit, absences, weigh: (value) => value.length });

describe("remembered reads", () => {
  it("ask once for what is there, and only for what is not known yet", async () => {
    const { asked, load } = table({ a: "1", b: "2" });
    const lookup = remembering(true);
    await lookup.find(SCOPE, "T", ["a"], load);
    expect(await lookup.find(SCOPE, "T", ["a", "b"], load)).toEqual(
      new Map([
        ["a", "1"],
        ["b", "2"],
      ]),
    );
    expect(asked).toEqual([["a"], ["b"]]);
  });

  it.each([
    [true, 1],
    [false, 2],
  ])("with absences kept: %s, ask %i times for what is not there", async (absences, times) => {
    const { asked, load } = table({});
    const lookup = remembering(absences);
    for (let read = 0; read < 2; read += 1) expect(await lookup.find(SCOPE, "T", ["a"], load)).toEqual(new Map());
    expect(asked).toHaveLength(times);
  });

  it("keep scopes and types apart", async () => {
    const { asked, load } = table({ a: "1" });
    const lookup = remembering(true);
    for (const scope of [SCOPE, ...FOREIGN]) await lookup.find(scope, "T", ["a"], load);
    await lookup.find(SCOPE, "U", ["a"], load);
    expect(asked).toHaveLength(4);
  });

  it("ask again for what was forgotten", async () => {
    const { rows, load } = table({ a: "old" });
    const lookup = remembering(true);
    await lookup.find(SCOPE, "T", ["a"], load);
    rows.a = "new";
    lookup.forget(SCOPE, "T", "a");
    expect((await lookup.find(SCOPE, "T", ["a"], load)).get("a")).toBe("new");
  });

  it("do not keep what was read before a write that ended meanwhile", async () => {
    const { rows, load } = table({ a: "old" });
    const lookup = remembering(true);
    await lookup.find(SCOPE, "T", ["a"], async (keys) => {
      const before = await load(keys);
      rows.a = "new";
      lookup.forget(SCOPE, "T", "a");
      return before;
    });
    expect((await lookup.find(SCOPE, "T", ["a"], load)).get("a")).toBe("new");
  });

  it("stay within their limit", async () => {
    const { asked, load } = table({ a: "x".repeat(400), b: "x".repeat(400), c: "x".repeat(400) });
    const lookup = remembering(true, 1_200);
    for (const key of ["a", "b", "c", "c", "a"]) await lookup.find(SCOPE, "T", [key], load);
    expect(asked.flat()).toEqual(["a", "b", "c", "a"]);
  });
});

describe("reads within a transaction", () => {
  it("ask each time, and have the outside forget only at the end", async () => {
    const { rows, asked, load } = table({ a: "old" });
    const outside = remembering(true);
    await outside.find(SCOPE, "T", ["a"], load);
    const atEnd: (() => void)[] = [];
    const within = withinTransaction(outside, (action) => atEnd.push(action));
    rows.a = "new";
    within.forget(SCOPE, "T", "a");
    expect((await within.find(SCOPE, "T", ["a"], load)).get("a")).toBe("new");
    expect((await outside.find(SCOPE, "T", ["a"], load)).get("a")).toBe("old");
    for (const action of atEnd) action();
    expect((await outside.find(SCOPE, "T", ["a"], load)).get("a")).toBe("new");
    expect(asked).toHaveLength(3);
  });
});

describe("direct reads", () => {
  it("ask each time, and not at all for nothing", async () => {
    const { asked, load } = table({ a: "1" });
    const lookup = direct<string>();
    for (let read = 0; read < 2; read += 1) await lookup.find(SCOPE, "T", ["a"], load);
    expect(await lookup.find(SCOPE, "T", [], load)).toEqual(new Map());
    expect(asked).toEqual([["a"], ["a"]]);
  });
});
