import { ProviderFault } from "@cimi-gateway/adapter";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Intent } from "./intent.js";
import { Bench, machine, plan, refuse } from "./testing.js";

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

describe("recovery (RELIABILITY, faults 1 to 3)", () => {
  it.each([
    "committed",
    "create.recorded",
    "create.acted",
    "create.done",
    "finish.recorded",
    "finish.acted",
    "finish.done",
    "finished",
  ])("killed at %s: one machine, and the Job is SUCCESS", async (point) => {
    await bench.killedAt(point, { ...machine(), id: "job" });
    expect((await bench.job("job"))!.state).toBe("RUNNING");
    await bench.recover();
    expect(await bench.job("job")).toMatchObject({ state: "SUCCESS", details: { nativeId: "i-1" } });
    expect(bench.left()).toEqual(["i-1"]);
    expect(await bench.shown("m-7")).toMatchObject({ id: "machines/m-7", state: "STOPPED" });
  });

  it.each(["failed", "create.reverted", "create.undone"])("killed at %s while it turns back: nothing is left", async (point) => {
    bench.world.before = refuse("finish i-2");
    await bench.killedAt(point, { ...machine([plan("v-1")]), id: "job" });
    await bench.recover();
    expect(await bench.job("job")).toMatchObject({ state: "FAILED", statusMessage: "the cloud refused: the account is full" });
    expect(bench.left()).toEqual([]);
  });

  it("killed within a nested Job: the whole and the part are finished once", async () => {
    await bench.killedAt("create.acted", { ...machine([plan("v-1")]), id: "job" });
    await bench.recover();
    expect((await bench.job("job"))!.state).toBe("SUCCESS");
    expect(bench.left().toSorted()).toEqual(["i-2", "vol-1"]);
    expect(await bench.store.operations.unsettled()).toEqual([]);
  });

  it("a key that was shown to nobody is taken back", async () => {
    const submission = machine();
    const secret = { ...submission.intent, secret: true } as Intent;
    await bench.killedAt("create.acted", { ...submission, intent: secret, id: "job" });
    await bench.recover();
    expect(await bench.job("job")).toMatchObject({
      state: "FAILED",
      statusMessage: expect.stringContaining("the private key is lost"),
    });
    expect(bench.left()).toEqual([]);
  });
});

describe("a gateway that stops", () => {
  it("leaves what is under way for the next start: it fails nothing and takes nothing back", async () => {
    const { runner } = bench.service;
    bench.world.before = (call) => {
      if (call !== "finish i-1") return;
      runner.stop();
      throw new ProviderFault("unanswered", "the connection was closed");
    };
    const running = await runner.submit({ ...machine(), id: "job" });
    let settled = false;
    void running.settled.finally(() => (settled = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([settled, (await bench.job("job"))!.state, bench.left()]).toEqual([false, "RUNNING", ["i-1"]]);
    bench.world.before = () => {};
    await bench.start();
    await bench.recover();
    expect([(await bench.job("job"))!.state, bench.left()]).toEqual(["SUCCESS", ["i-1"]]);
  });
});
