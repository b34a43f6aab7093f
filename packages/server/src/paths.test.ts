import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { get, jobIn, raw, startTest, type TestServer } from "./testing.js";

let server: TestServer;
beforeAll(async () => {
  server = await startTest();
});
afterAll(() => server.close());

const ask = (path: string) => raw(server.port, get(path, "Host: localhost", "Accept: application/json"));

describe("paths that lead nowhere, as they come over the wire (RELIABILITY, fault 28)", () => {
  it.each([
    ["a slash after a Collection", "/cimi/2/sandbox/machines/", 404],
    ["a slash after an item", "/cimi/1/sandbox/machineImages/debian-12/", 404],
    ["an empty segment", "/cimi/2/sandbox//machines", 404],
    ["an empty segment at the front", "//cimi/2/sandbox/machines", 404],
    ["another case", "/CIMI/2/sandbox/machines", 404],
    ["another case of the Collection", "/cimi/2/sandbox/MACHINES", 404],
    ["an encoded name", "/%63imi/2/sandbox/machines", 404],
    ["climbing", "/cimi/2/sandbox/%2e%2e/other/machines", 404],
    ["climbing without encoding", "/cimi/2/sandbox/../other/machines", 404],
    ["an encoded slash", "/cimi/2%2fsandbox/machines", 404],
    ["a zero byte", "/cimi/2/sandbox/machines/%00", 404],
    ["a bad escape", "/cimi/2/sandbox/machines/%zz", 400],
    ["a bad escape before CIMI begins", "/%zz/cimi/2/sandbox", 404],
    ["bytes that are no UTF-8", "/cimi/2/sandbox/machines/%ff%fe", 400],
    ["a long id", `/cimi/2/sandbox/machines/${"x".repeat(12_000)}`, 404],
    ["an id that does not fit into the headers", `/cimi/2/sandbox/machines/${"x".repeat(16_384)}`, 431],
  ])("%s is refused in CIMI's form", async (_, path, status) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(jobIn(answer).statusMessage).toMatch(/\w/);
  });

  it.each(["/cimi/2/sandbox", "/cimi/2/sandbox/", "/cimi/1/sandbox/", "/cimi/", "/cimi/sandbox/machines/"])(
    "%s is an address (Contract, URLs)",
    async (path) => expect((await ask(path)).status).toBe(200),
  );
});
