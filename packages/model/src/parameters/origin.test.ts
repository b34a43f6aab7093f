import { describe, expect, it } from "@jest/globals";
import { checkOrigin, type Origin } from "./origin.js";

// [5.16.11-1..4]
describe("Table 41: origin", () => {
  const accepted: readonly Origin[] = [
    {},
    { address: "10.0.0.7" },
    { origin: "DYNAMIC" },
    { origin: "DYNAMIC", parameters: { hostname: "www.example.com" } },
    { origin: "STATIC", address: "10.0.0.7" },
    { origin: "STATIC", address: "2001:db8::7", parameters: { addressType: "Global Unicast", prefixLength: "64" } },
  ];
  it.each(accepted)("%j is accepted", (template) => {
    expect(() => checkOrigin(template)).not.toThrow();
  });

  const refused: readonly (readonly [Origin, string])[] = [
    [{ origin: "STATIC" }, "address: is missing"],
    [{ origin: "STATIC", parameters: { prefixLength: "64" } }, "address: is missing"],
    [{ origin: "DYNAMIC", address: "10.0.0.7" }, "address: must be absent"],
    [{ origin: "DYNAMIC", parameters: { addressType: "Global Unicast" } }, "parameters.addressType: must be absent"],
    [{ origin: "DYNAMIC", parameters: { prefixLength: "64" } }, "parameters.prefixLength: must be absent"],
  ];
  it.each(refused)("%j is refused: %s", (template, problem) => {
    expect(() => checkOrigin(template)).toThrow(problem);
  });
});
