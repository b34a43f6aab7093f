import { model } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type FakeService, serviceOf } from "../testing.js";
import { unrefer, without } from "./unrefer.js";

const created = "2026-06-01T12:00:00Z";
const value = {
  name: "base",
  machineConfig: { href: "machineConfigs/mine" },
  machineImage: { href: "machineImages/debian" },
  volumes: [{ initialLocation: "/dev/sdf", volume: { href: "volumes/1" } }],
};
let service: FakeService;
beforeEach(async () => {
  const create = async () => ({ id: "" });
  service = await serviceOf({ Machine: new FakeResource(["name"], [], { create }).adapter });
  const record = { type: "MachineTemplate", id: "base", parent: "", created, value };
  await service.store.records.insert(service.cloud.scope, record);
});
afterEach(() => service.close());

const kept = async () => (await service.store.records.get(service.cloud.scope, "MachineTemplate", "base"))!;
const forget = (type: string, path: string) => unrefer(type, path, { ...service, now: 0 });

// [5.10.1-1]
describe("references to what is deleted (5.10.1)", () => {
  it("are gone from what the gateway keeps", async () => {
    await forget("MachineConfiguration", "machineConfigs/mine");
    const { machineConfig: _, ...rest } = value;
    expect((await kept()).value).toEqual(rest);
  });

  it("are gone from inside its arrays, too", () => {
    const left = without("volumes/1", model.MachineTemplate.attributes, value);
    expect(left?.volumes).toEqual([{ initialLocation: "/dev/sdf", volume: {} }]);
  });

  it("to others stay, and nothing is written", async () => {
    await forget("MachineConfiguration", "machineConfigs/other");
    expect(await kept()).toMatchObject({ version: 1, value });
  });
});
