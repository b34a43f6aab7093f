import { setTimeout as sleep } from "node:timers/promises";
import type { GatewayResponse } from "@cimi-gateway/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { volumeOf } from "../../fault/scenario.js";
import { Cloud, type ServiceName, UNLIMITED } from "./cloud.js";
import { LiveGateway } from "./live-gateway.js";
import { type Mishap, type Passing, Relay } from "./relay.js";

jest.setTimeout(180_000);

const CREATE = "POST compute /servers";
/** Milliseconds over which it is looked for what a lost answer made. */
const PROBE = 1_000;
const UNKNOWN = expect.stringMatching(/the outcome is unknown: .*look at the cloud before repeating the request/);

const cloud = new Cloud();
let relay: Relay;
let before: Census;
let gateway: LiveGateway;

/** The native client's word. */
interface Census {
  readonly servers: number;
  readonly ports: number;
  readonly volumes: number;
}

async function census(): Promise<Census> {
  const count = async (type: string): Promise<number> => (await cloud.list("demo", type)).length;
  const [servers, ports, volumes] = await Promise.all(["server", "port", "volume"].map(count));
  return { servers: servers!, ports: ports!, volumes: volumes! };
}

beforeAll(async () => {
  relay = await Relay.open(cloud);
  before = await census();
});
afterAll(() => relay.close());

beforeEach(async () => {
  gateway = await LiveGateway.open(relay, { writeWait: 0, probeWindow: PROBE });
  relay.take();
});
afterEach(() => gateway.close());

const sends = (): number => relay.take().filter(({ line }) => line === CREATE).length;

/** One native server belongs to the machine, and goes with it. */
async function isOneAndGoes(answer: GatewayResponse): Promise<void> {
  expect(await cloud.list("demo", "server")).toHaveLength(before.servers + 1);
  await gateway.remove(answer.headers.Location!);
}

/** Takes a service away as soon as Nova is to make a server, and brings it back at once, which takes seconds. */
function goesWhenCreating(
  service: ServiceName,
  mishap: (gone: () => Promise<void>, forward: () => Promise<Passing>) => ReturnType<Mishap>,
) {
  let back: Promise<void> | undefined;
  const gone = async () => {
    await cloud.stop(service);
    back = cloud.start(service);
  };
  relay.once(CREATE, (forward) => mishap(gone, forward));
  return { isBack: async () => back };
}

describe("a service that goes away in the middle of a create: the Job waits, and ends with one server", () => {
  it.each(["nova-compute", "nova-conductor"] as const)("%s", async (service) => {
    const answer = await cloud.without(service, async () => {
      const accepted = await gateway.create();
      while (!relay.take().some(({ line }) => line === CREATE)) await sleep(100);
      return accepted;
    });
    expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
    await isOneAndGoes(answer);
  });

  it("nova-api, once it has accepted", async () => {
    const { isBack } = goesWhenCreating("nova-api", async (gone, forward) => {
      const accepted = await forward();
      await gone();
      return accepted;
    });
    const answer = await gateway.create();
    expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
    await isBack();
    expect(sends()).toBe(1);
    await isOneAndGoes(answer);
  });
});

describe("a create whose answer is no answer", () => {
  it("lost after the server was made: found by its marker, not made again (RELIABILITY, fault 3)", async () => {
    relay.once(CREATE, async (forward) => {
      await forward();
      return undefined;
    });
    const answer = await gateway.create();
    expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
    expect(sends()).toBe(1);
    await isOneAndGoes(answer);
  });

  it("a 500 that did nothing: looked for, then made once (RELIABILITY, fault 9)", async () => {
    const body = JSON.stringify({ computeFault: { code: 500, message: "unexpected" } });
    relay.once(CREATE, async () => ({ status: 500, headers: { "content-type": "application/json" }, body }));
    const answer = await gateway.create();
    expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
    expect(sends()).toBe(2);
    await isOneAndGoes(answer);
  });

  it("lost, and Nova cannot be asked any more: nothing is sent again, the Job says so, and the Location leads to the machine", async () => {
    const { isBack } = goesWhenCreating("nova-api", async (gone, forward) => {
      await forward();
      await gone();
      return undefined;
    });
    const answer = await gateway.create();
    expect(await gateway.end(answer)).toMatchObject({ state: "FAILED", statusMessage: UNKNOWN });
    await isBack();
    expect(sends()).toBe(1);
    await isOneAndGoes(answer);
  });
});

describe("a create that cannot be carried out: FAILED, and nothing is left of it", () => {
  afterEach(async () => expect(await census()).toEqual(before));

  it("for a quota: at once, with the volume made for it (RELIABILITY, fault 10)", async () => {
    await cloud.setQuota("demo", "instances", before.servers);
    try {
      const answer = await gateway.create({ volumeTemplates: [{ volumeTemplate: volumeOf(1_000_000) }] });
      expect(await gateway.end(answer)).toMatchObject({
        state: "FAILED",
        statusMessage: expect.stringMatching(/Quota exceeded for instances/),
      });
      const passed = relay.take();
      expect(passed.filter(({ line }) => line === CREATE)).toEqual([{ line: CREATE, status: 403 }]);
      expect(passed.filter(({ line }) => line === "POST volume /volumes")).toHaveLength(1);
    } finally {
      await cloud.setQuota("demo", "instances", UNLIMITED);
    }
  });

  it("while neutron-server is gone: the Job says which service did not answer, and no server is asked for", async () => {
    await cloud.without("neutron-server", async () => {
      expect(await gateway.end(await gateway.create())).toMatchObject({
        state: "FAILED",
        statusMessage: expect.stringMatching(/OpenStack \(network\) did not answer/),
      });
    });
    expect(relay.take().filter(({ line }) => line === CREATE)).toEqual([]);
  });
});

describe("a token that is revoked before its time", () => {
  it("is refused by every service, fetched again once, and the requests succeed", async () => {
    relay.once("POST identity /auth/tokens", async (forward) => {
      const answer = await forward();
      await revoke(answer.headers["x-subject-token"]!);
      return answer;
    });
    // It reads flavors and images.
    const fresh = await LiveGateway.open(relay);
    const passed = relay.take();
    expect(passed.filter(({ line }) => line === "POST identity /auth/tokens").map(({ status }) => status)).toEqual([201, 201]);
    expect(passed.filter(({ status }) => status === 401)).toHaveLength(1);
    await fresh.close();
  });
});

async function revoke(token: string): Promise<void> {
  const headers = { "x-auth-token": token, "x-subject-token": token };
  const { status } = await fetch(`${cloud.authUrl}/auth/tokens`, { method: "DELETE", headers });
  if (status !== 204) throw new Error(`Keystone answered ${status} to the revocation`);
}
