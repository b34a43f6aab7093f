import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import type { Answer, Harness } from "./harness.js";
import { Traces } from "./traces.js";

const BASE = "http://c.test/";
const empty = (status: number, headers: Answer["headers"] = {}): Answer => ({ status, headers, body: "" });
const shown = (type: string, more: object = {}): Answer => ({
  ...empty(200, { "content-type": "application/json" }),
  body: JSON.stringify({ resourceURI: `http://schemas.dmtf.org/cimi/2/${type}`, ...more }),
});

/** A service with a Volume that goes only when the Machine that holds it is gone; `kept` never goes, nor does `late`, whose Job fails. */
function serviceWith(present: Set<string>): { harness: Harness; deleted: string[]; looks: string[] } {
  const deleted: string[] = [];
  const looks: string[] = [];
  const connected = { volumes: [{ volume: { href: `${BASE}volume` } }] };
  const send: Harness["send"] = async (method, target) => {
    const name = target.slice(BASE.length);
    if (method === "GET") looks.push(name);
    if (method === "POST") return empty(201, { Location: BASE + name, "CIMI-Job-URI": `${BASE}job` });
    if (name === "job") return shown("Job", { state: "FAILED", returnCode: 10409, statusMessage: "in use" });
    if (name === "machine/volumes") return shown("locatedVolumeCollection", connected);
    if (!present.has(name)) return empty(404);
    if (method === "GET")
      return name === "machine" ? shown("Machine", { volumes: { href: `${BASE}machine/volumes` } }) : shown("Volume");
    if (name === "late") return empty(202, { "CIMI-Job-URI": `${BASE}job` });
    if (name === "kept" || (name === "volume" && present.has("machine"))) return empty(409);
    present.delete(name);
    deleted.push(name);
    return empty(200);
  };
  const faces = { 2: { entryPoint: BASE, base: BASE } };
  return { deleted, looks, harness: { faces, send, patience: 100, pause: async () => {}, close: async () => {} } };
}

async function made(present: readonly string[], ...posted: readonly string[]) {
  const { harness, deleted, looks } = serviceWith(new Set(present));
  const traces = new Traces(harness);
  for (const name of posted) await traces.harness.send("POST", BASE + name, { headers: {} });
  return { left: await traces.clear(), deleted, looks };
}

describe("what was made is taken away (4.2.1.4)", () => {
  it("last first, by what the answers say", async () => {
    expect(await made(["a", "b", "other"], "a", "b")).toMatchObject({ left: [], deleted: ["b", "a"] });
  });

  it("with what a Machine was made with, and what is refused again when the rest is gone", async () => {
    expect((await made(["machine", "volume"], "machine")).deleted).toEqual(["machine", "volume"]);
    expect(await made(["machine", "volume"], "machine", "volume")).toMatchObject({ left: [], deleted: ["machine", "volume"] });
  });

  it("a Machine leaves as soon as the test that made it has ended, and with it what nobody holds any more", async () => {
    const { harness, deleted } = serviceWith(new Set(["machine", "volume", "a"]));
    const traces = new Traces(harness);
    const post = (name: string, body: string) => traces.harness.send("POST", BASE + name, { headers: {}, body });
    await post("a", "<VolumeCreate/>");
    await post("machine", '{ "resourceURI": "http://schemas.dmtf.org/cimi/2/MachineCreate" }');
    traces.release();
    traces.release();
    await setImmediate();
    expect(deleted).toEqual(["machine"]);
    expect(await traces.clear()).toEqual([]);
    expect(deleted.toSorted()).toEqual(["a", "machine", "volume"]);
  });

  it("a Machine that is on its way out is waited for, and not deleted once more, which would be refused", async () => {
    let [deletes, looks] = [0, 0];
    const send: Harness["send"] = async (method, target) => {
      if (method === "POST") return empty(201, { Location: `${BASE}machine` });
      if (target === `${BASE}job`) return shown("Job", { state: ++looks < 3 ? "RUNNING" : "SUCCESS" });
      if (method === "GET") return looks < 3 ? shown("Machine") : empty(404);
      return deletes++ === 0 ? empty(202, { "CIMI-Job-URI": `${BASE}job` }) : empty(409);
    };
    const faces = { 2: { entryPoint: BASE, base: BASE } };
    const traces = new Traces({ faces, send, patience: 100, pause: async () => {}, close: async () => {} });
    await traces.harness.send("POST", `${BASE}machines`, { headers: {}, body: "<MachineCreate/>" });
    traces.release();
    expect([await traces.clear(), deletes]).toEqual([[], 1]);
  });

  it("what cannot be is told", async () => {
    expect((await made(["kept", "a"], "kept", "a")).left).toEqual([
      expect.stringContaining(`${BASE}kept: Error: DELETE answered 409`),
    ]);
  });

  it("what fails later is known by its Job, and not waited for (4.2.1.6)", async () => {
    const { left, looks } = await made(["late"], "late");
    expect(left).toEqual([expect.stringMatching(/late: Error: the Job ended FAILED \(10409\): in use/)]);
    expect(looks).toEqual(["late", "job", "late", "job", "late", "job", "late", "job"]);
  });
});
