import { describe, expect, it } from "@jest/globals";
import { checkMatch, ETags, matchesNone } from "./etag.js";
import type { Entity } from "./read/entity.js";

const entity = (values: Entity["values"]): Entity => ({
  type: "Machine",
  id: "7",
  path: "machines/7",
  nativeId: "i-7",
  native: {},
  values,
});

const tags = new ETags();
const web = entity({ name: "web", cpu: 2 });

describe("the tag of a resource (DESIGN, ETag)", () => {
  it("is a strong one, made of the state and of the view", () => {
    expect(tags.of(web, "json 2 base")).toMatch(/^"[\w-]{22}-[\w-]{11}"$/);
  });

  it("is the same for equal states, in whichever order they were read", () => {
    expect(tags.of(entity({ cpu: 2, name: "web" }), "json 2 base")).toBe(tags.of(web, "json 2 base"));
  });

  it("is another one for another state", () => {
    expect(tags.of(entity({ name: "web", cpu: 4 }), "json 2 base")).not.toBe(tags.of(web, "json 2 base"));
    expect(tags.of(entity({ name: "web" }), "json 2 base")).not.toBe(tags.of(web, "json 2 base"));
  });

  it("differs between format, edition and selection, but not in its state", () => {
    const views = ["json 2 base", "xml 2 base", "json 1 base", "json 2 base $select=name"].map((view) => tags.of(web, view));
    expect(new Set(views).size).toBe(4);
    expect(new Set(views.map((tag) => tag.slice(0, 23))).size).toBe(1);
  });

  it("stays right when more views are asked for than are remembered", () => {
    const views = Array.from({ length: 40 }, (_, index) => `view ${index}`);
    const first = views.map((view) => tags.of(web, view));
    expect(views.map((view) => tags.of(web, view))).toEqual(first);
    expect(new Set(first).size).toBe(40);
  });
});

describe("If-Match (4.1.7.2)", () => {
  const state = tags.state(web);
  const accepts = (header: string | undefined) => () => checkMatch(header, state);

  it("holds for the state under any view, since that is what changes", () => {
    expect(accepts(tags.of(web, "json 2 base"))).not.toThrow();
    expect(accepts(tags.of(web, "xml 1 other"))).not.toThrow();
    expect(accepts(`"other-x", ${tags.of(web, "json 2 base")}`)).not.toThrow();
    expect(accepts("*")).not.toThrow();
    expect(accepts(undefined)).not.toThrow();
  });

  it.each(["an old one", "a weak one (RFC 9110, 13.1.1)", "none of ours", "nothing"])("refuses %s with 412", (kind) => {
    const header = {
      "an old one": tags.of(entity({ name: "old" }), "json 2 base"),
      "a weak one (RFC 9110, 13.1.1)": `W/${tags.of(web, "json 2 base")}`,
      "none of ours": '"1"',
      nothing: "",
    }[kind];
    expect(accepts(header)).toThrow(expect.objectContaining({ status: 412 }));
  });
});

describe("If-None-Match (RFC 9110, 13.1.2)", () => {
  const tag = tags.of(web, "json 2 base");

  it("holds for exactly the view, compared weakly", () => {
    expect(matchesNone(tag, tag)).toBe(true);
    expect(matchesNone(`W/${tag}`, tag)).toBe(true);
    expect(matchesNone(`"a", ${tag}`, tag)).toBe(true);
    expect(matchesNone("*", tag)).toBe(true);
  });

  it("does not for another view, nor where it is not asked", () => {
    expect(matchesNone(tags.of(web, "xml 2 base"), tag)).toBe(false);
    expect(matchesNone(undefined, tag)).toBe(false);
  });
});
