import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Harness } from "./harness.js";
import { killedEverywhere } from "./kill.js";
import type { Scenario } from "./scenario.js";

/** Milliseconds, with room for slow machines. */
export const PER_DEATH = 30_000;
const START = 120_000;

/** Deaths at each checkpoint of a plain create; of the other writes a fifth as many. FAULT_RUNS says another number. */
export function deaths(usual: number): { readonly runs: number; readonly fewer: number } {
  const runs = Number(process.env.FAULT_RUNS ?? usual);
  return { runs, fewer: Math.ceil(runs / 5) };
}

/** The checkpoints of steps with these names. */
export const steps = (...names: string[]): readonly string[] =>
  names.flatMap((name) => ["recorded", "acted", "done"].map((at) => `${name}.${at}`));

/** The checkpoints of a write that consists of these steps. */
export const alone = (...names: string[]): readonly string[] => ["committed", ...steps(...names), "finished"];

/** A gateway and a cloud for the tests of one block. */
export function useHarness(open: () => Promise<Harness>): () => Harness {
  let harness: Harness | undefined;
  beforeAll(async () => {
    harness = await open();
  }, START);
  afterAll(() => harness?.close());
  return () => {
    if (!harness) throw new Error("the gateway was not started");
    return harness;
  };
}

export interface Death {
  readonly harness: () => Harness;
  readonly scenario: Scenario;
  readonly runs: number;
  /** Where it is to die: all the points, in their order. */
  readonly points: readonly string[];
  /** What is compared with them where a step's name holds a native id. */
  readonly nameOf?: (point: string) => string;
}

/** Dies at every point, and expects that these were the points. */
export function dies({ harness, scenario, runs, points, nameOf = (point) => point }: Death): void {
  const killed = async () => expect((await killedEverywhere(harness(), scenario, { runs })).map(nameOf)).toEqual(points);
  it(scenario.name, killed, (points.length * runs + 2) * PER_DEATH);
}
