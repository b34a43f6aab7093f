import { describe, expect, it } from "@jest/globals";
import { isAtLeast, negotiated, rootOf } from "./microversions.js";
import { SERVICES } from "./services.js";

const COMPUTE = SERVICES.compute.microversions!;
const VOLUME = SERVICES.volume.microversions!;

describe("microversions", () => {
  it.each([
    ["2.93", "compute 2.93"],
    ["2.104", "compute 2.93"],
    ["2.90", "compute 2.90"],
  ])("of a service that goes up to %s are %s", (version, expected) => {
    expect(negotiated(COMPUTE, { version: { id: "v2.1", version, min_version: "2.1" } })).toBe(expected);
  });

  it("of Cinder are those of its version 3", () => {
    const versions = [
      { id: "v2.0", version: "", min_version: "" },
      { id: "v3.0", version: "3.59", min_version: "3.0" },
    ];
    expect(negotiated(VOLUME, { versions })).toBe("volume 3.59");
  });

  it.each([
    ["too old", { version: { id: "v2.1", version: "2.60", min_version: "2.1" } }],
    ["without any", { version: { id: "v2.0", version: "", min_version: "" } }],
    ["too new", { version: { id: "v2.1", version: "2.200", min_version: "2.100" } }],
    ["that says something else", "hello"],
  ])("a service %s is refused, with what is needed", (_, told) => {
    expect(() => negotiated(COMPUTE, told)).toThrow(/needs one of 2\.79 to 2\.93/);
  });

  it.each([
    ["volume 3.43", [3, 43], true],
    ["volume 3.50", [3, 47], true],
    ["volume 3.9", [3, 43], false],
    ["", [3, 43], false],
  ] as const)("%s has what came with %j: %s", (header, wanted, expected) => {
    expect(isAtLeast(header, wanted)).toBe(expected);
  });

  it.each([
    ["http://c.test/v3/p-1", "http://c.test/v3/"],
    ["http://c.test/compute/v2.1", "http://c.test/compute/v2.1/"],
  ])("of %s are asked at %s", (endpoint, root) => {
    expect(rootOf(endpoint)).toBe(root);
  });
});
