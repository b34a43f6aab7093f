import { describe, expect, it } from "@jest/globals";
import type { Answer, Harness } from "../harness.js";
import { facesOf } from "./faces.js";

const entry = (edition: number, base: string, name = "blue"): string =>
  JSON.stringify({ resourceURI: `http://schemas.dmtf.org/cimi/${edition}/CloudEntryPoint`, name, baseURI: base });

const json = (body: string): Answer => ({ status: 200, headers: { "Content-Type": "application/json" }, body });
const MISSING: Answer = { status: 404, headers: { "content-type": "text/html" }, body: "<p>Not Found" };

/** A service that answers by address, and by the edition asked for where the address ends in `*`. */
const serving =
  (answers: Readonly<Record<string, Answer>>): Harness["send"] =>
  async (_method, target, { headers }) =>
    answers[`${target} ${headers["cimi-specification-version"]}`] ?? answers[target] ?? MISSING;

const of = (answers: Readonly<Record<string, Answer>>, siblings = {}) =>
  facesOf({ entryPoint: "http://c.test/start", siblings }, serving(answers));

const START = "http://c.test/start";
const FACE_2 = { entryPoint: START, base: "http://c.test/two/" };

describe("where a service speaks which edition (5.12)", () => {
  it("one edition is what there is, where no other is found", async () => {
    expect(await of({ [START]: json(entry(2, "http://c.test/two/")) })).toEqual({ 2: FACE_2 });
  });

  it("an XML entry point says its edition by its namespace", async () => {
    const body = '<CloudEntryPoint xmlns="http://schemas.dmtf.org/cimi/1"><baseURI>http://c.test/</baseURI></CloudEntryPoint>';
    const answer = { status: 200, headers: { "content-type": "text/xml" }, body };
    expect(await of({ [START]: answer })).toEqual({ 1: { entryPoint: START, base: "http://c.test/" } });
  });

  it("the other edition is at the address given", async () => {
    const faces = await of(
      { [START]: json(entry(2, "http://c.test/two/")), "http://d.test/": json(entry(1, "http://d.test/one/")) },
      { 1: "http://d.test/" },
    );
    expect(faces).toEqual({ 2: FACE_2, 1: { entryPoint: "http://d.test/", base: "http://d.test/one/" } });
  });

  it("an address given for an edition has to speak it", async () => {
    const answers = { [START]: json(entry(2, "http://c.test/two/")) };
    await expect(of(answers, { 1: START })).rejects.toThrow("speaks edition 2, not 1");
  });

  it("the other edition is at the same address, where the header chooses", async () => {
    const faces = await of({
      [START]: json(entry(2, "http://c.test/two/")),
      [`${START} 1.0`]: json(entry(1, "http://c.test/two/")),
    });
    expect(faces).toEqual({ 2: FACE_2, 1: FACE_2 });
  });

  it("the other edition is in the service's index, under the same name", async () => {
    const index = ["http://c.test/other", "http://c.test/same", "http://elsewhere.test/"];
    const faces = await of({
      [START]: json(entry(2, "http://c.test/two/")),
      "http://c.test/": json(JSON.stringify({ any: index })),
      "http://c.test/other": json(entry(1, "http://c.test/o/", "red")),
      "http://c.test/same": json(entry(1, "http://c.test/s/")),
    });
    expect(faces[1]).toEqual({ entryPoint: "http://c.test/same", base: "http://c.test/s/" });
  });

  it.each<[Answer, RegExp]>([
    [MISSING, /answered 404/],
    [{ ...MISSING, status: 200 }, /no Cloud Entry Point/],
    [json('{"resourceURI":"http://schemas.dmtf.org/cimi/2/Machine"}'), /is a Machine; a CloudEntryPoint is wanted/],
    [json('{"resourceURI":"http://schemas.dmtf.org/cimi/2/CloudEntryPoint"}'), /baseURI/],
  ])("what is none is refused with what is wrong", async (answer, problem) => {
    await expect(of({ [START]: answer })).rejects.toThrow(problem);
  });
});
