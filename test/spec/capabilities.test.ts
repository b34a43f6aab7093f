import { type Shown, showClouds } from "@cimi-gateway/documents";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { loadAdapters } from "../documents/generated.js";

let clouds: readonly Shown[];
beforeAll(async () => {
  clouds = await showClouds(await loadAdapters());
});

/** Pairs of a capability, and the one that is then true as well. */
const IMPLIED = [
  ["Machine", "MachineConfigByValue", "MachineTemplateByValue"],
  ["Machine", "MachineCredentialByValue", "MachineTemplateByValue"],
  ["Machine", "MachineImageByValue", "MachineTemplateByValue"],
  ["Machine", "MachineVolumeTemplatesByValue", "MachineTemplateByValue"],
  ["Volume", "VolumeConfigByValue", "VolumeTemplateByValue"],
  ["Volume", "VolumeImageByValue", "VolumeTemplateByValue"],
] as const;

const METHODS = ["metadata", "disk", "imgmod"];

describe("5.11.1: capabilities that go together (Table 7)", () => {
  // [5.11.1-18] [5.11.1-20] [5.11.1-22] [5.11.1-24] [5.11.1-33] [5.11.1-35]
  it.each(IMPLIED)("%s: %s comes with %s", (type, first, second) => {
    const held = clouds.map(({ offers }) => offers.get(type)?.capabilities ?? {});
    expect(held.filter((capabilities) => capabilities[first] === true && capabilities[second] !== true)).toEqual([]);
  });

  // [5.11.1-29] [5.14.3-8..9]
  it("UserData names one of the three methods (5.14.3), on every cloud that has it", () => {
    const named = clouds.flatMap(({ offers }) => offers.get("Machine")?.capabilities.UserData ?? []);
    expect(named).not.toEqual([]);
    expect(named.filter((method) => !METHODS.includes(String(method)))).toEqual([]);
  });
});
