import { type Description, model, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { LIMITS } from "../limits.js";
import { describedTypes } from "../metadata/description.js";
import type { Session } from "../session.js";
import { FakeResource, type FakeService, serviceOf, sessionOf } from "../testing.js";
import { mergedTemplate, overridden } from "./template.js";

const Machine: Description = model.Machine;
const Volume: Description = model.Volume;

let service: FakeService;
let session: Session;

const stored = {
  name: "the template's own",
  description: "not the machine's",
  properties: { owner: "me" },
  initialState: "STARTED",
  userData: "aGVsbG8=",
  machineConfig: { href: "machineConfigs/small" },
  machineImage: { href: "machineImages/debian" },
};

beforeEach(async () => {
  const nothing = new FakeResource(["name"]);
  service = await serviceOf({
    Machine: new FakeResource(["name", "state"], [], { create: async () => ({ id: "" }) }).adapter,
    MachineImage: nothing.adapter,
    MachineConfiguration: new FakeResource(["cpu", "memory"]).adapter,
  });
  const created = "2026-06-01T12:00:00Z";
  await service.store.records.insert(service.cloud.scope, {
    type: "MachineTemplate",
    id: "web",
    parent: "",
    created,
    value: stored,
  });
  session = sessionOf(service);
});
afterEach(() => service.close());

const merged = (machineTemplate: Values): Promise<Values> => mergedTemplate(session, Machine, { machineTemplate });
const byReference = (value: Values): Promise<Values> => merged({ href: "machineTemplates/web", value });

describe("a template by reference (4.2.1.1, pattern 2)", () => {
  it("gives its attributes, except those that are its own", async () => {
    const { name: _, description: __, properties: ___, ...rest } = stored;
    expect(await merged({ href: "machineTemplates/web" })).toEqual(rest);
  });

  // [4.2.1.1-7]
  it("is overridden attribute by attribute, each as a whole", async () => {
    const made = await byReference({ initialState: "STOPPED", machineConfig: { value: { cpu: 2, memory: 4096 } } });
    expect(made).toMatchObject({ initialState: "STOPPED", userData: "aGVsbG8=" });
    expect(made.machineConfig).toEqual({ value: { cpu: 2, memory: 4096 } });
  });

  it("loses what is erased by null", async () => {
    const made = await byReference({ userData: null, initialState: null });
    expect(Object.keys(made).sort()).toEqual(["machineConfig", "machineImage"]);
  });

  it("is not changed by that", async () => {
    await byReference({ userData: null, initialState: "STOPPED" });
    const held = await service.store.records.get(service.cloud.scope, "MachineTemplate", "web");
    expect(held!.value).toEqual(stored);
  });

  it("must keep what is mandatory", async () => {
    await expect(byReference({ machineImage: null })).rejects.toMatchObject({
      path: ["machineTemplate", "machineImage"],
      problem: "is missing",
    });
  });

  it("must exist, and be a template of this type", async () => {
    await expect(merged({ href: "machineTemplates/none" })).rejects.toThrow("machineTemplate: there is no MachineTemplate");
    await expect(merged({ href: "jobs/1" })).rejects.toThrow("is a Job; a MachineTemplate is expected");
    await expect(merged({ href: "http://elsewhere/machineTemplates/web" })).rejects.toThrow("does not belong to this");
  });
});

describe("a template by value (4.2.1.1, pattern 1)", () => {
  it("is taken as it is", async () => {
    const value = { machineConfig: { value: { cpu: 1 } }, machineImage: { href: "machineImages/debian" } };
    expect(await merged({ value: { ...value, name: "ignored" } })).toEqual(value);
  });

  it("must hold what is mandatory", async () => {
    await expect(merged({ value: { initialState: "STARTED" } })).rejects.toMatchObject({
      path: ["machineTemplate", "machineConfig"],
    });
  });

  it("may lack what something else stands in for on this cloud, but not both (5.3)", async () => {
    await service.close();
    const created = async () => ({ id: "" });
    const machine = new FakeResource(["name"], [], { create: created, instead: { machineImage: ["volumes"] } });
    const [configuration, volume, image] = [new FakeResource(["cpu"]), new FakeResource(["name"]), new FakeResource(["name"])];
    service = await serviceOf({
      Machine: machine.adapter,
      MachineConfiguration: configuration.adapter,
      Volume: volume.adapter,
      MachineImage: image.adapter,
    });
    session = sessionOf(service);
    const hardware = { machineConfig: { value: { cpu: 1 } } };
    const whole = { ...hardware, volumes: [{ volume: { href: "volumes/1" } }] };
    expect(await merged({ value: whole })).toEqual(whole);
    for (const value of [hardware, { ...hardware, volumes: [] }])
      await expect(merged({ value })).rejects.toMatchObject({
        path: ["machineTemplate", "machineImage"],
        problem: "is missing, and so is what may stand in for it: volumes",
      });
    const { values } = describedTypes(service.cloud, LIMITS).get("MachineTemplate")!;
    const told = (values.attributes as readonly Values[]).find(({ name }) => name === "machineImage");
    expect(told).toMatchObject({ required: false, consumerMandatory: false });
  });

  it("refuses what this cloud does not serve (5.3)", async () => {
    const value = { machineConfig: { value: {} }, machineImage: { href: "x" }, credential: { href: "credentials/1" } };
    await expect(merged({ value })).rejects.toMatchObject({
      path: ["machineTemplate", "credential"],
      problem: "is not supported: this cloud serves no Credential",
    });
  });
});

describe("the template itself", () => {
  it.each([undefined, null])("%s is missing", async (volumeTemplate) => {
    await expect(mergedTemplate(session, Volume, { volumeTemplate })).rejects.toThrow(
      "the attribute volumeTemplate is missing: a VolumeTemplate by reference or by value",
    );
  });
});

describe("overridden", () => {
  it("never brings over who the template is", async () => {
    const held = await overridden(session, "MachineTemplate", { href: "machineTemplates/web" });
    for (const key of ["id", "parent", "name", "created", "updated", "properties"]) expect(held).not.toHaveProperty(key);
  });
});
