import { describe, expect, it } from "@jest/globals";
import { readSettings } from "./read-settings.js";
import { SETTINGS } from "./testing.js";

const read = (more: Record<string, unknown>) => readSettings({ ...SETTINGS, ...more });

describe("the settings of an OpenStack cloud", () => {
  it.each([
    ["https://k.test:5000", "https://k.test:5000/v3"],
    ["https://k.test/identity/", "https://k.test/identity/v3"],
    ["https://k.test/identity/v3/", "https://k.test/identity/v3"],
  ])("take %s for %s", (authUrl, expected) => {
    expect(read({ authUrl }).authUrl.href).toBe(expected);
  });

  it("allow endpoints at the host of authUrl where no other is named", () => {
    expect(read({ endpointHosts: undefined }).endpointHosts).toEqual(["identity.test"]);
    expect(read({ endpointHosts: ["Cloud.Test:8774"] }).endpointHosts).toEqual(["cloud.test:8774"]);
  });

  it.each([
    [{ authUrl: "ftp://k.test" }, /authUrl must be an address with http or https/],
    [{ authUrl: "https://me:secret@k.test" }, /without user, password and query/],
    [{ authUrl: "https://k.test/v2.0" }, /name its version 3/],
    [{ "endpoints.compute": "c.test" }, /endpoints\.compute must be an address/],
    [{ region: "" }, /region is missing/],
    [{ "scope.tags": { "cimi-op": "x" } }, /"cimi-" is reserved/],
    [{ "scope.tags": { "a/b": "x" } }, /must have keys of letters/],
  ])("refuse %j, and no secret is told", (settings, problem) => {
    expect(() => read(settings)).toThrow(problem);
    expect(() => read(settings)).not.toThrow(/secret@/);
  });
});
