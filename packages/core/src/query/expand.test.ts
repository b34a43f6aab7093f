import { type Edition, model } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { expansions } from "./expand.js";

type Name = "Machine" | "Job" | "MachineTemplate" | "CloudEntryPoint";

const names = (type: Name, expand: readonly string[], edition: Edition = 2): readonly string[] =>
  expansions(model[type], expand, edition).map(({ name }) => name);

describe("$expand (4.1.6.4)", () => {
  it("names Collections, references and arrays of references, in the order of the type", () => {
    expect(names("Machine", ["volumes", "latestSnapshot", "disks"])).toEqual(["disks", "volumes", "latestSnapshot"]);
    expect(names("Job", ["affectedResources", "targetResource"])).toEqual(["targetResource", "affectedResources"]);
  });

  // [4.1.6.4-8..9]
  it("ignores what is unknown or no reference, and what is named again", () => {
    expect(names("Machine", ["disks", "colour", "name", "properties", "disks", "__proto__", "operations"])).toEqual(["disks"]);
    expect(names("MachineTemplate", ["volumes", "machineImage"])).toEqual(["machineImage"]);
  });

  it("* is all of them, also beside names", () => {
    expect(names("Job", ["*"])).toEqual([
      "parent",
      "resourceMetadata",
      "targetResource",
      "affectedResources",
      "parentJob",
      "nestedJobs",
    ]);
    expect(names("Job", ["nestedJobs", "*"])).toEqual(names("Job", ["*"]));
  });

  it("edition 1 lacks what came later", () => {
    expect(names("Job", ["*"], 1)).toEqual(["targetResource", "affectedResources", "parentJob", "nestedJobs"]);
    expect(names("Job", ["parent"], 1)).toEqual([]);
  });

  it("the entry point's lists can be expanded", () => {
    expect(names("CloudEntryPoint", ["machines", "machineConfigs", "baseURI"])).toEqual(["machines", "machineConfigs"]);
  });

  it("nothing named, nothing expanded", () => {
    expect(names("Machine", [])).toEqual([]);
  });
});
