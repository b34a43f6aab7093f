import { describe, expect, it } from "@jest/globals";
import { attribute, type Operation, operation } from "./describe.js";
import { extendedModel } from "./extend.js";
import { type Model, model } from "./model.js";
import { array } from "./types/array.js";
import { collection } from "./types/collection.js";
import { map } from "./types/map.js";
import { string } from "./types/string.js";
import { structure } from "./types/structure.js";

const described: Model = model;
const namespace = "urn:test:1";
const rack = attribute(string, { namespace });

describe("the model with what a provider adds (5.1)", () => {
  it("has it among what CIMI defines, and CIMI's own model stays as it is", () => {
    const types = extendedModel(described, {
      Machine: { attributes: { rack }, operations: { move: operation({ uri: "urn:move" }) } },
    });
    expect(types.Machine!.attributes).toMatchObject({ cpu: described.Machine!.attributes.cpu, rack });
    expect(Object.keys(types.Machine!.operations)).toEqual(expect.arrayContaining(["start", "move"]));
    expect(types.Volume).toBe(described.Volume);
    expect(described.Machine!.attributes).not.toHaveProperty("rack");
  });

  it("has what is said at creation in the template, where it may change", () => {
    const fixed = { ...rack, atCreation: true, mutable: false, consumerWritable: false };
    const types = extendedModel(described, { Machine: { attributes: { rack, fixed } } });
    expect(types.MachineTemplate!.attributes.fixed).toMatchObject({ namespace, mutable: true, consumerWritable: true });
    expect(types.MachineTemplate!.attributes).not.toHaveProperty("rack");
  });

  it("dispenses in a template with what something else in it stands in for (5.3)", () => {
    const types = extendedModel(described, { Machine: { instead: { machineImage: ["volumes"] } } });
    expect(types.MachineTemplate!.attributes.machineImage).toMatchObject({ consumerMandatory: false, instead: ["volumes"] });
    expect(types.MachineTemplate!.attributes.machineConfig).toBe(described.MachineTemplate!.attributes.machineConfig);
    expect(described.MachineTemplate!.attributes.machineImage).toMatchObject({ consumerMandatory: true });
    const other = { Machine: { instead: { machineImage: ["disks"] } } };
    expect(() => extendedModel(described, other)).toThrow("the template has no such attribute");
  });

  it.each([
    ["state", rack, "is defined by CIMI already"],
    ["networkInterfaces", rack, "is defined by CIMI already"],
    ["start", rack, "is defined by CIMI already"],
    ["a-b", rack, "is no identifier (5.2)"],
    ["rack", attribute(string), "needs a namespace"],
    ["rack", attribute(collection("Disk"), { namespace }), "a Collection cannot be an extension"],
    ["rack", attribute(map, { namespace, shownEntries: [] }), "an extension holds no secrets"],
    [
      "rack",
      attribute(array(structure({ pin: attribute(string, { secret: true }) })), { namespace }),
      "an extension holds no secrets",
    ],
  ])("refuses %s where it is wrong: %#", (name, given, problem) => {
    expect(() => extendedModel(described, { Machine: { attributes: { [name]: given } } })).toThrow(problem);
  });

  it("refuses an operation that nothing names", () => {
    expect(() => extendedModel(described, { Machine: { operations: { move: operation({}) } } })).toThrow("needs a URI");
  });

  // [5.8-4]
  const wrong: readonly Partial<Operation>[] = [{ from: ["STARTED", "ASLEEP"] }, { during: ["ASLEEP"] }, { after: "ASLEEP" }];
  it.each(wrong)("refuses an operation of a state that the type has not: %j", (states) => {
    const move = { ...operation({ uri: "urn:move" }), ...states };
    expect(() => extendedModel(described, { Machine: { operations: { move } } })).toThrow("the type has no state ASLEEP");
  });
});
