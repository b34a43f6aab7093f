import {
  ImageState,
  type Instance,
  InstanceStateName,
  SnapshotState,
  VolumeModificationState,
  VolumeState,
} from "@aws-sdk/client-ec2";
import { model } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { machineImageState, machineState, modificationState, volumeImageState, volumeState } from "./states.js";

const hibernated = { StateReason: { Code: "Client.UserInitiatedHibernate" } };
const instance = (Name: string, more: Partial<Instance> = {}): Instance => ({
  State: { Name: Name as InstanceStateName },
  ...more,
});

describe("the states of EC2 in CIMI's words (PROVIDERS.md, section 6)", () => {
  it.each([
    ["pending", {}, "CREATING"],
    ["running", {}, "STARTED"],
    ["stopping", {}, "STOPPING"],
    ["stopping", hibernated, "SUSPENDING"],
    ["stopped", {}, "STOPPED"],
    ["stopped", hibernated, "SUSPENDED"],
    ["running", hibernated, "STARTED"],
    ["shutting-down", {}, "DELETING"],
    ["terminated", {}, undefined],
    ["moonwalking", {}, "ERROR"],
  ])("a machine that is %s %j is %s", (native, more, state) => expect(machineState(instance(native, more))).toBe(state));

  it("tells a machine that starts again from a new one by the age of its first interface", () => {
    const AttachTime = new Date("2026-01-01T10:00:00Z");
    const made = { NetworkInterfaces: [{ Attachment: { DeviceIndex: 0, AttachTime } }] };
    expect(machineState(instance("pending", { ...made, LaunchTime: new Date("2026-01-01T10:00:00Z") }))).toBe("CREATING");
    expect(machineState(instance("pending", { ...made, LaunchTime: new Date("2026-01-01T11:00:00Z") }))).toBe("STARTING");
  });

  it.each([
    [InstanceStateName, (native: string) => machineState(instance(native))],
    [VolumeState, volumeState],
    [SnapshotState, volumeImageState],
    [ImageState, machineImageState],
    [VolumeModificationState, modificationState],
  ] as const)("has a row for every word of the SDK", (words, read) => {
    const unknown = read("no such word");
    for (const word of Object.values(words).filter((word) => !/error|fail|invalid|disabled/.test(word)))
      expect([word, read(word)]).not.toEqual([word, unknown]);
  });

  it("names only states that the model has", () => {
    const states = (values: object, read: (native: string) => string | undefined) =>
      Object.values(values).flatMap((word: string) => read(word) ?? []);
    const known = (type: "Volume" | "VolumeImage" | "MachineImage") => (state: string) => () =>
      model[type].attributes.state.type.fromJson(state, { edition: 2, model, tolerant: false, erasable: false });
    for (const state of states(VolumeState, volumeState)) expect(known("Volume")(state)).not.toThrow();
    for (const state of states(SnapshotState, volumeImageState)) expect(known("VolumeImage")(state)).not.toThrow();
    for (const state of states(ImageState, machineImageState)) expect(known("MachineImage")(state)).not.toThrow();
  });
});
