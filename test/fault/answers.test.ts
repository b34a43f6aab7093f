import type { Rule } from "@cimi-gateway/adapter-sandbox/world";
import { afterEach, describe, expect, it } from "@jest/globals";
import { machineOf } from "./scenario.js";
import { EMPTY, ONE_MACHINE, Scene, STOCK } from "./scene.js";
import { type Mishap, tokenless } from "./tokenless.js";

let scene: Scene;
afterEach(() => scene.close());

const once: readonly Rule[] = [
  { fault: "lost", action: "machine.create", times: 1 },
  { fault: "drop", bytes: 10, action: "machine.create", times: 1 },
  { fault: "cut", action: "machine.create", times: 1 },
  { fault: "hang", acts: true, action: "machine.create", times: 1 },
  { fault: "hang", action: "machine.create", times: 1 },
  { fault: "garbage", action: "machine.create", times: 1 },
  { fault: "error", action: "machine.create", times: 1 },
];

describe("a create whose answer does not come (RELIABILITY, fault 3)", () => {
  it.each(once)("with a token, %j: one machine", async (rule) => {
    scene = await Scene.open();
    await scene.script(rule);
    expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({ state: "SUCCESS" });
    expect(await scene.present()).toEqual(ONE_MACHINE);
    expect(await scene.calls("machine.create")).toBe(2);
  });

  it.each(once)(
    "without a token, %j: looked for, then one machine",
    async (rule) => {
      scene = await Scene.open({ between: tokenless });
      await scene.script(rule);
      expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({ state: "SUCCESS" });
      expect(await scene.present()).toEqual(ONE_MACHINE);
    },
    30_000,
  );

  it.each([5_000, 30_000])(
    "without a token, and reads that lag %d ms behind: one machine (fault 2)",
    async (milliseconds) => {
      const mishap: Mishap = { kind: "unanswered", times: 1 };
      scene = await Scene.open({ between: (sandbox) => tokenless(sandbox, mishap) });
      await scene.script({ fault: "stale", action: "machine.create", milliseconds });
      expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({ state: "SUCCESS" });
      expect(await scene.present()).toEqual(ONE_MACHINE);
      expect(await scene.calls("machine.create")).toBe(1);
    },
    30_000,
  );

  it("without a token, a 5xx after the machine was made: found, not made again (fault 9)", async () => {
    const mishap: Mishap = { kind: "unavailable", times: 1 };
    scene = await Scene.open({ between: (sandbox) => tokenless(sandbox, mishap) });
    expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({ state: "SUCCESS" });
    expect(await scene.present()).toEqual(ONE_MACHINE);
    expect(await scene.calls("machine.create")).toBe(1);
  }, 30_000);

  it("while the cloud cannot be asked, the Job waits: found when it can, not made again", async () => {
    const mishap: Mishap = { kind: "unanswered", times: 1 };
    scene = await Scene.open({ between: (sandbox) => tokenless(sandbox, mishap) });
    await scene.script({ fault: "error", action: "machine.list", times: 30 });
    expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({ state: "SUCCESS" });
    expect(await scene.present()).toEqual(ONE_MACHINE);
    expect(await scene.calls("machine.create")).toBe(1);
  }, 30_000);

  it("as long as the cloud cannot be asked, nothing is sent again: FAILED at the deadline, and the Job says that the outcome is unknown", async () => {
    const mishap: Mishap = { kind: "unanswered", times: 9 };
    scene = await Scene.open({ between: (sandbox) => tokenless(sandbox, mishap), limits: { jobDeadline: 180_000 } });
    await scene.script({ fault: "error", action: "machine.list" });
    expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({
      state: "FAILED",
      returnCode: 10504,
      statusMessage: expect.stringContaining("the outcome is unknown"),
    });
    expect(await scene.calls("machine.create")).toBe(1);
  }, 30_000);

  it("an answer that never comes: FAILED after a bounded number of calls, and the outcome is unknown", async () => {
    scene = await Scene.open();
    await scene.script({ fault: "cut", action: "machine.create" });
    const job = await scene.end("machines", machineOf(STOCK));
    expect(job).toMatchObject({
      state: "FAILED",
      returnCode: 10504,
      statusMessage: expect.stringContaining("the outcome is unknown"),
    });
    expect(await scene.calls("machine.create")).toBe(3);
    expect(await scene.present()).toEqual(EMPTY);
  }, 30_000);

  it("an accepted write is answered so, although the cloud cannot be read for the answer", async () => {
    scene = await Scene.open({ limits: { writeWait: 0 } });
    await scene.script({ fault: "error", action: "machine.read", times: 6 });
    const answer = await scene.post("machines", machineOf(STOCK));
    expect(answer).toMatchObject({ status: 202, headers: { Location: expect.any(String), "CIMI-Job-URI": expect.any(String) } });
    expect(JSON.parse(answer.body)).toMatchObject({ id: answer.headers.Location, name: "web", state: "CREATING" });
    expect(await scene.gateway.job(answer)).toMatchObject({ state: "SUCCESS" });
  });
});
