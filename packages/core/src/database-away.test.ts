import { silentLog, systemClock } from "@cimi-gateway/adapter";
import { openStore, type Store } from "@cimi-gateway/store";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { Gateway } from "./gateway.js";
import { aroundStore } from "./jobs/patience.js";
import { World } from "./jobs/testing.js";

const RESOURCE = "http://schemas.dmtf.org/cimi/2/";

let isAway: boolean;
/** Calls that will find their connection broken. */
let broken: number;
let store: Store;
let world: World;
let gateway: Gateway;
beforeEach(async () => {
  isAway = false;
  broken = 0;
  store = await openStore({ folder: ":memory:" });
  world = new World();
  const flaky = aroundStore(store, async (act) => {
    if (isAway) throw Object.assign(new Error("Connection refused"), { code: "ECONNREFUSED" });
    if (broken-- > 0) throw new Error("Connection terminated unexpectedly");
    return act();
  });
  const adapter = { name: "fake", resources: { Machine: world.machines.adapter, Volume: world.volumes.adapter } };
  gateway = new Gateway({ clouds: [{ name: "fake", adapter }], store: flaky, clock: systemClock, log: silentLog });
});
afterEach(async () => {
  await gateway.stop();
  await store.close();
});

const send = (method: string, path: string, body?: object) =>
  gateway.handle({
    method,
    path: `/cimi/2/fake/${path}`,
    query: "",
    body: body ? JSON.stringify(body) : "",
    headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) },
    origin: "http://gateway.test",
    tenant: "default",
    receivedAt: 0,
    signal: new AbortController().signal,
  });

const volume = { resourceURI: `${RESOURCE}VolumeCreate`, name: "v", volumeTemplate: { volumeConfig: { capacity: 1000 } } };

it.each([
  ["GET", "jobs", undefined],
  ["GET", "jobs/j-1", undefined],
  ["GET", "volumeTemplates", undefined],
  ["POST", "volumes", volume],
  ["POST", "volumeTemplates", { resourceURI: `${RESOURCE}VolumeTemplate`, name: "t", volumeConfig: { capacity: 1000 } }],
])("%s %s without a database: 503 with Retry-After, and nothing is sent (RELIABILITY, rule 14)", async (method, path, body) => {
  isAway = true;
  const { status, headers, body: said } = await send(method, path, body);
  expect([status, headers["Retry-After"]]).toEqual([503, "5"]);
  expect(JSON.parse(said)).toMatchObject({
    state: "FAILED",
    returnCode: 10_503,
    statusMessage: expect.stringContaining("database"),
  });
  isAway = false;
  expect(world.sent).toEqual([]);
  expect(await store.operations.unsettled()).toEqual([]);
});

it("a write under way when the database goes away is answered 202, and its Job is settled when it is back (fault 45)", async () => {
  world.before = (call) => {
    isAway ||= call === "create vol";
  };
  const { status, headers } = await send("POST", "volumes", volume);
  expect([status, headers.Location]).toEqual([202, expect.stringContaining("/volumes/")]);
  isAway = false;
  const path = headers["CIMI-Job-URI"]!.replace("http://gateway.test/cimi/2/fake/", "");
  const state = async () => JSON.parse((await send("GET", path)).body).state;
  for (const end = Date.now() + 10_000; (await state()) === "RUNNING" && Date.now() < end; ) await systemClock.sleep(50);
  expect(await state()).toBe("SUCCESS");
  expect(world.sent).toEqual(["create vol", "finish vol-1"]);
}, 30_000);

it("a read that meets broken connections is made again, a write is the consumer's to repeat (RELIABILITY, fault 45)", async () => {
  broken = 2;
  expect(await send("GET", "jobs")).toMatchObject({ status: 200 });
  broken = 3;
  expect(await send("GET", "jobs")).toMatchObject({ status: 503, headers: { "Retry-After": "5" } });
  broken = 1;
  expect(await send("POST", "volumes", volume)).toMatchObject({ status: 503, headers: { "Retry-After": "5" } });
});
