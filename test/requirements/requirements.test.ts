import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ROOT } from "../architecture/sources.js";
import { reasons } from "./document.js";
import { IDS, idsIn } from "./ids.js";
import { REASONS } from "./reasons.js";
import { held, tagsIn } from "./scan.js";

const tests = held();
const why = reasons();
const known = new Set(IDS);
const listed = REASONS.flatMap(({ ids }) => idsIn(ids));

describe("every normative sentence", () => {
  it("is held by a test, or has a reason", () => {
    expect(IDS.filter((id) => !tests.has(id) && !why.has(id))).toEqual([]);
  });

  it("that has a reason is held by no test", () => {
    expect([...why.keys()].filter((id) => tests.has(id))).toEqual([]);
  });

  it("is listed once among the reasons", () => {
    expect(listed.filter((id, index) => listed.indexOf(id) !== index)).toEqual([]);
  });

  it("that is named is one of the standard", () => {
    expect([...tests.keys(), ...listed].filter((id) => !known.has(id))).toEqual([]);
  });
});

describe("how tests name them", () => {
  it("in brackets, one or a range", () => {
    const text = "// [4.1-1] [5.11.1-5..7] and [7-1], not [0-9] nor items[1-2]";
    expect(tagsIn(text)).toEqual(["4.1-1", "5.11.1-5", "5.11.1-6", "5.11.1-7", "7-1"]);
  });

  it("a clause with a star is all that is below it, and no other", () => {
    const below = idsIn("5.5.1.*");
    expect(below).toEqual(["5.5.1-1", "5.5.1-2"]);
  });
});

const path = resolve(ROOT, process.env.CIMI_REFERENCE ?? "../shared", "spec/requirements.tsv");
const title = "the numbers are those of the standard's sentences";

(existsSync(path) ? it : it.skip)(
  existsSync(path) ? title : `${title} (skipped: no requirements.tsv at ${path}; CIMI_REFERENCE names its folder)`,
  () => {
    const [, ...lines] = readFileSync(path, "utf8").trim().split("\n");
    expect(lines.map((line) => line.split("\t")[0])).toEqual(IDS);
  },
);
