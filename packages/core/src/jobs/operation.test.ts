import { describe, expect, it } from "@jest/globals";
import type { Create, Intent } from "./intent.js";
import { touched } from "./operation.js";

const deletion = (type: "Machine" | "Volume"): Intent => ({ kind: "delete", type, nativeId: "1" });

describe("the types of which reads are out of date after a write", () => {
  it("are all that the resource consists of, at any depth: the interfaces of a Machine, and their endpoints", () => {
    expect(touched(deletion("Machine"))).toEqual(
      expect.arrayContaining(["Job", "Machine", "Disk", "locatedVolume", "NetworkInterface", "ProtocolEndpoint"]),
    );
  });

  it("are none that have nothing to do with it", () => {
    expect(touched(deletion("Volume"))).not.toContain("Network");
  });

  it("are also the type of what enters a Collection", () => {
    const place = { type: "NetworkService", nativeId: "1", attribute: "endpoints", item: "2", of: "ProtocolEndpoint" } as const;
    expect(touched({ kind: "insert", ...place })).toEqual(expect.arrayContaining(["NetworkService", "ProtocolEndpoint"]));
  });

  it("are also the type by which a resource was made (5.14.7.1)", () => {
    const by = { type: "Machine", nativeId: "1", operation: "capture" } as const;
    const create: Create = { kind: "create", type: "MachineImage", request: { id: "1", template: {} }, by };
    expect(touched(create)).toContain("Machine");
  });
});
