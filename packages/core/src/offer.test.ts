import { afterEach, describe, expect, it } from "@jest/globals";
import { offersOf } from "./offer.js";
import { FakeResource, type FakeService, serviceOf } from "./testing.js";

const machines = new FakeResource(["name", "state", "cpu"], [], {
  create: async () => ({ id: "1" }),
  operations: { start: { run: async () => ({ id: "1" }) }, snapshot: { run: async () => ({ id: "1" }) } },
});

let service: FakeService;
afterEach(() => service.close());

describe("what a cloud offers (4.2, 5.11)", () => {
  it("is what its adapter has, with what the gateway keeps for it", async () => {
    service = await serviceOf({ Machine: machines.adapter });
    const offers = offersOf(service);
    const { attributes, add, edit, operations, kept } = offers.get("Machine")!;
    expect({ add, edit, kept, attributes: [...attributes] }).toEqual({
      add: true,
      edit: false,
      kept: false,
      attributes: ["id", "name", "state", "cpu", "resourceMetadata"],
    });
    expect(operations).toEqual({ 1: ["start"], 2: ["start", "snapshot"] });
    expect(offers.get("MachineTemplate")).toMatchObject({ kept: true, add: true, edit: true, delete: true });
    expect(offers.has("Volume")).toBe(false);
  });

  it("is only to look at where the configuration says so", async () => {
    service = await serviceOf({ Machine: machines.adapter }, { access: "read" });
    const offers = offersOf(service);
    expect(offers.get("Machine")).toMatchObject({ add: false, delete: false, operations: { 1: [], 2: [] } });
  });
});
