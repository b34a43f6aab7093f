import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Answer, GatewayProcess } from "./gateway.js";
import type { Harness } from "./harness.js";
import { type Job, now, settledJobs } from "./jobs.js";
import { type Backend, type Census, type Counts, difference } from "./native.js";
import type { End, Request, Scenario } from "./scenario.js";

export interface KillOptions {
  /** How often the gateway dies at each checkpoint. */
  readonly runs: number;
  /** Milliseconds for all Jobs to end after a restart. */
  readonly patience?: number;
}

/**
 * Sends the write again and again; each time the gateway is killed one checkpoint later, is started again and must bring the write to
 * its end: nothing lost, nothing doubled, nothing left over. Ends when the gateway lives through it. Returns where it died.
 *
 * @throws Error that names checkpoint and run
 */
export async function killedEverywhere(harness: Harness, scenario: Scenario, options: KillOptions): Promise<readonly string[]> {
  const points: string[] = [];
  for (let at = 0; ; at++) {
    for (let run = 0; run < options.runs; run++) {
      const answered = at > 0 && run % 2 === 0 && !scenario.answersLast;
      const point = await killedOnce(harness, scenario, { at, answered }, options);
      if (point === undefined) return points;
      if (run === 0) points.push(point);
    }
  }
}

async function killedOnce(
  harness: Harness,
  scenario: Scenario,
  arming: { at: number; answered: boolean },
  { patience = 30_000 }: KillOptions,
): Promise<string | undefined> {
  const { gateway, backend } = harness;
  await gateway.arm(NEVER);
  const request = await scenario.prepare(gateway, backend);
  const before = await backend.census();
  await gateway.arm(arming);
  const since = now();
  const answer = await gateway.send(request.method, request.target, request.body).catch(() => undefined);
  gateway.answered();
  await ended(gateway, since, patience);
  const { point } = gateway;
  const next = point === undefined ? gateway : await harness.restart();
  const end = (point === undefined && scenario.unharmed) || scenario.end;
  try {
    const job = await rootJob(next, { since, answer, patience });
    await verify(harness, scenario, { request, answer, job, end, before });
  } catch (error) {
    throw new Error(`${scenario.name}, killed at ${arming.at} ${point ?? "no point"}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return point;
}

const NEVER = { at: -1, answered: false };

/** Until the gateway is dead, or has lived through it. */
async function ended(gateway: GatewayProcess, since: string, patience: number): Promise<void> {
  const settled = settledJobs(gateway, since, patience).catch(async (error: unknown) => {
    if (gateway.point === undefined) throw error;
  });
  await Promise.race([gateway.gone, settled]);
  if (gateway.point !== undefined) await gateway.gone;
}

const lastOf = (href: string): string => href.replace(/^.*\//, "");

interface Sought {
  readonly since: string;
  readonly answer: Answer | undefined;
  readonly patience: number;
}

/** The one new Job that is no part of another. */
async function rootJob(gateway: GatewayProcess, { since, answer, patience }: Sought): Promise<Job> {
  const jobs = await settledJobs(gateway, since, patience);
  const roots = jobs.filter(({ parentJob }) => !parentJob);
  if (roots.length !== 1)
    throw new Error(`one Job is expected, there are ${roots.length}; the answer was ${JSON.stringify(answer)}`);
  return roots[0]!;
}

interface Run {
  readonly request: Request;
  readonly answer: Answer | undefined;
  readonly job: Job;
  readonly end: End;
  readonly before: Census;
}

async function verify(
  { gateway, backend }: Harness,
  scenario: Scenario,
  { request, answer, job, end, before }: Run,
): Promise<void> {
  if (job.state !== end.state) throw new Error(`the Job ended ${job.state}: ${job.statusMessage}`);
  if (answer) await answered(gateway, end, answer, job);
  await counted(backend, before, end);
  const created = job.affectedResources?.map(({ href }) => href).find((href) => UUID.test(href));
  await scenario.check?.({ gateway, backend }, request, created);
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** 5.7.1: what the consumer was told stays true. */
async function answered(gateway: GatewayProcess, { state }: End, { status, headers }: Answer, job: Job): Promise<void> {
  const [uri, location] = [headers["cimi-job-uri"], headers.location];
  if (uri === undefined || lastOf(uri) !== lastOf(job.id))
    throw new Error(`the answer ${status} named the Job ${uri}, not ${job.id}`);
  if (location === undefined) return;
  const { status: found } = await gateway.send("GET", new URL(location).pathname);
  if (found !== (state === "SUCCESS" ? 200 : 404)) throw new Error(`GET of the Location ${location} answers ${found}`);
}

/** What is being deleted is there for a moment yet. */
async function counted(backend: Backend, before: Census, end: End): Promise<void> {
  const expected = { made: end.made && whole(end.made, backend), present: whole(end.present, backend) };
  for (let tries = 0; ; tries++) {
    const after = await backend.census();
    const made = end.made && difference(before.made, after.made);
    const present = difference(before.present, after.present);
    if (isDeepStrictEqual({ made, present }, expected)) return;
    if (tries >= TRIES)
      throw new Error(`the cloud has ${JSON.stringify({ made, present })} more; expected: ${JSON.stringify(expected)}`);
    await sleep(PAUSE);
  }
}

/** With what comes along with the machines. */
function whole(counts: Counts, { along = {} }: Backend): Counts {
  const { machine = 0 } = counts;
  return machine === 0
    ? counts
    : { ...counts, ...Object.fromEntries(Object.entries(along).map(([kind, each]) => [kind, each * machine])) };
}

const [TRIES, PAUSE] = [200, 10];
