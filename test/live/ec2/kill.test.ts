import { beforeEach, describe } from "@jest/globals";
import { alone, deaths, dies, steps, useHarness } from "../../fault/deaths.js";
import { Harness } from "../../fault/harness.js";
import type { Scenario } from "../../fault/scenario.js";
import * as scenarios from "../../fault/scenarios.js";
import { type Ec2Backend, ec2Backend } from "./fault-backend.js";
import type { Control } from "./proxy/index.js";

const { runs, fewer } = deaths(10);
/** Milliseconds for which what was made is missing from lists, and longer than that, for which it is looked for. */
const [LAG, PROBE] = [1_000, 2_000];

let backend: Ec2Backend;
const harness = useHarness(async () => {
  backend = await ec2Backend();
  return Harness.open(backend, { probeWindow: PROBE });
});
// Lists do not grow from one test to the next.
beforeEach(() => backend.control.reset({ newWorld: true }));

/** The same write, on a cloud that was made ready for it. */
const on = (name: string, { prepare, ...scenario }: Scenario, ready: (control: Control) => Promise<void>): Scenario => ({
  ...scenario,
  name: `${scenario.name} ${name}`,
  async prepare(gateway, cloud) {
    await ready(backend.control);
    return prepare(gateway, cloud);
  },
});

/** Attachments are steps that are named by their volume. */
const nameOf = (point: string): string => point.replace(/^attach vol-[0-9a-f]+/, "attach");

describe("kill -9 at every checkpoint of a write on EC2: one native object, its Job ends, its Location stays (RELIABILITY, faults 1 and 2)", () => {
  dies({ harness, scenario: scenarios.create, runs, points: alone("create") });
  dies({ harness, scenario: scenarios.attach, runs: fewer, points: alone("create") });
  dies({ harness, scenario: scenarios.stop, runs: fewer, points: alone("stop") });
  dies({ harness, scenario: scenarios.remove, runs: fewer, points: alone("delete") });
  dies({ harness, scenario: scenarios.credentialPair, runs: fewer, points: alone("create") });
  const whole = [...alone("create"), ...alone("create"), ...steps("create", "attach", "attach"), "finished"];
  // It has so many points that half of the deaths must do.
  const once = Math.ceil(fewer / 2);
  dies({ harness, scenario: scenarios.createWithVolumes, runs: once, points: ["committed", ...whole], nameOf });
});

describe("kill -9 where the first answer to the create is lost as well (RELIABILITY, fault 3)", () => {
  const lost = on("with a lost answer", scenarios.create, (control) =>
    control.inject({ kind: "loseAnswer", action: "RunInstances" }),
  );
  dies({ harness, scenario: lost, runs: fewer, points: alone("create") });
});

describe("kill -9 where reads lag behind (RELIABILITY, fault 2)", () => {
  const late = on("with stale reads", scenarios.create, (control) => control.staleReads(LAG));
  dies({ harness, scenario: late, runs: fewer, points: alone("create") });
});

describe("kill -9 at every checkpoint of what makes networks: one native object of each, and none is lost (RELIABILITY, faults 1 and 2)", () => {
  const segment = ["committed", ...steps("prefixes", "create"), "finished"];
  dies({
    harness,
    scenario: scenarios.createSmallNetwork,
    runs: fewer,
    points: ["committed", ...steps("create"), ...segment, "finished"],
  });
  // Neither a load balancer nor its parts take a token: each is found by its name or its place. Lists cost calls for each balancer.
  dies({
    harness,
    scenario: on("in an empty cloud", scenarios.createBalancer, (control) => control.reset({ newWorld: true })),
    runs: fewer,
    points: alone("segments", "create", "group web", "listen web"),
  });
});
