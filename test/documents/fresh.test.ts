import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { filesUnder, ROOT, textOf } from "../architecture/sources.js";
import { FOLDER, generated } from "./generated.js";

/** What differs is mended by `npm run docs`. */
describe("the generated documents are what the sources say", () => {
  const wanted = generated();

  it("each is there, and as it would be written now", async () => {
    const stale = [...(await wanted)].filter(([path, text]) => !existsSync(join(ROOT, path)) || textOf(path) !== text);
    expect(stale.map(([path]) => path)).toEqual([]);
  });

  it("none is left over from a type that is gone", async () => {
    const known = await wanted;
    expect(filesUnder(FOLDER).filter((path) => !known.has(path))).toEqual([]);
  });
});
