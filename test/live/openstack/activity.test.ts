import { type Activity, type Adapter, silentLog, systemClock } from "@cimi-gateway/adapter";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { actionOf } from "../../fault/scenario.js";
import { openCloud } from "./adapter-harness.js";
import { Cloud } from "./cloud.js";
import { LiveGateway } from "./live-gateway.js";
import { Relay } from "./relay.js";

jest.setTimeout(300_000);

let relay: Relay;
let adapter: Adapter;
let gateway: LiveGateway;

beforeAll(async () => {
  relay = await Relay.open(new Cloud());
  adapter = await openCloud(relay.settings);
  gateway = await LiveGateway.over(adapter);
});
afterAll(async () => {
  await gateway?.close();
  await relay?.close();
});

async function logged(since: Date): Promise<readonly Activity[]> {
  const context = { clock: systemClock, log: silentLog, tenant: "default", signal: AbortSignal.timeout(60_000) };
  const found: Activity[] = [];
  for await (const one of adapter.activity!(since, context)) found.push(one);
  return found;
}

/** What the cloud called the request of a write, from its Job. */
async function requestOf(answer: Awaited<ReturnType<LiveGateway["create"]>>): Promise<string> {
  const { state, nativeRequestId } = await gateway.end(answer);
  expect([state, nativeRequestId]).toEqual(["SUCCESS", expect.stringMatching(/^req-/)]);
  return String(nativeRequestId);
}

describe("what Nova logged of a server (DESIGN, the adapter contract)", () => {
  it("is what was done to it, in order, by the request ids that the Jobs tell, also when it is gone", async () => {
    // Nova keeps whole seconds.
    const since = new Date(Math.floor(Date.now() / 1000) * 1000);
    const created = await gateway.create();
    const requests = [await requestOf(created)];
    const href = created.headers.Location!;
    for (const action of ["stop", "start", "restart"])
      requests.push(await requestOf(await gateway.gateway.send("POST", `${href}/${action}`, { body: actionOf(action) })));
    const { nativeId } = await gateway.gateway.get(href);
    const ofIt = async () => (await logged(since)).filter(({ resource }) => resource === nativeId);

    const living = await ofIt();
    expect(living.map(({ action, outcome, requestId }) => [action, outcome, requestId])).toEqual(
      ["create", "stop", "start", "reboot"].map((action, index) => [action, "Success", requests[index]]),
    );
    expect(living.every(({ begun }) => begun >= since)).toBe(true);

    requests.push(await requestOf(await gateway.gateway.send("DELETE", href)));
    expect((await ofIt()).map(({ action, requestId }) => [action, requestId])).toEqual(
      ["create", "stop", "start", "reboot", "delete"].map((action, index) => [action, requests[index]]),
    );

    const later = new Date(Date.now() + 1000);
    relay.take();
    expect(await logged(later)).toEqual([]);
    expect(relay.counts()).toEqual({ "GET compute /servers/detail": 1 });
  });
});
