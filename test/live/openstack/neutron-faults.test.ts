import { describe, expect, it, jest } from "@jest/globals";
import { eventually } from "../../fault/eventually.js";
import { CREATE, useFaultBench } from "./fault-bench.js";
import type { Mishap, Passed } from "./relay.js";

jest.setTimeout(180_000);

const PORT = "POST network /ports";
const SUBNETS = "GET network /subnets";
/** Sends of a call that may be repeated, where each is answered so. */
const SENDS = 3;
/** Milliseconds: Nova itself tries for some seconds to reach Neutron. */
const PATIENCE = 60_000;

const bench = useFaultBench();

/** What Neutron answers when something in it fails. */
const broken: Mishap = async () => ({
  status: 500,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ NeutronError: { type: "HTTPInternalServerError", message: "Request Failed", detail: "" } }),
});

const breaks = (line: string, times: number): void => {
  for (let count = 1; count <= times; count++) bench.relay.once(line, broken);
};

describe("a 500 from Neutron", () => {
  it("once, to the port and to what is read before: read again, the port is looked for, then made once, and one machine", async () => {
    const template = await bench.connected();
    breaks(PORT, 1);
    breaks(SUBNETS, 1);
    bench.relay.take();
    const answer = await bench.gateway.create(template);
    await bench.succeeds(answer);
    expect(bench.relay.take().flatMap(({ line, status }) => (line === PORT ? [status] : []))).toEqual([500, 201]);
    expect((await bench.census()).ports).toBe(bench.before.ports + 1);
    await bench.isOneAndGoes(answer);
    await bench.leavesNothing();
  });

  it("after the port was made: found, not made again, and it goes with its machine", async () => {
    const template = await bench.connected();
    bench.relay.once(PORT, async (forward) => {
      await forward();
      return broken(forward);
    });
    const answer = await bench.gateway.create(template);
    await bench.succeeds(answer);
    expect((await bench.census()).ports).toBe(bench.before.ports + 1);
    await bench.isOneAndGoes(answer);
    await bench.leavesNothing();
  });

  it("again and again, to what is read before: the request is refused as one that may succeed later, and nothing is sent", async () => {
    const template = await bench.connected();
    breaks(SUBNETS, SENDS);
    bench.relay.take();
    expect(await bench.gateway.create(template)).toMatchObject({ status: 503, body: expect.stringContaining("Request Failed") });
    expect(bench.relay.take().filter(({ line }) => line.startsWith("POST "))).toEqual([]);
  });

  it("again and again, to the port: FAILED, no server is asked for, and nothing is left", async () => {
    const template = await bench.connected();
    breaks(PORT, SENDS);
    expect(await bench.endOf(template)).toMatchObject({
      state: "FAILED",
      statusMessage: expect.stringMatching(/OpenStack \(network\) refused: Request Failed/),
    });
    expect(bench.sends()).toBe(0);
    await bench.leavesNothing();
  });

  it("that Nova makes of a Neutron that is away: looked for, then made once", async () => {
    bench.relay.once(CREATE, (forward) => bench.cloud.without("neutron-server", forward));
    const answer = await bench.gateway.create();
    await bench.succeeds(answer);
    const creates = bench.relay.take().filter(({ line }) => line === CREATE);
    expect(creates.map(({ status }) => status)).toEqual([500, 202]);
    await bench.isOneAndGoes(answer);
  });
});

describe("Neutron is away", () => {
  it("before a create: the Job says which service did not answer, and no server is asked for", async () => {
    await bench.cloud.without("neutron-server", async () => {
      expect(await bench.endOf()).toMatchObject({
        state: "FAILED",
        statusMessage: expect.stringMatching(/OpenStack \(network\) did not answer/),
      });
    });
    expect(bench.sends()).toBe(0);
  });

  it("after an answer was lost, so that Nova lists no servers: the server is found when it is back, and not made again", async () => {
    bench.relay.once(CREATE, async (forward) => {
      await forward();
      await bench.runs();
      await bench.cloud.stop("neutron-server");
      return undefined;
    });
    const passed: Passed[] = [];
    const listed = () => {
      passed.push(...bench.relay.take());
      expect(passed).toContainEqual({ line: "GET compute /servers/detail", status: 500 });
    };
    const answer = await bench.gateway.create();
    await eventually(async () => listed(), PATIENCE).finally(() => bench.cloud.start("neutron-server"));
    await bench.succeeds(answer);
    passed.push(...bench.relay.take());
    expect(passed.filter(({ line }) => line === CREATE)).toHaveLength(1);
    await bench.isOneAndGoes(answer);
  });
});
