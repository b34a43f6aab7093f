import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type FakeService, serviceOf } from "../testing.js";
import { clearOverlays, keptNames, type Rows, unrefer } from "./kept-references.js";

const created = "2026-06-01T12:00:00Z";
const later = "2026-06-02T12:00:00Z";
const value = {
  name: "base",
  machineConfig: { href: "machineConfigs/mine" },
  machineImage: { href: "machineImages/debian" },
  volumes: [{ initialLocation: "/dev/sdf", volume: { href: "volumes/1" } }],
  genResourceMetadata: { href: "resourceMetadata/mine" },
};

let service: FakeService;
let rows: Rows;

beforeEach(async () => {
  const create = async () => ({ id: "" });
  service = await serviceOf({ Machine: new FakeResource(["name"], [], { create }).adapter });
  rows = { records: service.store.records, scope: service.cloud.scope, model: service.cloud.model };
  for (const id of ["base", "other"])
    await rows.records.insert(rows.scope, { type: "MachineTemplate", id, parent: "", created, value });
});
afterEach(() => service.close());

const kept = async () => (await rows.records.get(rows.scope, "MachineTemplate", "base"))!;

describe("references to what is deleted [5.10.1-1]", () => {
  it.each([
    ["machineConfig", "machineConfigs/mine"],
    ["machineImage", "machineImages/debian"],
    ["genResourceMetadata", "resourceMetadata/mine"],
  ])("%s is gone, and the row is another version, updated then", async (key, path) => {
    await unrefer(rows, [path], later);
    const { [key as keyof typeof value]: _, ...rest } = value;
    expect(await kept()).toMatchObject({ version: 2, updated: later, created });
    expect((await kept()).value).toEqual(rest);
  });

  it("are gone from structures in arrays", async () => {
    await unrefer(rows, ["volumes/1"], later);
    expect((await kept()).value).toMatchObject({ volumes: [{ initialLocation: "/dev/sdf" }] });
  });

  it("are gone from every row, of many in one go", async () => {
    await unrefer(rows, ["volumes/1", "machineImages/debian"], later);
    for (const { version, value: left } of await rows.records.list(rows.scope, "MachineTemplate"))
      expect([version, left]).toEqual([2, expect.not.objectContaining({ machineImage: expect.anything() })]);
  });

  it("to others stay, and nothing is written", async () => {
    await unrefer(rows, ["machineConfigs/other", "machines/1", "machines/1/disks/mine"], later);
    expect(await kept()).toMatchObject({ version: 1, updated: created, value });
  });

  it("done again, changes nothing", async () => {
    await unrefer(rows, ["volumes/1"], later);
    await unrefer(rows, ["volumes/1"], "2026-06-03T12:00:00Z");
    expect(await kept()).toMatchObject({ version: 2, updated: later });
  });

  it("are cleared in a row that somebody changes meanwhile, with that change", async () => {
    let isFirst = true;
    const records: typeof rows.records = {
      ...rows.records,
      list: async (...asked) => {
        const listed = await rows.records.list(...asked);
        if (isFirst && asked[1] === "MachineTemplate") {
          isFirst = false;
          await rows.records.update(rows.scope, "MachineTemplate", "base", 1, created, { ...value, name: "renamed" });
        }
        return listed;
      },
    };
    await unrefer({ ...rows, records }, ["machineImages/debian"], later);
    const { machineImage: _, ...rest } = value;
    expect(await kept()).toMatchObject({ version: 3, value: { ...rest, name: "renamed" } });
    expect((await kept()).value).not.toHaveProperty("machineImage");
  });
});

it("what the rows name of a type is told by its path", async () => {
  expect(await keptNames(rows, "Volume")).toEqual(new Set(["volumes/1"]));
  expect(await keptNames(rows, "Credential")).toEqual(new Set());
});

const policies = {
  "rule.web": "allow in tcp 443 from segment:segments/1, service:networkServices/1",
  "rule.all": "allow in any from segment:segments/1",
};
const cleared = { "rule.web": "allow in tcp 443 from service:networkServices/1" };

describe("references in policies [5.10.1-1] (5.16.17)", () => {
  const insert = (type: string, held: object) =>
    rows.records.insert(rows.scope, { type, id: "one", parent: "", created, value: held as typeof value });
  const held = async (type: string) => (await rows.records.get(rows.scope, type, "one"))!.value;

  it("are gone from a template, and a rule that was for the deleted resource alone with them", async () => {
    await insert("NetworkServiceTemplate", { type: "Firewall", policies });
    await unrefer(rows, ["segments/1"], later);
    expect(await held("NetworkServiceTemplate")).toEqual({ type: "Firewall", policies: cleared });
    await unrefer(rows, ["networkServices/1"], later);
    expect(await held("NetworkServiceTemplate")).toEqual({ type: "Firewall" });
  });

  it("are gone from what a template holds by value, and from what it overrides", async () => {
    const serviceTemplates = [
      { value: { type: "Firewall", policies } },
      { href: "networkServiceTemplates/one", value: { policies } },
    ];
    await insert("NetworkTemplate", { serviceTemplates });
    await unrefer(rows, ["segments/1"], later);
    expect(await held("NetworkTemplate")).toEqual({
      serviceTemplates: [
        { value: { type: "Firewall", policies: cleared } },
        { href: "networkServiceTemplates/one", value: { policies: cleared } },
      ],
    });
  });

  it("are told with those in attributes, so that what goes along with a whole is known", async () => {
    await insert("NetworkServiceTemplate", { type: "Firewall", policies });
    expect(await keptNames(rows, "ProtocolSegment")).toEqual(new Set(["segments/1"]));
  });

  it("are gone from what is kept beside a cloud's resource, where nothing says what decides their meaning", async () => {
    const { overlays } = service.store;
    await overlays.put(rows.scope, "NetworkService", "sg-1", 0, { name: "segments/1", policies });
    await overlays.put(rows.scope, "Network", "vpc-1", 0, { description: "segments/1" });
    const beside = { overlays, scope: rows.scope, model: rows.model };
    await clearOverlays(beside, ["segments/1"]);
    await clearOverlays(beside, ["segments/1"]);
    const overlayOf = async (type: string, id: string) => (await overlays.get(rows.scope, type, [id])).get(id);
    expect(await overlayOf("NetworkService", "sg-1")).toEqual({
      version: 2,
      value: { name: "segments/1", policies: cleared },
    });
    expect(await overlayOf("Network", "vpc-1")).toEqual({ version: 1, value: { description: "segments/1" } });
  });
});
