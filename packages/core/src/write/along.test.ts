import { reference } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { existing } from "../read/get.js";
import { FakeResource, type FakeService, serviceOf, sessionOf, type Thing } from "../testing.js";
import { goingAlong } from "./along.js";
import { deletion } from "./delete.js";

let service: FakeService;
let interfaces: FakeResource;
let images: FakeResource;

const onMachine = (id: string, machine: string): Thing => ({ id, machine: reference("Machine", machine) });
const partial = (id: string, related: string): Thing => ({
  id,
  type: "PARTIAL_SNAPSHOT",
  relatedImage: reference("MachineImage", related),
});

beforeEach(async () => {
  const created = { create: async () => ({ id: "" }) };
  interfaces = new FakeResource(["machine"], [onMachine("nic-1", "i-1"), onMachine("nic-2", "i-1"), onMachine("nic-3", "i-2")]);
  images = new FakeResource(
    ["type", "relatedImage"],
    [
      { id: "image-1", type: "SNAPSHOT" },
      partial("image-2", "image-1"),
      partial("image-3", "image-2"),
      { id: "image-4", type: "SNAPSHOT", relatedImage: reference("MachineImage", "image-1") },
      partial("image-5", "image-5"),
    ],
  );
  const machines = new FakeResource(["name", "interfaces"], [{ id: "i-1" }, { id: "i-2" }], {
    ...created,
    delete: async (id) => {
      machines.things.delete(id);
      interfaces.things.delete("nic-1");
      return { id };
    },
  });
  service = await serviceOf({
    Machine: machines.adapter,
    NetworkInterface: interfaces.adapter,
    MachineImage: images.adapter,
  });
});
afterEach(() => service.close());

const keep = (value: object) =>
  service.store.records.insert(service.cloud.scope, {
    type: "MachineTemplate",
    id: "base",
    parent: "",
    created: "2026-06-01T12:00:00Z",
    value: value as never,
  });
const kept = async () => (await service.store.records.get(service.cloud.scope, "MachineTemplate", "base"))!.value as Values;
const entity = (type: string, id: string) => existing(sessionOf(service), { type, id });
const along = async (type: string, id: string) =>
  (await goingAlong(sessionOf(service), await entity(type, id))).map(({ nativeId }) => nativeId);

describe("components of what is deleted (5.10.2)", () => {
  const named = { interfaces: ["nic-1", "nic-2", "nic-3"].map((id) => ({ href: `interfaces/${id}` })) };

  it("are told as far as something kept names them, and cost no call where nothing does", async () => {
    expect(await along("Machine", "i-1")).toEqual([]);
    expect(interfaces.calls).toEqual([]);
    await keep(named);
    expect(await along("Machine", "i-1")).toEqual(["nic-1", "nic-2"]);
  });

  it("are no longer named once they are gone; one that the cloud keeps stays named [5.10.1-1]", async () => {
    await keep(named);
    const machine = await entity("Machine", "i-1");
    const prepared = deletion(machine, undefined, await goingAlong(sessionOf(service), machine));
    expect((await (await service.runner.submit(prepared)).settled).state).toBe("SUCCESS");
    expect(await kept()).toEqual({ interfaces: [{ href: "interfaces/nic-2" }, { href: "interfaces/nic-3" }] });
  });

  it("have the Collection of their owner as parent", async () => {
    expect((await entity("NetworkInterface", "nic-3")).values.parent).toEqual({ href: "machines/i-2/interfaces" });
    expect((await entity("MachineImage", "image-1")).values.parent).toEqual({ href: "cloudEntryPoint" });
  });
});

describe("partial snapshots on what is deleted [5.14.7-7]", () => {
  it.each(["image-2", "image-3"])("%s goes along, also over others", async (id) => {
    await keep({ machineImage: { href: `machineImages/${id}` } });
    expect(await along("MachineImage", "image-1")).toEqual([id]);
  });

  it.each(["image-4", "image-5", "image-none"])("%s does not", async (id) => {
    await keep({ machineImage: { href: `machineImages/${id}` } });
    expect(await along("MachineImage", "image-1")).toEqual([]);
  });

  it("are not looked for where nothing names an image but the one deleted", async () => {
    await keep({ machineImage: { href: "machineImages/image-1" } });
    const { calls } = images;
    const image = await entity("MachineImage", "image-1");
    const before = calls.length;
    await goingAlong(sessionOf(service), image);
    expect(calls).toHaveLength(before);
  });
});
