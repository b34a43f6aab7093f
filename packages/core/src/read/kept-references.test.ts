import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type FakeService, serviceOf } from "../testing.js";
import { keptNames, type Rows, unrefer } from "./kept-references.js";

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
