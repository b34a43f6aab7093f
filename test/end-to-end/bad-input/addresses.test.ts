import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { MACHINES, machine, openRefuse, type Refuse } from "./refused.js";

let refuse: Refuse;
beforeAll(async () => {
  refuse = await openRefuse();
});
afterAll(() => refuse.close());

describe("addresses that lead nowhere (RELIABILITY 28, 35)", () => {
  it.each<[string, string, number]>([
    ["an unknown cloud", "/cimi/2/nowhere/machines", 404],
    ["an unknown edition", "/cimi/3/sandbox/machines", 404],
    ["an edition without a cloud", "/cimi/2/", 404],
    ["an unknown Collection", "/cimi/2/sandbox/systems", 404],
    ["a name of an object's prototype", "/cimi/2/sandbox/constructor", 404],
    ["another name of one", "/cimi/2/sandbox/machines/x/__proto__", 404],
    ["an unknown id", `${MACHINES}/none`, 404],
    ["an id of another cloud's type", "/cimi/2/sandbox/machineImages/tiny", 404],
    ["a Collection of no parent", `${MACHINES}/none/disks`, 404],
    ["another case", "/cimi/2/sandbox/Machines", 404],
    ["another case of the face", "/CIMI/2/sandbox/machines", 404],
    ["another case of the cloud", "/cimi/2/Sandbox/machines", 404],
    ["another case of the entry point", "/cimi/2/sandbox/cloudentrypoint", 404],
    ["an empty segment", "/cimi/2/sandbox//machines", 404],
    ["an empty segment before the cloud", "/cimi/2//sandbox/machines", 404],
    ["an empty segment at the front", "//cimi/2/sandbox/machines", 404],
    ["a slash after a Collection", `${MACHINES}/`, 404],
    ["a slash after a Collection, in edition 1", "/cimi/1/sandbox/machineImages/", 404],
    ["a slash after an item", "/cimi/2/sandbox/machineImages/debian-12/", 404],
    ["a slash after the entry point's name", "/cimi/2/sandbox/cloudEntryPoint/", 404],
    ["two slashes after the cloud", "/cimi/2/sandbox//", 404],
    ["climbing", "/cimi/2/sandbox/%2e%2e/other/machines", 404],
    ["climbing to the cloud", `${MACHINES}/%2e%2e/%2e%2e/other/machines`, 404],
    ["a zero byte", `${MACHINES}/a%00b`, 404],
    ["half a surrogate pair", `${MACHINES}/%ed%a0%80`, 400],
    ["a bad escape", `${MACHINES}/%zz`, 400],
    ["a bad escape in the query", `${MACHINES}?$filter=%zz`, 400],
    ["an id of 16 KiB", `${MACHINES}/${"x".repeat(16_384)}`, 404],
  ])("%s", (_, target, status) => refuse.refused({ method: "GET", target }, status));

  it.each(["/cimi/2/sandbox/", "/cimi/1/sandbox/", "/cimi/sandbox/machineImages/", "/cimi/machineImages/debian-12/"])(
    "%s is good: the base of a strict face, and what existing clients of the lenient ones send (PEERS 2.10)",
    async (target) => expect((await refuse.sandbox.gateway.send("GET", target)).status).toBe(200),
  );

  it("an operation that is unknown is 404, a GET of one 405", async () => {
    await refuse.refused({ target: `${MACHINES}/none/explode`, body: { action: "explode" } }, 404);
    await refuse.refused({ method: "GET", target: `${MACHINES}/none/start` }, 405);
  });

  it.each([
    ["POST", `${MACHINES}/none`],
    ["PUT", MACHINES],
    ["DELETE", MACHINES],
    ["DELETE", "/cimi/2/sandbox/cloudEntryPoint"],
    ["POST", "/cimi/2/sandbox/cloudEntryPoint"],
    ["PATCH", MACHINES],
    ["TRACE", MACHINES],
    ["POST", "/cimi/2/sandbox/jobs"],
  ])("%s of %s is 405 and says what is possible", async (method, target) => {
    const answer = await refuse.sandbox.gateway.send(method, target, method === "DELETE" ? {} : { body: machine({}) });
    expect([answer.status, answer.headers.Allow]).toEqual([405, expect.stringContaining("OPTIONS")]);
  });

  it("hundreds of guessed ids find nothing", async () => {
    const guesses = Array.from({ length: 300 }, (_, i) => `machine-${i.toString(16).padStart(16, "0")}`);
    const answers = await Promise.all(guesses.map((id) => refuse.sandbox.gateway.send("GET", `${MACHINES}/${id}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  });
});
