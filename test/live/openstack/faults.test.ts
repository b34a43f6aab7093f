import type { GatewayResponse } from "@cimi-gateway/core";
import { describe, expect, it, jest } from "@jest/globals";
import { volumeOf } from "../../fault/scenario.js";
import { type ServiceName, UNLIMITED } from "./cloud.js";
import { CREATE, useFaultBench } from "./fault-bench.js";
import { LiveGateway } from "./live-gateway.js";

jest.setTimeout(180_000);

const UNKNOWN = expect.stringMatching(/the outcome is unknown: .*look at the cloud before repeating the request/);
const AUTHENTICATE = "POST identity /auth/tokens";

const bench = useFaultBench();

describe("Nova is stopped in the middle of a create: the Job waits, and ends with one server", () => {
  const askedWithout = (service: ServiceName): Promise<GatewayResponse> =>
    bench.cloud.without(service, async () => {
      const asked = await bench.gateway.create();
      await bench.accepted();
      return asked;
    });

  it("nova-conductor", async () => {
    const answer = await askedWithout("nova-conductor");
    await bench.succeeds(answer);
    await bench.isOneAndGoes(answer);
  });

  // One that comes back calls what waits for it failed, for the moment until it builds that (nova/compute/manager.py,
  // `_error_out_instances_whose_build_was_interrupted`): who looks then hears ERROR, and takes the server back.
  it("nova-compute, or FAILED with none, as Nova says", async () => {
    const answer = await askedWithout("nova-compute");
    const { state, statusMessage } = await bench.gateway.end(answer);
    if (state === "SUCCESS") return bench.isOneAndGoes(answer);
    expect(statusMessage).toMatch(/is in the state ERROR/);
    await bench.leavesNothing();
  });

  it("nova-api, once it has accepted", async () => {
    const { isBack } = bench.goesWhenCreating("nova-api", async (gone, forward) => {
      const accepted = await forward();
      await gone();
      return accepted;
    });
    const answer = await bench.gateway.create();
    await bench.succeeds(answer);
    await isBack();
    expect(bench.sends()).toBe(1);
    await bench.isOneAndGoes(answer);
  });
});

describe("a create whose answer is no answer", () => {
  it("lost after the server was made: found by its marker, not made again (RELIABILITY, fault 3)", async () => {
    bench.relay.once(CREATE, async (forward) => {
      await forward();
      return undefined;
    });
    const answer = await bench.gateway.create();
    await bench.succeeds(answer);
    expect(bench.sends()).toBe(1);
    await bench.isOneAndGoes(answer);
  });

  it("a 500 that did nothing: looked for, then made once (RELIABILITY, fault 9)", async () => {
    const body = JSON.stringify({ computeFault: { code: 500, message: "unexpected" } });
    bench.relay.once(CREATE, async () => ({ status: 500, headers: { "content-type": "application/json" }, body }));
    const answer = await bench.gateway.create();
    await bench.succeeds(answer);
    expect(bench.sends()).toBe(2);
    await bench.isOneAndGoes(answer);
  });

  it("lost, and Nova is away for longer than the probe window: found when it is back, not made again", async () => {
    const { isBack } = bench.goesWhenCreating("nova-api", async (gone, forward) => {
      await forward();
      await gone();
      return undefined;
    });
    const answer = await bench.gateway.create();
    await bench.succeeds(answer);
    await isBack();
    expect(bench.sends()).toBe(1);
    await bench.isOneAndGoes(answer);
  });

  it("lost, and Nova is away until the deadline: nothing is sent again, the Job says so, and the Location leads to the machine", async () => {
    await bench.begin({ jobDeadline: 1_000 });
    const { isBack } = bench.goesWhenCreating("nova-api", async (gone, forward) => {
      await forward();
      await gone();
      return undefined;
    });
    const answer = await bench.gateway.create();
    expect(await bench.gateway.end(answer)).toMatchObject({ state: "FAILED", statusMessage: UNKNOWN });
    await isBack();
    expect(bench.sends()).toBe(1);
    expect(await bench.cloud.list("demo", "server")).toHaveLength(bench.before.servers + 1);
    const native = String((await bench.gateway.gateway.get(answer.headers.Location!)).nativeId);
    await bench.cloud.command("demo", ["server", "delete", "--wait", native]);
    await bench.leavesNothing();
  });
});

describe("a quota is exceeded (RELIABILITY, fault 10)", () => {
  it.each(["a volume", "an interface"])(
    "the Job is FAILED at once, and nothing is left, not %s that was made for the machine",
    async (what) => {
      const template =
        what === "a volume" ? { volumeTemplates: [{ volumeTemplate: volumeOf(1_000_000) }] } : await bench.connected();
      const made = what === "a volume" ? "POST volume /volumes" : "POST network /ports";
      await bench.cloud.setQuota("demo", "instances", bench.before.servers);
      try {
        expect(await bench.endOf(template)).toMatchObject({
          state: "FAILED",
          statusMessage: expect.stringMatching(/Quota exceeded for instances/),
        });
        const passed = bench.relay.take();
        expect(passed.filter(({ line }) => line === CREATE)).toEqual([{ line: CREATE, status: 403 }]);
        expect(passed.filter(({ line }) => line === made)).toHaveLength(1);
        await bench.leavesNothing();
      } finally {
        await bench.cloud.setQuota("demo", "instances", UNLIMITED);
      }
    },
  );
});

describe("a token has expired before its time", () => {
  it("is refused by every service, fetched again once, and the requests succeed", async () => {
    bench.relay.once(AUTHENTICATE, async (forward) => {
      const answer = await forward();
      await revoke(answer.headers["x-subject-token"]!);
      return answer;
    });
    // It reads flavors and images.
    const fresh = await LiveGateway.open(bench.relay);
    const passed = bench.relay.take();
    expect(passed.filter(({ line }) => line === AUTHENTICATE).map(({ status }) => status)).toEqual([201, 201]);
    expect(passed.filter(({ status }) => status === 401)).toHaveLength(1);
    await fresh.close();
  });

  it("in the middle of a create: fetched again once, and one server is made", async () => {
    let token = "";
    bench.relay.once(AUTHENTICATE, async (forward) => {
      const answer = await forward();
      token = answer.headers["x-subject-token"]!;
      return answer;
    });
    await bench.begin();
    bench.relay.once(CREATE, async (forward) => {
      await revoke(token);
      // It keeps what services have learned of a token, for minutes.
      return bench.cloud.without("memcached", forward);
    });
    const answer = await bench.gateway.create();
    await bench.succeeds(answer);
    const passed = bench.relay.take();
    expect(passed.filter(({ line }) => line === CREATE).map(({ status }) => status)).toEqual([401, 202]);
    expect(passed.filter(({ line }) => line === AUTHENTICATE)).toHaveLength(1);
    await bench.isOneAndGoes(answer);
  });
});

async function revoke(token: string): Promise<void> {
  const headers = { "x-auth-token": token, "x-subject-token": token };
  const { status } = await fetch(`${bench.cloud.authUrl}/auth/tokens`, { method: "DELETE", headers });
  if (status !== 204) throw new Error(`Keystone answered ${status} to the revocation`);
}
