import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Harness } from "./harness.js";
import { killedEverywhere } from "./kill.js";
import { sandboxBackend } from "./sandbox.js";
import * as scenarios from "./scenarios.js";

const RUNS = Number(process.env.FAULT_RUNS ?? 5);
const PLAIN = ["committed", "create.recorded", "create.acted", "create.done", "finished"];

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.open(await sandboxBackend());
}, 30_000);
afterAll(() => harness.close());

describe("kill -9 at every checkpoint (RELIABILITY, faults 1 and 2)", () => {
  it("create", async () => {
    expect(await killedEverywhere(harness, scenarios.create, { runs: RUNS })).toEqual(PLAIN);
  }, 600_000);

  it.each([
    [scenarios.attach, PLAIN],
    [scenarios.stop, ["committed", "order.recorded", "order.acted", "order.done", "finished"]],
    [scenarios.remove, ["committed", "delete.recorded", "delete.acted", "delete.done", "finished"]],
    [scenarios.credentialPair, PLAIN],
  ])("%#", async (scenario, points) => {
    expect(await killedEverywhere(harness, scenario, { runs: 1 })).toEqual(points);
  }, 600_000);

  it.each([scenarios.createWithVolumes, scenarios.createRefused])("$name", async (scenario) => {
    console.log(await killedEverywhere(harness, scenario, { runs: 1 }));
  }, 600_000);
});
