import { describe, expect, it } from "@jest/globals";
import { type Asked, bytesOf, isFramed, serialized } from "./asked.js";
import { changedBytes, type Mutation, mutated } from "./mutations.js";
import { changedTree } from "./trees.js";

const asked: Asked = {
  method: "PUT",
  target: "/cimi/2/sandbox/machines/7?a=b",
  headers: [["accept", "x"]],
  body: '{"name":"é"}',
};
const after = (...changes: readonly Mutation[]): Asked => mutated(asked, changes, [asked]);

describe("changes to a request", () => {
  it.each<[Mutation, Partial<Asked>]>([
    [{ kind: "face", face: "/cimi" }, { target: "/cimi/machines/7?a=b" }],
    [{ kind: "method", method: "get" }, { method: "get" }],
    [{ kind: "segment", at: 3, segment: "..", inserted: false }, { target: "/cimi/2/sandbox/../7?a=b" }],
    [{ kind: "segment", at: 5, segment: "", inserted: true }, { target: "/cimi/2/sandbox/machines/7/?a=b" }],
    [{ kind: "query", query: "c", only: true }, { target: "/cimi/2/sandbox/machines/7?c" }],
    [{ kind: "query", query: "c", only: false }, { target: "/cimi/2/sandbox/machines/7?a=b&c" }],
    [{ kind: "header", header: ["accept", "y"] }, { headers: [["accept", "y"]] }],
    [{ kind: "bare", at: 0 }, { headers: [] }],
    [{ kind: "bytes", part: "body", change: { at: 0, length: 1, bytes: "[" } }, { body: '["name":"é"}' }],
  ])("%j", (change, changed) => {
    expect(after(change)).toEqual({ ...asked, ...changed });
  });

  it.each([
    ["replace", '{"name":[1]}'],
    ["remove", "{}"],
    ["nest", '{"name":{"name":"a"}}'],
    ["repeat", '{"name":"a","name":[1]}'],
  ] as const)("JSON: %s", (how, changed) => {
    expect(changedTree('{"name":"a"}', { at: 0, value: [1], how })).toBe(changed);
  });

  it.each([
    ["replace", "<a><b>x&#60;</b></a>"],
    ["remove", "<a></a>"],
    ["rename", "<a><extra>x&#60;</extra></a>"],
    ["repeat", "<a><b>1</b><b>1</b></a>"],
  ] as const)("XML: %s", (how, changed) => {
    expect(changedTree("<a><b>1</b></a>", { at: 0, value: "x<", how })).toBe(changed);
  });

  it("a body that is neither stays", () => expect(changedTree("{", { at: 0, value: 1, how: "remove" })).toBe("{"));

  it("the length is that of the changed body, in bytes", () => {
    expect(serialized({ ...asked, body: bytesOf("é") }, "host")).toMatch(/content-length: 2\r\n.*\r\n\r\n..$/s);
  });

  it("a request whose framing was touched need not be answered", () => {
    const broken = { ...asked, target: changedBytes(asked.target, { at: 500, length: 0, bytes: "\r\n" }) };
    expect([isFramed(asked), isFramed(broken), isFramed({ ...asked, method: "FLY" })]).toEqual([true, false, false]);
  });
});
