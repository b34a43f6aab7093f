import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { MACHINES, machine, N2, openRefuse, type Refuse, ready } from "./refused.js";

/** Types that CIMI describes and no cloud has yet; each is a Collection of the Cloud Entry Point. */
const COLLECTIONS = ["systems", "systemTemplates", "meters", "meterTemplates", "meterConfigs", "eventLogs", "eventLogTemplates"];
const NAMES = /"(systems?|meters?|eventLogs?|sample|event)(Templates?|Configs?|Configuration)?"/gi;
const METERED = { meterTemplates: [{ href: "meterTemplates/1" }] };
const LOGGED = { eventLogTemplate: { persistence: "daily" } };
const BASE = "/cimi/2/sandbox";

let refuse: Refuse;
let href: string;
beforeAll(async () => {
  refuse = await openRefuse();
  const made = await refuse.sandbox.gateway.send("POST", MACHINES, { body: machine({ initialState: "STOPPED" }) });
  await refuse.sandbox.gateway.job(made);
  href = made.headers.Location!;
});
afterAll(() => refuse.close());

describe.each([1, 2])("what the cloud does not serve is not shown in edition %d", (edition) => {
  it("in the Cloud Entry Point (5.12), in a Machine, or in ResourceMetadata (5.11)", async () => {
    const base = `/cimi/${edition}/sandbox`;
    const entryPoint = await refuse.sandbox.gateway.get(`${base}/cloudEntryPoint`);
    const shown = await refuse.sandbox.gateway.get(`${base}/machines?$expand=*`);
    const metadata = await refuse.sandbox.gateway.get(`${base}/resourceMetadata`);
    expect(JSON.stringify([entryPoint, shown, metadata]).match(NAMES) ?? []).toEqual([]);
  });
});

describe("what the cloud does not serve cannot be reached", () => {
  it.each([
    ...COLLECTIONS,
    ...COLLECTIONS.map((name) => `${name}/1`),
    "systems/1/machines",
    "systems/1/machines/1",
    "systems/1/services/1",
    "meters/1/samples",
    "eventLogs/1/events/1",
  ])("GET and DELETE of %s are 404", async (path) => {
    await refuse.refused({ method: "GET", target: `${BASE}/${path}` }, 404);
    if (path.includes("/")) await refuse.refused({ method: "DELETE", target: `${BASE}/${path}` }, path.endsWith("s") ? 405 : 404);
  });

  it("the meters of a Machine are 404", () =>
    refuse.refused({ method: "GET", target: `${href}/meters` }, 404, /serves no Meter/));
  it("an add to them is 405", () =>
    refuse.refused({ target: `${href}/meters`, body: { meterTemplate: { href: "meterTemplates/1" } } }, 405, /Meter/));
  it("an add to a System's machines is 404", () =>
    refuse.refused({ target: `${BASE}/systems/1/machines`, body: machine({}) }, 404, /serves no System/));
  it("an insert into them is 404", () =>
    refuse.refused({ target: `${BASE}/systems/1/machines`, body: { action: "insert", volume: { href } } }, 404, /System/));
  it("an operation of a System is 404", () =>
    refuse.refused({ target: `${BASE}/systems/1/start`, body: { action: `${N2}/action/start` } }, 404, /serves no System/));
});

describe("what refers to it is refused, whatever the depth (5.3)", () => {
  it.each([
    ["a MachineTemplate by value", machine(METERED), /machineTemplate\.meterTemplates: .*serves no MeterTemplate/],
    ["one with an EventLogTemplate by value", machine(LOGGED), /machineTemplate\.eventLogTemplate: .*serves no EventLogTemplate/],
    [
      "a VolumeTemplate inside it",
      machine({ volumeTemplates: [{ volumeTemplate: { volumeConfig: { capacity: 1 }, ...METERED } }] }),
      /volumeTemplates\[0\]\.volumeTemplate\.meterTemplates: .*serves no MeterTemplate/,
    ],
  ])("%s", (_, body, message) => refuse.refused({ body }, 400, message));

  it.each([
    ["a MachineTemplate to be kept", "machineTemplates", { ...ready, ...METERED }],
    ["a VolumeTemplate to be kept", "volumeTemplates", { volumeConfig: { href: "volumeConfigs/1" }, ...METERED }],
  ])("%s", (_, collection, body) =>
    refuse.refused({ target: `${BASE}/${collection}`, body }, 400, /meterTemplates: .*serves no MeterTemplate/),
  );

  it("a PUT of one that is kept", async () => {
    const made = await refuse.sandbox.gateway.send("POST", `${BASE}/machineTemplates`, { body: ready });
    const target = made.headers.Location!;
    await refuse.refused({ method: "PUT", target, body: { ...ready, ...METERED } }, 400, /meterTemplates: is not supported/);
    const volumes = [{ volumeTemplate: { volumeConfig: { href: "volumeConfigs/1" }, ...LOGGED } }];
    await refuse.refused(
      { method: "PUT", target, body: { ...ready, volumeTemplates: volumes } },
      400,
      /serves no EventLogTemplate/,
    );
  });
});
