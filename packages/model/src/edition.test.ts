import { describe, expect, it } from "@jest/globals";
import { actionUri, capabilityUri, editionOf, isForeign, namespaceOf, typeUri, uriIn } from "./edition.js";

describe("Table 1: namespaces and the URIs in them", () => {
  it("belong to an edition", () => {
    expect([editionOf(namespaceOf(1)), editionOf(namespaceOf(2)), editionOf("http://schemas.dmtf.org/cimi/3")]).toEqual([
      1,
      2,
      undefined,
    ]);
    expect(typeUri("Machine", 2)).toBe("http://schemas.dmtf.org/cimi/2/Machine");
    expect(capabilityUri("Machine", "UserData", 1)).toBe("http://schemas.dmtf.org/cimi/1/capability/Machine/UserData");
  });

  // [4.2-6]
  it("4.2, 5.5.12: five operations have short names, all others a URI", () => {
    expect(["add", "edit", "delete", "insert", "remove"].map((name) => actionUri(name, 2))).toEqual([
      "add",
      "edit",
      "delete",
      "insert",
      "remove",
    ]);
    expect(actionUri("stop", 1)).toBe("http://schemas.dmtf.org/cimi/1/action/stop");
  });

  it("only whole path segments are translated", () => {
    expect(uriIn(1, "http://schemas.dmtf.org/cimi/2/mapped")).toBe("http://schemas.dmtf.org/cimi/1/mapped");
    expect([uriIn(2, "http://schemas.dmtf.org/cimi/10/x"), uriIn(1, "urn:x")]).toEqual([
      "http://schemas.dmtf.org/cimi/10/x",
      "urn:x",
    ]);
  });

  it("a foreign namespace is neither CIMI's, nor the gateway's, nor none", () => {
    expect(["", namespaceOf(1), namespaceOf(2), "urn:cimi-gateway:extension:1", "urn:x"].map(isForeign)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
