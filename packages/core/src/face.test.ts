import { describe, expect, it } from "@jest/globals";
import { locate } from "./face.js";
import { Refusal } from "./fault.js";
import { isCollection } from "./route.js";

const options = { clouds: new Set(["sandbox", "east-1"]), defaultCloud: "sandbox", isCollection };

const at = (path: string, headers: Readonly<Record<string, string>> = {}, namespace?: string) =>
  locate({ path, headers, namespace, origin: "http://host" }, options);

function status(act: () => unknown): number | undefined {
  try {
    act();
  } catch (error) {
    return error instanceof Refusal ? error.status : undefined;
  }
  return undefined;
}

describe("the strict faces (Contract, URLs)", () => {
  // [5.5.10-3]
  it.each([1, 2] as const)("/cimi/%i/{cloud}/ has that edition, and its base ends in a slash", (edition) => {
    const { face, segments } = at(`/cimi/${edition}/east-1/machines/7`);
    expect(face).toEqual({ edition, cloud: "east-1", tolerant: false, base: `http://host/cimi/${edition}/east-1/` });
    expect(segments).toEqual(["machines", "7"]);
  });

  it("no header and no body changes the edition", () => {
    const headers = { "cimi-specification-version": "1.1.0", "x-deltacloud-provider": "sandbox" };
    expect(at("/cimi/2/east-1/", headers, "http://schemas.dmtf.org/cimi/1").face).toMatchObject({
      edition: 2,
      cloud: "east-1",
    });
  });

  it.each(["/cimi/2/east-1", "/cimi/2/east-1/"])("%s is the entry point", (path) => {
    expect(at(path).segments).toEqual([]);
  });

  it("an empty segment is one, at the end of the path too (RELIABILITY, fault 28)", () => {
    expect(at("/cimi/2/east-1/machines/").segments).toEqual(["machines", ""]);
    expect(at("/cimi/2/east-1/machines/7/").segments).toEqual(["machines", "7", ""]);
    expect(at("/cimi/2/east-1//").segments).toEqual(["", ""]);
    expect(at("/cimi/2/east-1//machines").segments).toEqual(["", "machines"]);
  });

  it("segments are decoded one by one (RELIABILITY, fault 28)", () => {
    expect(at("/cimi/2/east-1/machines/a%2Fb%20c").segments).toEqual(["machines", "a/b c"]);
    expect(status(() => at("/cimi/2/east-1/machines/%zz"))).toBe(400);
  });

  it.each(["/cimi/2/none/machines", "/cimi/2", "/cimi/1/"])("%s names no cloud: 404", (path) => {
    expect(status(() => at(path))).toBe(404);
  });

  it.each(["/CIMI/2/east-1/machines", "/Cimi/", "//cimi/2/east-1/"])("%s does not begin as CIMI does here: 404", (path) => {
    expect(status(() => at(path))).toBe(404);
  });

  it("the refusal says which clouds there are", () => {
    expect(() => at("/cimi/2/none/")).toThrow("there are: sandbox, east-1");
  });
});

describe("the tolerant faces", () => {
  it("/cimi/{cloud}/ keeps its hrefs under itself", () => {
    expect(at("/cimi/east-1/machines").face).toEqual({
      edition: 1,
      cloud: "east-1",
      tolerant: true,
      base: "http://host/cimi/east-1/",
    });
  });

  it.each([
    "/cimi",
    "/cimi/",
    "/cimi/cloudEntryPoint",
    "/cimi/machines",
    "/cimi/machine_templates",
    "/cimi/machine_configurations",
  ])("%s is of the default cloud", (path) => {
    expect(at(path).face).toEqual({ edition: 1, cloud: "sandbox", tolerant: true, base: "http://host/cimi/" });
  });

  it("a trailing slash says nothing, an empty segment within the path does", () => {
    expect(at("/cimi/machines/").segments).toEqual(["machines"]);
    expect(at("/cimi/east-1/machines/7/").segments).toEqual(["machines", "7"]);
    expect(at("/cimi/east-1//machines").segments).toEqual(["", "machines"]);
  });

  it.each(["x-deltacloud-provider", "tenantid", "tenantname"])("%s chooses the cloud behind /cimi/", (header) => {
    expect(at("/cimi/machines", { [header]: "east-1" }).face).toMatchObject({ cloud: "east-1", base: "http://host/cimi/" });
  });

  it("a name that no cloud has chooses nothing, and leaves the choice to the next header", () => {
    expect(at("/cimi/machines", { tenantid: "acme" }).face.cloud).toBe("sandbox");
    expect(at("/cimi/machines", { "x-deltacloud-provider": "acme", tenantname: "east-1" }).face.cloud).toBe("east-1");
  });

  it("no header chooses where the path names the cloud", () => {
    expect(at("/cimi/sandbox/machines", { tenantid: "east-1" }).face.cloud).toBe("sandbox");
  });

  it.each([
    ["2.0", undefined, 2],
    ["2.0,1.0.1", undefined, 2],
    ["3.0, 1.0.1", undefined, 1],
    ["1.1.0", "http://schemas.dmtf.org/cimi/2", 1],
    ["9", "http://schemas.dmtf.org/cimi/2", 2],
    [undefined, "http://schemas.dmtf.org/cimi/2", 2],
    [undefined, "http://example.com/cimi/2", 1],
    [undefined, undefined, 1],
  ] as const)("CIMI-Specification-Version %s and the namespace %s: edition %i", (version, namespace, edition) => {
    const headers = version === undefined ? {} : { "cimi-specification-version": version };
    expect(at("/cimi/", headers, namespace).face.edition).toBe(edition);
  });
});
