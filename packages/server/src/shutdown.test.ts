import { Agent, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { AdapterPackage } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { get, jobIn, raw, sandboxWith, startTest, type TestServer } from "./testing.js";

/** A cloud whose lists take a while. */
const slow = (milliseconds: number): AdapterPackage => ({
  settings: [],
  open: async () => ({
    name: "slow",
    resources: {
      Volume: {
        identify: () => ({ id: "x" }),
        attributes: {},
        async *list() {
          await sleep(milliseconds, undefined, { ref: false });
          yield [];
        },
        read: async () => new Map(),
      },
    },
  }),
});

const startSlow = (milliseconds: number, limits = {}): Promise<TestServer> =>
  startTest({
    configuration: { server: { limits }, clouds: { slow: { adapter: "slow" } } },
    loadAdapter: async () => slow(milliseconds),
  });

describe("the end of a gateway (RELIABILITY, rule 15)", () => {
  it("lets running requests end, as the last of their connections, and accepts no other", async () => {
    const server = await startSlow(600);
    const running = raw(server.port, "GET /cimi/2/slow/volumes HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await sleep(150);
    const closing = server.close();
    await sleep(50);
    await expect(connects(server.port)).resolves.toBe(false);
    const { status, headers } = await running;
    await closing;
    expect([status, headers.connection]).toEqual([200, "close"]);
    expect(server.lines.join("")).toMatch(/the gateway stops(?:.|\n)*the gateway has stopped/);
  });

  it("says so on connections that are open: readiness is 503", async () => {
    const server = await startSlow(600);
    const running = raw(server.port, `GET /cimi/2/slow/volumes HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await ask(agent, server.port, "/readyz")).status).toBe(200);
    const closing = server.close();
    const refused = await ask(agent, server.port, "/readyz");
    expect(refused.status).toBe(503);
    expect(refused.headers["retry-after"]).toBe("5");
    expect(jobIn(refused).statusMessage).toBe("the gateway is stopping");
    await Promise.all([running, closing]);
    agent.destroy();
  });

  it("comes after server.limits.drain, whatever still runs", async () => {
    const server = await startSlow(5_000, { drain: 300 });
    const running = raw(server.port, get("/cimi/2/slow/volumes", "Host: localhost"));
    await sleep(100);
    const start = performance.now();
    await server.close();
    expect(performance.now() - start).toBeLessThan(1_500);
    expect((await running).status).toBe(0);
  });

  it("is the same when it is asked for twice", async () => {
    const server = await startTest();
    await Promise.all([server.close(), server.close()]);
    expect(server.lines.filter((line) => line.includes("the gateway has stopped"))).toHaveLength(1);
  });

  it("fails no request under load (fault 43)", async () => {
    const server = await startTest({ configuration: sandboxWith({}) });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const failures: string[] = [];
    const state = { answered: 0, stopped: false, gone: false };
    const load = async (): Promise<void> => {
      while (!state.gone) {
        const { status, failure } = await ask(agent, server.port, "/cimi/2/sandbox/machines").then(
          (answer) => ({ status: answer.status, failure: undefined }),
          (error: NodeJS.ErrnoException) => ({ status: 0, failure: error.code ?? error.message }),
        );
        // Nobody listens any more: what a consumer sees when it comes too late, not a request that was lost.
        if (state.stopped && failure === "ECONNREFUSED") return;
        if (status === 200) state.answered++;
        else failures.push(failure ?? String(status));
      }
    };
    const loads = Array.from({ length: 8 }, load);
    await sleep(400);
    state.stopped = true;
    await server.close();
    state.gone = true;
    await Promise.all(loads);
    agent.destroy();
    expect(state.answered).toBeGreaterThan(20);
    expect(failures).toEqual([]);
  });
});

const connects = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function ask(agent: Agent, port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: "127.0.0.1", path }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode!,
          headers: answer.headers as Answer["headers"],
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject).end();
  });
}
