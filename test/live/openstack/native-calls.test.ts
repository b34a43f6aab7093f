import type { Adapter } from "@cimi-gateway/adapter";
import type { GatewayOptions } from "@cimi-gateway/core";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { actionOf, volumeOf } from "../../fault/scenario.js";
import type { Shown } from "../../support/gateway.js";
import { openCloud } from "./adapter-harness.js";
import { Cloud } from "./cloud.js";
import { FACE, LiveGateway } from "./live-gateway.js";
import { Relay } from "./relay.js";

jest.setTimeout(180_000);

const SERVERS = "GET compute /servers/detail";
const SERVER = "GET compute /servers/{id}";
const VOLUME = "GET volume /volumes/{id}";

const cloud = new Cloud();
let relay: Relay;
let adapter: Adapter;
let gateway: LiveGateway;
let machines: readonly string[] = [];
let volumes: readonly string[] = [];

async function open(limits: GatewayOptions["limits"] = {}): Promise<void> {
  const { close: _, ...lasting } = adapter;
  gateway = await LiveGateway.over(lasting, limits);
}

beforeAll(async () => {
  relay = await Relay.open(cloud);
  adapter = await openCloud(relay.settings);
  await open();
  const before = new Set(await volumesShown());
  const volumeTemplates = [{ volumeTemplate: volumeOf(1_000_000) }];
  machines = await Promise.all([gateway.machine({ volumeTemplates }), gateway.machine(), gateway.machine()]);
  volumes = (await volumesShown()).filter((href) => !before.has(href));
  await gateway.close();
});
afterEach(() => gateway.close());
afterAll(async () => {
  await open();
  for (const href of machines) await gateway.remove(href);
  for (const href of volumes) await gateway.remove(href);
  await gateway.close();
  await adapter.close?.();
  await relay.close();
});

const volumesShown = async (): Promise<readonly string[]> =>
  (((await gateway.gateway.get(`${FACE}volumes`)).volumes ?? []) as readonly Shown[]).map(({ id }) => id);

type Counts = Readonly<Record<string, number>>;

/** The native calls that something costs. */
async function costOf(act: () => Promise<unknown>): Promise<Counts> {
  relay.take();
  await act();
  return relay.counts();
}

const costOfGet = (target: string): Promise<Counts> => costOf(() => gateway.gateway.get(`${FACE}${target}`));

describe("what lists cost OpenStack (DESIGN, Contract)", () => {
  it("of machines: one call, whatever the query", async () => {
    await open();
    for (const query of ["", "?$filter=state%3D'STARTED'&$orderby=name&$first=1&$last=3", "?$select=count"])
      expect([query, await costOfGet(`machines${query}`)]).toEqual([query, { [SERVERS]: 1 }]);
  });

  it("of machines with what they hold: the volumes are asked for, never the servers again, nor for disks what Nova tells", async () => {
    await open();
    expect(await costOfGet("machines?$expand=disks")).toEqual({ [SERVERS]: 1 });
    expect(await costOfGet("machines?$expand=volumes")).toEqual({ [SERVERS]: 1, [VOLUME]: 1 });
    expect(await costOfGet("machines?$expand=disks,volumes")).toEqual({ [SERVERS]: 1, [VOLUME]: 1 });
  });

  it("of images of volumes: one call for snapshots and one for backups", async () => {
    await open();
    // Whether there are backups is asked once.
    await gateway.gateway.get(`${FACE}volumeImages`);
    for (const query of ["", "?$filter=kind%3D'backup'&$orderby=name"])
      expect([query, await costOfGet(`volumeImages${query}`)]).toEqual([
        query,
        { "GET volume /snapshots/detail": 1, "GET volume /backups/detail": 1 },
      ]);
  });

  it("none while the list is fresh", async () => {
    await open({ listAge: 60_000 });
    await gateway.gateway.get(`${FACE}machines`);
    expect(await costOfGet("machines?$orderby=name&$last=1")).toEqual({});
  });

  it("what the cloud need not be asked costs nothing", async () => {
    await open();
    for (const target of ["cloudEntryPoint", "jobs", "machineTemplates", "resourceMetadata"])
      expect([target, await costOfGet(target)]).toEqual([target, {}]);
  });
});

describe("what one resource costs OpenStack (DESIGN, Contract)", () => {
  it("read by many at once: one call; what it holds costs one more for its volume", async () => {
    await open();
    const href = machines[0]!;
    // A gateway that did not make it looks for its marker first.
    await gateway.gateway.get(href);
    const read = () => Promise.all(Array.from({ length: 20 }, () => gateway.gateway.get(href)));
    expect(await costOf(read)).toEqual({ [SERVER]: 1 });
    expect(await costOf(() => gateway.gateway.get(`${href}?$expand=disks,volumes`))).toEqual({ [SERVER]: 1, [VOLUME]: 1 });
    expect(await costOf(() => gateway.gateway.get(`${href}/disks`))).toEqual({ [SERVER]: 1 });
    expect(await costOf(() => gateway.gateway.get(`${href}/volumes`))).toEqual({ [SERVER]: 1, [VOLUME]: 1 });
  });

  it("a stop is one action; what else is called only looks", async () => {
    await open();
    const stopped = await costOf(async () => {
      const answer = await gateway.gateway.send("POST", `${machines[1]}/stop`, { body: actionOf("stop") });
      expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
    });
    expect(Object.entries(stopped).filter(([line]) => !line.startsWith("GET "))).toEqual([
      ["POST compute /servers/{id}/action", 1],
    ]);
  });

  it("its end, with volumes: those are free when its Job has ended, which one call a look tells, whatever their number", async () => {
    await open();
    const volumeTemplates = Array.from({ length: 2 }, () => ({ volumeTemplate: volumeOf(1_000_000) }));
    const before = new Set(await volumesShown());
    const machine = await gateway.machine({ volumeTemplates });
    const made = (await volumesShown()).filter((href) => !before.has(href));
    const calls = await costOf(() => gateway.remove(machine));
    for (const href of made) await gateway.remove(href);
    expect(made).toHaveLength(2);
    expect(Object.keys(calls).filter((line) => line.includes(" volume "))).toEqual(["GET volume /attachments"]);
    expect(calls).toMatchObject({ "DELETE compute /servers/{id}": 1, "GET volume /attachments": 1 });
  });

  it("a token is fetched once, and each service asked once for its microversions", async () => {
    const other = await openCloud(relay.settings);
    relay.take();
    gateway = await LiveGateway.over(other);
    await gateway.gateway.get(`${FACE}machines`);
    await gateway.gateway.get(`${FACE}machines`);
    const { "POST identity /auth/tokens": tokens, "GET compute /": versions } = relay.counts();
    expect([tokens, versions]).toEqual([1, 1]);
  });
});
