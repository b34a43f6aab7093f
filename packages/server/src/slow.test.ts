import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { get, jobIn, raw, sandboxWith, startTest, type TestServer } from "./testing.js";

let server: TestServer;
beforeAll(async () => {
  const limits = {
    headersTimeout: 400,
    requestTimeout: 400,
    keepAlive: 300,
    idleTimeout: 1_500,
    connections: 20,
    headers: 2_000,
  };
  server = await startTest({ configuration: sandboxWith({ limits }) });
});
afterAll(() => server.close());

const open = (): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1", () => resolve(socket)).on("error", reject);
  });

/** Milliseconds until the server closes the connection. */
const closed = (socket: Socket): Promise<number> => {
  const start = performance.now();
  return new Promise((resolve) =>
    socket
      .resume()
      .on("error", () => {})
      .on("close", () => resolve(performance.now() - start)),
  );
};

// [6-2]
describe("a connection", () => {
  it("whose headers come a byte at a time is cut with 408; others are served (fault 15)", async () => {
    const slow = await Promise.all(Array.from({ length: 10 }, open));
    const drips = slow.map((socket) => setInterval(() => socket.writable && socket.write("G"), 50));
    const ends = slow.map(closed);
    const start = performance.now();
    expect((await raw(server.port, get("/healthz", "Host: localhost"))).status).toBe(200);
    expect(performance.now() - start).toBeLessThan(1_000);
    for (const took of await Promise.all(ends)) expect(took).toBeLessThan(4_000);
    drips.forEach(clearInterval);
  }, 30_000);

  it("is told 408 as a Job", async () => {
    const answer = await raw(server.port, "GET / HTTP/1.1\r\nHost: localh");
    expect(answer.status).toBe(408);
    expect(jobIn(answer).statusMessage).toContain("in time");
  }, 30_000);

  it("that says nothing is closed", async () => {
    expect(await closed(await open())).toBeLessThan(4_000);
  }, 30_000);

  it("that waits for its next request is closed after server.limits.keepAlive (fault 17)", async () => {
    const socket = await open();
    socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const took = await closed(socket);
    expect(took).toBeGreaterThan(250);
    expect(took).toBeLessThan(3_500);
  }, 30_000);

  it("beyond server.limits.connections is closed at once; when others go there is room again (fault 17)", async () => {
    const held = await Promise.all(Array.from({ length: 20 }, open));
    const extra = await open();
    expect(await closed(extra)).toBeLessThan(300);
    for (const socket of held) socket.destroy();
    await sleep(100);
    expect((await raw(server.port, get("/healthz", "Host: localhost"))).status).toBe(200);
  });

  it("whose headers are longer than server.limits.headers is 431", async () => {
    expect((await raw(server.port, get("/healthz", "Host: localhost", `X: ${"x".repeat(1_000)}`))).status).toBe(200);
    const answer = await raw(server.port, get("/healthz", "Host: localhost", `X: ${"x".repeat(2_500)}`));
    expect(answer.status).toBe(431);
    jobIn(answer);
  });

  it("on which nothing moves is closed after server.limits.idleTimeout, though an answer is wanted (fault 16)", async () => {
    const other = await startTest({
      configuration: { ...sandboxWith({ limits: { idleTimeout: 300 } }), clouds: { slow: { adapter: "slow" } } },
      loadAdapter: async () => ({
        settings: [],
        open: async () => ({ name: "slow", resources: { Volume: neverListed } }),
      }),
    });
    const socket = connect(other.port, "127.0.0.1", () =>
      socket.write("GET /cimi/2/slow/volumes HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    );
    expect(await closed(socket)).toBeLessThan(3_000);
    await other.close();
  }, 30_000);
});

const neverListed = {
  identify: () => ({ id: "x" }),
  attributes: {},
  async *list() {
    await sleep(5_000, undefined, { ref: false });
    yield [];
  },
  read: async () => new Map(),
};
