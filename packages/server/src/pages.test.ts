import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTest, type TestServer } from "./testing.js";

let server: TestServer;
beforeAll(async () => {
  server = await startTest({ configuration: { clouds: { one: { adapter: "sandbox" }, two: { adapter: "sandbox" } } } });
});
afterAll(() => server.close());

const ask = async (path: string, accept = "application/json"): Promise<{ status: number; type: string | null; text: string }> => {
  const response = await fetch(server.url + path, { headers: { accept } });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
};

describe("beside CIMI", () => {
  it("/ lists the entry points, which answer", async () => {
    const { text } = await ask("/");
    const { entryPoints } = JSON.parse(text) as { entryPoints: { cloud: string; edition1: string; edition2: string }[] };
    expect(entryPoints.map(({ cloud }) => cloud)).toEqual(["one", "two"]);
    for (const { edition1, edition2 } of entryPoints)
      for (const address of [edition1, edition2]) expect((await fetch(address)).status).toBe(200);
  });

  it("/ is text for browsers", async () => {
    const { status, type, text } = await ask("/", "text/html,application/xhtml+xml,*/*;q=0.8");
    expect([status, type]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(text).toContain(`${server.url}/cimi/2/one/cloudEntryPoint`);
  });

  it("/healthz and /readyz are 200 while the gateway serves", async () => {
    expect(await ask("/healthz")).toEqual({ status: 200, type: "application/json", text: '{"status":"ok"}' });
    expect(await ask("/readyz")).toEqual({ status: 200, type: "application/json", text: '{"status":"ready"}' });
  });

  it("/metrics counts requests by method, status and face", async () => {
    await ask("/cimi/2/one/cloudEntryPoint");
    await ask("/cimi/1/one/nothing");
    await ask("/cimi/");
    await fetch(`${server.url}/cimi/two/nothing`, { method: "PATCH" });
    const { status, type, text } = await ask("/metrics");
    expect([status, type]).toEqual([200, expect.stringMatching(/^text\/plain; version=0\.0\.4/)]);
    expect(text).toMatch(/^cimi_requests_total\{method="GET",status="200",face="2"\} [1-9]/m);
    expect(text).toMatch(/^cimi_requests_total\{method="GET",status="404",face="1"\} 1$/m);
    expect(text).toMatch(/^cimi_requests_total\{method="GET",status="200",face="tolerant"\} 1$/m);
    expect(text).toMatch(/^cimi_requests_total\{method="other",status="40\d",face="tolerant"\} 1$/m);
    expect(text).toMatch(/^cimi_request_duration_seconds_count\{method="GET",face="2"\} [1-9]/m);
    expect(text).toMatch(/^# TYPE cimi_open_jobs gauge$/m);
    expect(text).toMatch(/^process_resident_memory_bytes /m);
  });
});
