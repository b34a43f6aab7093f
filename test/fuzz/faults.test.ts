import { describe, expect, it } from "@jest/globals";
import type { Asked } from "./asked.js";
import type { Answer } from "./exchange.js";
import { faultsOf } from "./faults.js";

const ORIGIN = "http://127.0.0.1:1";
const asked: Asked = { method: "GET", target: "/cimi/2/sandbox/machines", headers: [["accept", "application/json"]], body: "" };
const judging = { base: new RegExp(`^${ORIGIN}/cimi/`), scripted: false, framed: true };

const job = (status: number): string =>
  JSON.stringify({ resourceURI: "http://schemas.dmtf.org/cimi/2/Job", state: "FAILED", returnCode: 10_000 + status });
const answer = (status: number, body: string, type = "application/json", headers: Answer["headers"] = {}): Answer => ({
  status,
  body,
  headers: { "content-type": type, ...headers },
});

describe("what is wrong with an answer", () => {
  it.each<[string, Answer, RegExp]>([
    ["a 5xx (fault 57)", answer(500, job(500)), /500 is no answer/],
    ["an error in HTML (fault 28)", answer(404, "<p>Not Found", "text/html"), /an error in text\/html/],
    ["an error in the other format (4.2.2)", answer(404, "<Job><id/></Job>", "application/xml"), /json was asked for/],
    ["an error that is no Job (4.2.2)", answer(404, '{"error":"none"}'), /no Job/],
    ["a Job of another status", answer(404, job(400)), /no Job/],
    ["a stack", answer(400, job(400).replace("FAILED", "FAILED at f (x.ts:1:2)")), /where in the code/],
    ["JSON that is none", answer(200, "{"), /json cannot be read/],
    ["XML that is not well-formed", answer(200, "<a><b></a>", "application/xml"), /xml cannot be read/],
    ["an href elsewhere", answer(200, '{"disks":{"href":"http://elsewhere.test/cimi/2/x"}}'), /not under the base/],
    ["an href elsewhere in XML", answer(200, '<a><b href="/cimi/2/x"/></a>', "application/xml"), /not under the base/],
    ["a Location elsewhere", answer(201, "{}", "application/json", { location: "http://elsewhere.test/" }), /location is/],
  ])("%s", (_, given, expected) => {
    expect(faultsOf(asked, given, judging).join("\n")).toMatch(expected);
  });

  it.each<[string, Answer]>([
    ["a refusal", answer(404, job(404))],
    ["a resource", answer(200, `{"disks":{"href":"${ORIGIN}/cimi/2/sandbox/machines/1/disks"},"properties":{"href":"mine"}}`)],
    ["nothing", { status: 304, headers: {}, body: "" }],
    ["a page beside CIMI", answer(200, "up 1", "text/plain")],
  ])("nothing is, with %s", (_, given) => {
    expect(faultsOf(asked, given, judging)).toEqual([]);
  });

  it("503 is what the cloud's script may cause, 500 never", () => {
    const scripted = { ...judging, scripted: true };
    expect([503, 500].map((status) => faultsOf(asked, answer(status, job(status)), scripted).length)).toEqual([0, 1]);
  });
});
