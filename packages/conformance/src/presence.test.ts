import { extensionAttribute, extensionOperation, resourceAdapter } from "@cimi-gateway/adapter";
import { string } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { offersOfAdapter } from "./offers/adapter.js";
import { Presence } from "./presence.js";

/** A cloud that can show machines and start them, and nothing else. */
const Machine = resourceAdapter<object>()("Machine", {
  identify: () => ({ id: "1" }),
  attributes: { state: () => "STOPPED" as const },
  capabilities: { InitialStates: "STARTED, STOPPED", MachineStopForce: false },
  async *list() {},
  read: async () => new Map(),
  operations: { start: { run: async (id) => ({ id }) } },
  extensions: {
    attributes: { rack: { ...extensionAttribute("urn:test:1", string, { help: "Where it stands." }), read: () => "r1" } },
    operations: { move: { ...extensionOperation("urn:test:1", "move", {}), run: async (id) => ({ id }) } },
  },
});

describe("what an adapter leaves out", () => {
  const presence = new Presence(offersOfAdapter({ Machine }), [2]);

  it.each([
    "Machine",
    "Machine.list",
    "Machine.start",
    "Machine#state",
    "Machine?InitialStates",
    "MachineTemplate.create",
    "Machine.move",
    "Machine#rack",
    "@2",
  ])("%s is there", (need) => {
    expect(presence.absent([need])).toEqual([]);
  });

  it.each([
    "Volume",
    "Volume.create",
    "Machine.create",
    "Machine.pause",
    "Machine#cpu",
    "Machine?UserData",
    "Machine?MachineStopForce",
    "@1",
  ])("%s is absent", (need) => expect(presence.absent(["Machine", need])).toEqual([need]));

  it("initial states are those of the capability; without one a machine begins STOPPED (5.14.2.1)", () => {
    expect([presence.initialStates, presence.defaultInitialState]).toEqual([["STARTED", "STOPPED"], "STOPPED"]);
    expect(new Presence(new Map()).initialStates).toEqual(["STOPPED"]);
  });
});
