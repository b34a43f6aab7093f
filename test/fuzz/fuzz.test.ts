import { appendFile } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Asked, isFramed, serialized } from "./asked.js";
import { censusFaults, itemsOf } from "./census.js";
import { modelCorpus } from "./corpus.js";
import { type Answer, exchange } from "./exchange.js";
import { faultsOf } from "./faults.js";
import { byteChange, changedBytes, mutated, mutations } from "./mutations.js";
import { recordedFrom } from "./recorded.js";
import { openScene, type Scene } from "./scene.js";

/** RELIABILITY 22, 28, 30, 57: what is no proper request is refused, whatever it is, and nothing is left of it. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 400);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_101);

/** Requests to one gateway; the next ones get a new one with an empty cloud. */
const ROUND = 1_000;
/** Milliseconds for an answer to what is a request, and to what may be none. */
const PATIENCE = { framed: 10_000, raw: 200 };
/** Milliseconds for which nothing else can be done meanwhile; other work on the machine only ever adds to it. */
const LAG = 250;
const TRIES = 3;

/** Where the bytes of a Host were changed it may still be one by which this machine is reached. */
const OWN = /^http:\/\/(127(\.\d+)+|localhost|\[::1\])(:\d+)?\/cimi\//;

/** Where the seed is one of every third, the cloud fails now and then. */
const SCRIPT = [{ fault: "throttle", action: "*", share: 0.03, retryAfter: 0 }] as const;

const figures = { requests: 0, refused: 0, unanswered: 0, statuses: new Map<number, number>(), longest: 0 };
const rounds = Array.from({ length: Math.ceil(RUNS / ROUND) }, (_, index) => ({
  number: index + 1,
  seed: (SEED + index) % 2 ** 31,
  runs: Math.min(ROUND, RUNS - index * ROUND),
  scripted: (SEED + index) % 3 === 2,
}));

describe(`${RUNS} mutated requests from the seed ${SEED}`, () => {
  it.each(rounds)(
    "round $number: no crash, no 5xx, every error a Job, every href under the base, nothing half-made",
    async ({ seed, runs, scripted }) => {
      const scene = await openScene();
      try {
        const recorded = await recordedFrom(scene);
        const corpus = [...recorded, ...modelCorpus(seed, await itemsOf(scene))];
        if (scripted) await scene.world.script(SCRIPT);
        const smallest = await smallestFailing(scene, { corpus, recorded: recorded.length }, { seed, runs, scripted });
        await scene.world.script([]);
        expect(smallest).toBeUndefined();
        expect((await fetch(`${scene.origin}/healthz`)).status).toBe(200);
        expect(await censusFaults(scene)).toEqual([]);
      } finally {
        await scene.close();
      }
    },
    600_000,
  );

  it("its figures", async () => {
    const { requests, unanswered, statuses, longest } = figures;
    const counts = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    const line = `${requests} requests, seed ${SEED}, ${counts.join(", ")}, not HTTP: ${unanswered}, longest lag ${longest} ms`;
    if (process.env.FUZZ_FIGURES) await appendFile(process.env.FUZZ_FIGURES, `${line}\n`);
    expect(requests).toBeGreaterThanOrEqual(RUNS);
  });
});

interface Corpus {
  readonly corpus: readonly Asked[];
  /** How many of them, at the front, were sent by a client that does nothing wrong. */
  readonly recorded: number;
}

interface Fuzzing {
  readonly seed: number;
  readonly runs: number;
  readonly scripted: boolean;
}

/** The smallest request that is answered wrongly, with what is wrong; undefined: there is none. */
async function smallestFailing(
  scene: Scene,
  { corpus, recorded }: Corpus,
  { seed, runs, scripted }: Fuzzing,
): Promise<string | undefined> {
  const base = fc.oneof(fc.nat(recorded - 1), fc.nat(corpus.length - 1));
  const wire = fc.oneof({ weight: 24, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: byteChange });
  const property = fc.asyncProperty(base, mutations, wire, async (index, changes, change) => {
    const asked = mutated(corpus[index]!, changes, corpus);
    const sent = serialized(asked, `127.0.0.1:${scene.port}`);
    const bytes = change === undefined ? sent : changedBytes(sent, change);
    const faults = await faultsIn(scene, asked, bytes, { scripted, framed: change === undefined && isFramed(asked) });
    if (faults.length > 0) throw new Error(`${faults.join("\n")}\n\n${JSON.stringify(bytes)}`);
  });
  const { failed, errorInstance, counterexamplePath } = await fc.check(property, { seed, numRuns: runs });
  if (!failed) return undefined;
  return `FUZZ_SEED=${seed} FUZZ_RUNS=${runs}, path ${counterexamplePath}\n${(errorInstance as Error).message}`;
}

async function faultsIn(
  { port, origin }: Scene,
  asked: Asked,
  bytes: string,
  { scripted, framed }: { scripted: boolean; framed: boolean },
): Promise<readonly string[]> {
  let lag = Number.POSITIVE_INFINITY;
  let answer: Answer | undefined;
  for (let tries = 0; tries < TRIES && lag > LAG; tries++) {
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const bodiless = /^HEAD /.test(bytes);
    answer = await exchange(port, bytes, { patience: framed ? PATIENCE.framed : PATIENCE.raw, bodiless });
    delay.disable();
    lag = Math.min(lag, Math.round(delay.max / 1e6));
  }
  note(answer, lag);
  const slow = lag > LAG ? [`nothing else was done for ${lag} ms`] : [];
  if (!answer) return framed ? ["there was no answer", ...slow] : slow;
  return [...faultsOf(asked, answer, { base: framed ? new RegExp(`^${origin}/cimi/`) : OWN, scripted, framed }), ...slow];
}

function note(answer: Answer | undefined, lag: number): void {
  figures.requests++;
  figures.longest = Math.max(figures.longest, lag);
  if (answer) figures.statuses.set(answer.status, (figures.statuses.get(answer.status) ?? 0) + 1);
  else figures.unanswered++;
}
