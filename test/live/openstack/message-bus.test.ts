import { setTimeout as sleep } from "node:timers/promises";
import type { Reference } from "@cimi-gateway/model";
import { describe, expect, it, jest } from "@jest/globals";
import { volumeOf } from "../../fault/scenario.js";
import { useFaultBench } from "./fault-bench.js";

jest.setTimeout(240_000);

/** Milliseconds: long enough for a server, and for RabbitMQ to come back. */
const DEADLINE = 30_000;
const VOLUME = { volumeTemplates: [{ volumeTemplate: volumeOf(1_000_000) }] };
const LATE = { state: "FAILED", statusMessage: expect.stringMatching(/the cloud did not finish within \d+ s$/) };

const bench = useFaultBench();

const restarted = (): Promise<void> => bench.cloud.without("rabbitmq", async () => undefined);

/** The server runs; its volume can be deleted as soon as the machine's Job has ended. */
async function goes(machine: string): Promise<void> {
  expect(await bench.cloud.list("demo", "server", ["--status", "ACTIVE"])).toHaveLength(bench.before.servers + 1);
  const { locatedVolumes } = await bench.gateway.gateway.get(`${machine}/volumes`);
  const items = locatedVolumes as readonly { readonly volume: Reference }[];
  await bench.gateway.remove(machine);
  for (const { volume } of items) await bench.gateway.remove(volume.href!);
  expect(items).toHaveLength(1);
}

describe("RabbitMQ is restarted", () => {
  it("between requests: it costs nothing", async () => {
    await restarted();
    await goes(await bench.gateway.machine(VOLUME));
    await bench.leavesNothing();
  });

  it("while it holds the message by which a server is to be made: FAILED at the deadline, and server, port and volume are taken back", async () => {
    const template = { ...VOLUME, ...(await bench.connected()) };
    await bench.begin({ jobDeadline: DEADLINE });
    // Nobody takes the message, which RabbitMQ keeps in its memory only.
    const answer = await bench.cloud.without("nova-conductor", async () => {
      const asked = await bench.gateway.create(template);
      await bench.accepted();
      await restarted();
      return asked;
    });
    expect(await bench.gateway.end(answer)).toMatchObject(LATE);
    await bench.leavesNothing();
  });

  it.each([
    ["as soon as Nova has accepted", 0],
    ["when a host makes the server", 3_000],
  ])("in the middle of a create, %s: a whole machine, or FAILED and nothing is left", async (_, later) => {
    await bench.begin({ jobDeadline: DEADLINE });
    const answer = await bench.gateway.create({ ...VOLUME, ...(await bench.connected()) });
    await bench.accepted();
    await sleep(later);
    await restarted();
    const job = await bench.gateway.end(answer);
    if (job.state === "SUCCESS") await goes(answer.headers.Location!);
    else expect(job).toMatchObject({ state: "FAILED", statusMessage: expect.not.stringContaining("could not be taken back") });
    await bench.leavesNothing();
  });
});
