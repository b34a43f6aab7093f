import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Harness } from "./harness.js";
import { killedEverywhere } from "./kill.js";
import { sandboxBackend } from "./sandbox.js";
import type { Scenario } from "./scenario.js";
import * as scenarios from "./scenarios.js";

/** Deaths at each checkpoint of a plain create; of the other writes a fifth as many. */
const RUNS = Number(process.env.FAULT_RUNS ?? 5);
const FEWER = Math.ceil(RUNS / 5);
/** Milliseconds, with room for slow machines. */
const PER_DEATH = 10_000;

const steps = (...names: string[]): readonly string[] =>
  names.flatMap((name) => ["recorded", "acted", "done"].map((at) => `${name}.${at}`));
const alone = (...names: string[]): readonly string[] => ["committed", ...steps(...names), "finished"];

let harness: Harness;
const opened = (open: () => Promise<Harness>): void => {
  beforeAll(async () => {
    harness = await open();
  }, 60_000);
  afterAll(() => harness.close());
};

/** Dies at every point, and expects that these were the points. */
function dies(scenario: Scenario, runs: number, points: readonly string[]): void {
  const killed = async () => expect(await killedEverywhere(harness, scenario, { runs })).toEqual(points);
  it(scenario.name, killed, (points.length * runs + 2) * PER_DEATH);
}

describe("kill -9 at every checkpoint of a write: one native object, its Job ends, its Location stays (RELIABILITY, faults 1 and 2)", () => {
  opened(async () => Harness.open(await sandboxBackend()));
  dies(scenarios.create, RUNS, alone("create"));
  dies(scenarios.attach, FEWER, alone("create"));
  dies(scenarios.stop, FEWER, alone("order"));
  dies(scenarios.remove, FEWER, alone("delete"));
  dies(scenarios.credentialPair, FEWER, alone("create"));
  const whole = [...alone("create"), ...alone("create"), ...steps("create", "attach-0", "attach-1"), "finished"];
  dies(scenarios.createWithVolumes, FEWER, ["committed", ...whole]);
});

describe("kill -9 while a Machine that failed is taken back (RELIABILITY, rule 4)", () => {
  opened(async () => Harness.open(await sandboxBackend()));

  it(
    "nothing is left, wherever it dies",
    async () => {
      const points = await killedEverywhere(harness, scenarios.createRefused, { runs: FEWER });
      // How often a Volume is tried to be deleted depends on when the machine lets go of it.
      expect(points).toEqual(
        expect.arrayContaining(["failed", "attach-0.reverted", "attach-0.undone", "create.reverted", "create.undone"]),
      );
    },
    60 * FEWER * PER_DEATH,
  );
});

describe("kill -9 on a cloud without tokens whose reads lag behind for longer than one probe (RELIABILITY, fault 2)", () => {
  const adapter = pathToFileURL(join(import.meta.dirname, "tokenless.ts")).href;
  opened(async () => Harness.open(await sandboxBackend({ adapter, lag: 2_000 }), { probeWindow: 3_000 }));
  dies(scenarios.create, FEWER, alone("create"));
});
