import { afterEach, describe, expect, it } from "@jest/globals";
import type { Shown } from "../support/gateway.js";
import { machineOf } from "./scenario.js";
import { Scene, STOCK } from "./scene.js";

let scene: Scene;
afterEach(() => scene.close());

const JOBS = 30;

/** All calls that arrived at the cloud. */
async function callsOf({ sandbox }: Scene): Promise<number> {
  return Object.values((await sandbox.world.census()).calls).reduce((sum, count) => sum + count, 0);
}

/** A request that is refused before it has a Job says when to come back. */
async function accepted(): Promise<Shown> {
  for (;;) {
    const answer = await scene.post("machines", machineOf(STOCK));
    if (answer.headers["CIMI-Job-URI"] !== undefined) return scene.gateway.job(answer);
    expect(answer).toMatchObject({ status: 503, headers: { "Retry-After": "5" } });
    await scene.clock.sleep(5_000);
  }
}

describe("throttling", () => {
  it("30 % of all calls refused: every Job succeeds, with bounded calls (RELIABILITY, fault 8)", async () => {
    scene = await Scene.open();
    const machines = async (): Promise<number> => {
      const before = await callsOf(scene);
      const jobs = await Promise.all(Array.from({ length: JOBS }, accepted));
      expect(jobs.filter(({ state }) => state !== "SUCCESS")).toEqual([]);
      return (await callsOf(scene)) - before;
    };
    const least = await machines();
    await scene.script({ fault: "throttle", action: "*", share: 0.3 });
    const throttled = await machines();
    expect(throttled).toBeLessThanOrEqual(2.2 * least);
    expect(await scene.present()).toMatchObject({ machine: 2 * JOBS });
  }, 30_000);

  it("waits as long as the cloud wants (fault 7)", async () => {
    scene = await Scene.open();
    await scene.script({ fault: "throttle", retryAfter: 2, action: "machine.create", times: 1 });
    const start = scene.clock.now();
    expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({ state: "SUCCESS" });
    expect(scene.clock.now() - start).toBeGreaterThanOrEqual(2000);
    expect(await scene.calls("machine.create")).toBe(2);
  }, 30_000);

  it("does not wait for ten minutes, but hands the wish on: 503 with Retry-After (fault 7)", async () => {
    scene = await Scene.open();
    await scene.script({ fault: "throttle", retryAfter: 600, action: "machine.create" });
    const answer = await scene.post("machines", machineOf(STOCK));
    expect(answer).toMatchObject({ status: 503, headers: { "Retry-After": "600" } });
    expect(await scene.calls("machine.create")).toBe(1);
  }, 30_000);
});
