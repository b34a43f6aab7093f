import { attribute, EXTENSION, extendedModel, type Model, model, type Reference, ref, type Values } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { mapReferences, type Replace } from "./reference-walk.js";

const cimi: Model = model;
const mapped = (type: string, values: Values, replace: Replace, types = cimi): Values =>
  mapReferences({ model: types, replace }, types[type]!.attributes, values);
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
  mapped("MachineTemplate", template, (reference) => (gone.includes(reference.href!) ? undefined : reference));

describe("references in values (5.5.6)", () => {
  it("are found in arrays, in structures and in what is given by value, each with the type it may name and its place", () => {
    const found: unknown[] = [];
    mapped("MachineTemplate", template, (reference: Reference, target, place) => {
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
    expect(mapped("MachineTemplate", template, (reference) => reference)).toEqual(template);
    expect(mapped("MachineTemplate", template, ({ href }) => ({ href: `native/${href}` })).volumes).toEqual([
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
    expect(mapped("MachineTemplate", values, () => undefined)).toEqual({});
  });

  it("are not looked for in Collections", () => {
    const values = { disks: { href: "machines/1/disks" } };
    expect(mapped("Machine", values, () => undefined)).toEqual(values);
  });
});

describe("references in texts of policies (5.16.17)", () => {
  const firewall = {
    type: "Firewall",
    policies: {
      "rule.web": "allow in tcp 443 from segment:protocolSegments/1, 10.0.0.0/8",
      "rule.all": "allow in any from 'endpoint:endpoints/a,b'",
      tracking: "stateful",
    },
  };

  it("are found with the type that they may name, also in what is given by value and what overrides a template", () => {
    const { type: _, ...overrides } = firewall;
    for (const [type, values] of [
      ["NetworkServiceTemplate", firewall],
      ["NetworkTemplate", { serviceTemplates: [{ value: firewall }] }],
      ["NetworkTemplate", { serviceTemplates: [{ href: "networkServiceTemplates/1", value: overrides }] }],
    ] as const) {
      const found: unknown[] = [];
      mapped(type, values, (reference, target) => {
        found.push([reference.href, target]);
        return reference;
      });
      expect(found).toEqual(
        expect.arrayContaining([
          ["protocolSegments/1", "ProtocolSegment"],
          ["endpoints/a,b", "ProtocolEndpoint"],
        ]),
      );
    }
  });

  it("are replaced in their texts", () => {
    const { policies } = mapped("NetworkServiceTemplate", firewall, ({ href }) => ({ href: `native/${href}` }));
    expect({ ...(policies as object) }).toEqual({
      "rule.web": "allow in tcp 443 from segment:native/protocolSegments/1, 10.0.0.0/8",
      "rule.all": "allow in any from 'endpoint:native/endpoints/a,b'",
      tracking: "stateful",
    });
  });

  it("that go take what says nothing without them along, and what cannot be read stays (5.10.1)", () => {
    const sealed = { sealed: "x" };
    const policies = { ...firewall.policies, "rule.odd": sealed, "rule.own": "as the cloud says it" };
    const left = mapped("NetworkServiceTemplate", { ...firewall, policies }, () => undefined);
    expect({ ...(left.policies as object) }).toEqual({
      "rule.web": "allow in tcp 443 from 10.0.0.0/8",
      tracking: "stateful",
      "rule.odd": sealed,
      "rule.own": "as the cloud says it",
    });
    expect(mapped("NetworkServiceTemplate", { type: "NAT", policies: { place: "protocolSegments/1" } }, () => undefined)).toEqual(
      {
        type: "NAT",
      },
    );
  });
});

it("references in attributes that a cloud adds are seen in what is given by value, too (5.1)", () => {
  const beside = attribute(ref("Machine"), { ...EXTENSION, namespace: "urn:test", atCreation: true });
  const types = extendedModel(cimi, { Volume: { attributes: { beside } } });
  const values = { volumeTemplates: [{ volumeTemplate: { value: { beside: { href: "machines/1" } } } }] };
  expect(mapped("MachineTemplate", values, () => undefined, types)).toEqual({
    volumeTemplates: [{ volumeTemplate: { value: {} } }],
  });
});
