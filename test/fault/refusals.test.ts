import type { Rule } from "@cimi-gateway/adapter-sandbox/world";
import { afterEach, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { machineOf, volumeOf } from "./scenario.js";
import { EMPTY, Scene, STOCK } from "./scene.js";

let scene: Scene;
afterEach(() => scene.close());

const VOLUMES = 3;
const volumeTemplates = Array.from({ length: VOLUMES }, (_, index) => ({ volumeTemplate: volumeOf((index + 1) * 1_000_000) }));
const composite = machineOf(STOCK, { volumeTemplates });

describe("a refusal ends the Job and takes back what was made", () => {
  it("quota: FAILED at once, one call, nothing left (RELIABILITY, fault 10)", async () => {
    scene = await Scene.open();
    await scene.script({ fault: "quota", action: "machine.create" });
    const answer = await scene.post("machines", machineOf(STOCK));
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ state: "FAILED", returnCode: 10403, progress: 100 });
    expect(await scene.calls("machine.create")).toBe(1);
    expect(await scene.present()).toEqual(EMPTY);
  });

  it("a machine that breaks down while it is made: FAILED, and it is removed", async () => {
    scene = await Scene.open();
    await scene.script({ fault: "breakdown", action: "machine.create" });
    expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({ state: "FAILED" });
    await eventually(async () => expect(await scene.present()).toEqual(EMPTY));
  }, 30_000);
});

/** Lets the k-th call of an action pass that many times, then refuses. */
const refusing = (action: Rule["action"], passes: number): readonly Rule[] => [
  ...(passes === 0 ? [] : [{ fault: "delay" as const, milliseconds: 0, action, times: passes }]),
  { fault: "quota", action },
];

const volumeSteps = Array.from({ length: VOLUMES }, (_, k) => [`volume ${k + 1}`, refusing("volume.create", k)] as const);
const attachSteps = Array.from({ length: VOLUMES }, (_, k) => [`attachment ${k + 1}`, refusing("machine.attach", k)] as const);

describe("a Machine with three new Volumes fails at step k, for every k (RELIABILITY, fault 11)", () => {
  it.each([...volumeSteps, ["the machine", refusing("machine.create", 0)] as const, ...attachSteps])(
    "%s",
    async (_, rules) => {
      scene = await Scene.open();
      await scene.script(...rules);
      const job = await scene.end("machines", composite);
      expect(job).toMatchObject({ state: "FAILED", returnCode: 10403 });
      expect(job.statusMessage).not.toContain("could not be taken back");
      await eventually(async () => expect(await scene.present()).toEqual(EMPTY));
    },
    30_000,
  );

  it("what cannot be removed is named by the Job (rule 4)", async () => {
    scene = await Scene.open();
    await scene.script({ fault: "quota", action: "machine.create" }, { fault: "quota", action: "volume.delete" });
    const job = await scene.end("machines", composite);
    expect(job).toMatchObject({
      state: "FAILED",
      statusMessage: expect.stringMatching(/could not be taken back: Volume volume-/),
    });
    expect(await scene.present()).toEqual({ ...EMPTY, volume: VOLUMES });
  }, 30_000);
});

describe("deadline (RELIABILITY, rule 3)", () => {
  it("a machine that is never made: FAILED, and it is removed", async () => {
    scene = await Scene.open({ settings: { delay: 3_600_000 }, limits: { jobDeadline: 60_000 } });
    expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({
      state: "FAILED",
      returnCode: 10503,
      statusMessage: expect.stringMatching(/did not finish within \d+ s/),
    });
    expect(await scene.calls("machine.delete")).toBe(1);
  }, 30_000);
});
