import { describe, expect, it } from "@jest/globals";
import { gather, gatherBy, paged } from "./pages.js";

const PAGES = { "": { items: [1, 2], token: "a" }, a: { items: [], token: "b" }, b: { items: [3] } } as const;

describe("paged", () => {
  it("follows the tokens page by page, also past an empty page", async () => {
    const asked: (string | undefined)[] = [];
    const pages = paged(async (token?: string) => {
      asked.push(token);
      return PAGES[(token ?? "") as keyof typeof PAGES];
    });
    expect(await gather<number>(pages)).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, "a", "b"]);
  });

  it.each([undefined, ""])("ends at the token %j, which some providers send with the last page", async (token) => {
    let calls = 0;
    const next = async () => {
      calls++;
      return { items: ["only"], token };
    };
    expect(await gather(paged(next))).toEqual(["only"]);
    expect(calls).toBe(1);
  });

  it("asks for a page only when somebody wants it", async () => {
    let calls = 0;
    const next = async () => {
      calls++;
      return { items: [calls], token: "more" };
    };
    for await (const [item] of paged(next)) if (item === 2) break;
    expect(calls).toBe(2);
  });

  it("fails with the page that fails", async () => {
    await expect(gather(paged(() => Promise.reject(new Error("page 1"))))).rejects.toThrow("page 1");
  });
});

describe("gatherBy", () => {
  it("puts together what belongs to one, across pages, and leaves out what is nobody's", async () => {
    const pages = paged(async (token?: string) =>
      token === undefined ? { items: ["a1", "b1", "-"], token: "next" } : { items: ["a2"] },
    );
    const groups = await gatherBy(pages, (item) => (item === "-" ? undefined : item[0]));
    expect([...groups]).toEqual([
      ["a", ["a1", "a2"]],
      ["b", ["b1"]],
    ]);
  });
});
