import { ProviderFault } from "@cimi-gateway/adapter";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { TestGateway } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";
import { MACHINES, machine } from "./refused.js";

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  sandbox = await openSandbox({ settings: { timeout: 30, attempts: 2 }, limits: { listAge: 0, probeWindow: 50 } });
});
afterEach(() => sandbox.close());

type Rules = Parameters<typeof sandbox.world.script>[0];
const machinesMade = async () => (await sandbox.world.census()).present.machine;

describe("a read that the cloud fails (RELIABILITY 7, 12, 14)", () => {
  it.each<[string, Rules, number, Record<string, unknown>]>([
    ["throttles", [{ fault: "throttle", retryAfter: 600, action: "machine.list" }], 503, { "Retry-After": "600" }],
    ["cannot serve", [{ fault: "error", action: "machine.list" }], 503, { "Retry-After": expect.stringMatching(/^\d+$/) }],
    ["never answers", [{ fault: "hang", action: "machine.list" }], 504, {}],
    ["breaks off", [{ fault: "cut", action: "machine.list" }], 504, {}],
    ["answers with something else", [{ fault: "garbage", action: "machine.list" }], 502, {}],
  ])("one that it %s", async (_, rules, status, headers) => {
    await sandbox.world.script(rules);
    const answer = await sandbox.gateway.send("GET", MACHINES);
    expect([answer.status, answer.headers]).toEqual([status, expect.objectContaining(headers)]);
    expect(JSON.parse(answer.body)).toMatchObject({ state: "FAILED", returnCode: 10_000 + status });
  });

  it("is repeated, and then nobody notices", async () => {
    await sandbox.world.script([{ fault: "error", action: "machine.list", times: 1 }]);
    expect((await sandbox.gateway.send("GET", MACHINES)).status).toBe(200);
  });

  it("fails only what it concerns", async () => {
    await sandbox.world.script([{ fault: "hang", action: "machine.*" }]);
    const [machines, images] = await Promise.all(
      ["machines", "machineImages"].map((name) => sandbox.gateway.send("GET", `/cimi/2/sandbox/${name}`)),
    );
    expect([machines!.status, images!.status]).toEqual([504, 200]);
  });
});

describe("a write that the cloud fails", () => {
  const create = async () => {
    const answer = await sandbox.gateway.send("POST", MACHINES, { body: machine({ initialState: "STOPPED" }) });
    return { answer, job: await sandbox.gateway.job(answer) };
  };

  it.each<[string, Rules, number]>([
    ["for want of quota", [{ fault: "quota", action: "machine.create" }], 403],
    ["until later", [{ fault: "throttle", retryAfter: 600, action: "machine.create" }], 503],
    ["without an answer, ever", [{ fault: "hang", action: "machine.create" }], 504],
    ["by a breakdown", [{ fault: "breakdown", action: "machine.create" }], 409],
  ])("%s ends in a FAILED Job, and leaves nothing", async (_, rules, status) => {
    await sandbox.world.script(rules);
    const { answer, job } = await create();
    expect([job.state, job.returnCode]).toEqual(["FAILED", 10_000 + status]);
    expect(job.statusMessage).toEqual(expect.any(String));
    expect([status, 202]).toContain(answer.status);
    expect((await sandbox.gateway.send("GET", answer.headers.Location ?? `${MACHINES}/none`)).status).toBe(404);
    await sandbox.world.script([]);
    expect(await machinesMade()).toBe(0);
  });

  it.each<[string, Rules]>([
    ["an answer that was lost", [{ fault: "lost", action: "machine.create", times: 1 }]],
    ["an answer that makes no sense", [{ fault: "garbage", action: "machine.create", times: 1 }]],
    ["two refusals", [{ fault: "error", action: "machine.create", times: 2 }]],
    ["reads that lag behind", [{ fault: "stale", milliseconds: 40, action: "machine.create" }]],
  ])("is carried out once in spite of %s (RELIABILITY 3)", async (_, rules) => {
    await sandbox.world.script(rules);
    const { answer, job } = await create();
    expect(job.state).toBe("SUCCESS");
    expect((await sandbox.gateway.get(answer.headers.Location!)).state).toBe("STOPPED");
    expect((await sandbox.world.census()).made.machine).toBe(1);
  });
});

describe("what the kinds of fault are to a consumer (4.2.2)", () => {
  it.each([
    ["unauthenticated", 403],
    ["denied", 403],
    ["quota", 403],
    ["conflict", 409],
    ["invalid", 400],
    ["notFound", 404],
    ["throttled", 503],
    ["unavailable", 503],
    ["unanswered", 504],
    ["garbled", 502],
  ] as const)("%s is %s, without the cloud's secrets", async (kind, status) => {
    const { adapter } = sandbox.gateway;
    const list = () => {
      throw new ProviderFault(kind, "as the cloud says");
    };
    const resources = { ...adapter.resources, Machine: { ...adapter.resources.Machine!, list } };
    const { close: _, ...failing } = { ...adapter, resources };
    const gateway = await TestGateway.open(failing);
    const answer = await gateway.send("GET", MACHINES);
    expect([answer.status, answer.body]).toEqual([status, expect.stringContaining("as the cloud says")]);
    expect(answer.headers["Retry-After"] !== undefined).toBe(status === 503);
    await gateway.close();
  });
});
