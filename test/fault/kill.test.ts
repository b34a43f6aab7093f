import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { alone, deaths, dies, PER_DEATH, steps, useHarness } from "./deaths.js";
import { Harness } from "./harness.js";
import { killedEverywhere } from "./kill.js";
import { sandboxBackend } from "./sandbox.js";
import * as scenarios from "./scenarios.js";

const { runs, fewer } = deaths(5);

describe("kill -9 at every checkpoint of a write: one native object, its Job ends, its Location stays (RELIABILITY, faults 1 and 2)", () => {
  const harness = useHarness(async () => Harness.open(await sandboxBackend()));
  dies({ harness, scenario: scenarios.create, runs, points: alone("create") });
  dies({ harness, scenario: scenarios.attach, runs: fewer, points: alone("create") });
  dies({ harness, scenario: scenarios.stop, runs: fewer, points: alone("order") });
  dies({ harness, scenario: scenarios.remove, runs: fewer, points: alone("delete") });
  dies({ harness, scenario: scenarios.credentialPair, runs: fewer, points: alone("create") });
  const whole = [...alone("create"), ...alone("create"), ...steps("create", "attach-0", "attach-1"), "finished"];
  dies({ harness, scenario: scenarios.createWithVolumes, runs: fewer, points: ["committed", ...whole] });
  const parts = [...alone("create"), ...alone("create")];
  dies({
    harness,
    scenario: scenarios.createNetwork,
    runs: fewer,
    points: ["committed", ...steps("create"), ...parts, "finished"],
  });
});

describe("kill -9 while a Machine that failed is taken back (RELIABILITY, rule 4)", () => {
  const harness = useHarness(async () => Harness.open(await sandboxBackend()));

  it(
    "nothing is left, wherever it dies",
    async () => {
      const points = await killedEverywhere(harness(), scenarios.createRefused, { runs: fewer });
      // How often a Volume is tried to be deleted depends on when the machine lets go of it.
      expect(points).toEqual(
        expect.arrayContaining(["failed", "attach-0.reverted", "attach-0.undone", "create.reverted", "create.undone"]),
      );
    },
    60 * fewer * PER_DEATH,
  );
});

describe("kill -9 on a cloud without tokens whose reads lag behind for longer than one probe (RELIABILITY, fault 2)", () => {
  const adapter = pathToFileURL(join(import.meta.dirname, "tokenless.ts")).href;
  const harness = useHarness(async () => Harness.open(await sandboxBackend({ adapter, lag: 2_000 }), { probeWindow: 3_000 }));
  dies({ harness, scenario: scenarios.create, runs: fewer, points: alone("create") });
});
