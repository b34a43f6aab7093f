import { model, type Reference } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { mapReferences } from "./reference-walk.js";

const { attributes } = model.MachineTemplate;
const template = {
  name: "base",
  machineImage: { href: "machineImages/debian" },
  machineConfig: { value: { cpu: 1 } },
  volumes: [{ initialLocation: "/dev/sdf", volume: { href: "volumes/1" } }, { volume: { href: "volumes/2" } }],
  volumeTemplates: [{ volumeTemplate: { value: { volumeConfig: { href: "volumeConfigs/1" } } } }],
  interfaces: [{ href: "interfaces/1" }, { href: "interfaces/2" }],
  userData: null,
};

const without = (...gone: string[]) =>
  mapReferences(attributes, template, (reference) => (gone.includes(reference.href!) ? undefined : reference));

describe("references in values (5.5.6)", () => {
  it("are found in arrays, in structures and in what is given by value, each with the type it may name and its place", () => {
    const found: unknown[] = [];
    mapReferences(attributes, template, (reference: Reference, target, place) => {
      found.push([reference.href, target, place.join(" ")]);
      return reference;
    });
    expect(found).toEqual([
      ["machineImages/debian", "MachineImage", "machineImage"],
      ["volumes/1", "Volume", "volumes 0 volume"],
      ["volumes/2", "Volume", "volumes 1 volume"],
      ["volumeConfigs/1", "VolumeConfiguration", "volumeTemplates 0 volumeTemplate volumeConfig"],
      ["interfaces/1", "NetworkInterface", "interfaces 0"],
      ["interfaces/2", "NetworkInterface", "interfaces 1"],
    ]);
  });

  it("are replaced where they stand, and all else stays", () => {
    expect(mapReferences(attributes, template, (reference) => reference)).toEqual(template);
    expect(mapReferences(attributes, template, ({ href }) => ({ href: `native/${href}` })).volumes).toEqual([
      { initialLocation: "/dev/sdf", volume: { href: "native/volumes/1" } },
      { volume: { href: "native/volumes/2" } },
    ]);
  });

  it("that go leave an attribute without a value, an array without the item, a structure with the rest (5.10.1, 5.5.15)", () => {
    expect(without("machineImages/debian")).not.toHaveProperty("machineImage");
    expect(without("interfaces/1").interfaces).toEqual([{ href: "interfaces/2" }]);
    expect(without("interfaces/1", "interfaces/2")).not.toHaveProperty("interfaces");
    expect(without("volumes/1", "volumes/2").volumes).toEqual([{ initialLocation: "/dev/sdf" }]);
    expect(without("volumeConfigs/1").volumeTemplates).toEqual([{ volumeTemplate: { value: {} } }]);
  });

  it("go with the overrides that they carry", () => {
    const values = { machineConfig: { href: "machineConfigs/1", value: { cpu: 4 } } };
    expect(mapReferences(attributes, values, () => undefined)).toEqual({});
  });

  it("are not looked for in Collections", () => {
    const values = { disks: { href: "machines/1/disks" } };
    expect(mapReferences(model.Machine.attributes, values, () => undefined)).toEqual(values);
  });
});
