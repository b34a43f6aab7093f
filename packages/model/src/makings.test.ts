import { describe, expect, it } from "@jest/globals";
import { makingsOf } from "./makings.js";

describe("what instances are made from (4.2.1.1)", () => {
  it.each([
    [["Machine"], ["MachineTemplate", "MachineConfiguration"]],
    [["Volume"], ["VolumeTemplate", "VolumeConfiguration"]],
    [["Credential"], ["CredentialTemplate"]],
    [["MachineImage", "Job", "Disk"], []],
  ])("%j: %j", (types, makings) => {
    expect([...makingsOf(types)].toSorted()).toEqual(makings.toSorted());
  });
});
