import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, GatewayProcess, Shown } from "./gateway.js";

const SETTLED: ReadonlySet<string> = new Set(["SUCCESS", "FAILED", "STOPPED"]);
const PAUSE = 10;

/** RFC 3339, as Jobs have it. */
export const now = (): string => new Date().toISOString();

interface Link {
  readonly href: string;
}

/** A Job as these tests look at it. */
export type Job = Shown & {
  readonly statusMessage?: string;
  readonly parentJob?: Link;
  readonly nestedJobs?: readonly Link[];
  readonly affectedResources?: readonly Link[];
};

/** The Jobs that were begun at this time (RFC 3339) or later, once none of them runs any more. Of the thousands before nobody asks. */
export async function settledJobs(gateway: GatewayProcess, since: string, patience: number): Promise<readonly Job[]> {
  const filter = encodeURIComponent(`created>=${since}`);
  for (const end = Date.now() + patience; ; ) {
    const jobs = (await gateway.list(`jobs?$filter=${filter}`)) as readonly Job[];
    const running = jobs.filter(({ state }) => !SETTLED.has(state!));
    if (running.length === 0) return jobs;
    if (Date.now() > end) throw new Error(`a Job does not end (RELIABILITY, rule 3): ${JSON.stringify(running)}`);
    await sleep(PAUSE);
  }
}

/** Carries out a write to its end. Returns the answer. */
export async function carriedOut(gateway: GatewayProcess, method: string, target: string, body?: object): Promise<Answer> {
  const since = now();
  const answer = await gateway.send(method, target, body);
  if (answer.status >= 400) throw new Error(`${method} ${target} answered ${answer.status}: ${answer.body}`);
  await settledJobs(gateway, since, 20_000);
  const job = (await gateway.get(answer.headers["cimi-job-uri"]!)) as Job;
  if (job.state !== "SUCCESS") throw new Error(`${method} ${target} ended ${job.state}: ${job.statusMessage}`);
  return answer;
}
