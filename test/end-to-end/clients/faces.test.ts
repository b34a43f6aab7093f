import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ORIGIN, type Shown } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";

/** DESIGN, URLs; PEERS 2.10: the addresses of the faces, their editions and their hrefs. */
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox({ others: ["other"] });
});
afterAll(() => sandbox.close());

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";
const STRICT = "/cimi/1/sandbox/";
const ingredients = { machineConfig: { href: "machineConfigs/tiny" }, machineImage: { href: "machineImages/debian-12" } };

describe("faces", () => {
  it.each(["/cimi", "/cimi/", "/cimi/cloudEntryPoint"])("%s is the entry point of the default cloud", async (target) => {
    const entry = await sandbox.gateway.get(target);
    expect([entry.baseURI, entry.resourceURI, entry.name]).toEqual([`${ORIGIN}/cimi/`, `${N1}/CloudEntryPoint`, "sandbox"]);
  });

  it.each(["/cimi/other", "/cimi/other/", "/cimi/other/cloudEntryPoint"])("%s is that of its cloud", async (target) => {
    const entry = await sandbox.gateway.get(target);
    expect([entry.baseURI, entry.name]).toEqual([`${ORIGIN}/cimi/other/`, "other"]);
  });

  it.each(["/cimi/2/other", "/cimi/2/other/", "/cimi/2/other/cloudEntryPoint"])(
    "%s is that of its cloud in edition 2",
    async (target) => {
      const entry = await sandbox.gateway.get(target);
      expect([entry.baseURI, entry.resourceURI]).toEqual([`${ORIGIN}/cimi/2/other/`, `${N2}/CloudEntryPoint`]);
    },
  );

  it.each([
    ["2.0", N2, "2."],
    ["2.0,1.0.1", N2, "2."],
    ["1.1.0, 2.0", N1, "1."],
    ["9.9", N1, "1."],
    ["", N1, "1."],
  ])("CIMI-Specification-Version %j decides the edition there, and is answered", async (version, namespace, answered) => {
    const answer = await sandbox.gateway.send("GET", "/cimi/machines", { headers: { "cimi-specification-version": version } });
    expect((JSON.parse(answer.body) as Shown).resourceURI).toBe(`${namespace}/MachineCollection`);
    expect(answer.headers["CIMI-Specification-Version"]).toMatch(new RegExp(`^${answered}`));
  });

  it("does not decide it on a strict face", async () => {
    const answer = await sandbox.gateway.send("GET", `${STRICT}machines`, { headers: { "cimi-specification-version": "2.0" } });
    expect((JSON.parse(answer.body) as Shown).resourceURI).toBe(`${N1}/MachineCollection`);
  });

  it("every href of an answer is under the face that was asked", async () => {
    for (const face of ["/cimi/", "/cimi/sandbox/", STRICT, "/cimi/2/sandbox/"]) {
      const { body } = await sandbox.gateway.send("GET", `${face}machineImages?$expand=*`);
      const hrefs = [...body.matchAll(/"(?:href|id)":"([^"]+)"/g)].map(([, href]) => href!);
      expect(hrefs.filter((href) => !href.startsWith(ORIGIN + face))).toEqual([]);
      expect(hrefs.length).toBeGreaterThan(4);
    }
  });

  it.each(["/cimi/", "/cimi/sandbox/", STRICT, "/cimi/2/sandbox/"])(
    "an href of the face %s is good on every other",
    async (face) => {
      const image = `${ORIGIN}${face}machineImages/debian-12`;
      const body = { machineTemplate: { ...ingredients, machineImage: { href: image } } };
      expect([201, 202]).toContain((await sandbox.gateway.send("POST", "/cimi/2/sandbox/machines", { body })).status);
    },
  );

  it("edition 1 never says available", async () => {
    await sandbox.gateway.send("POST", "/cimi/machines", { body: { machineTemplate: ingredients } });
    for (const accept of ["application/json", "application/xml"])
      expect((await sandbox.gateway.send("GET", "/cimi/machines", { headers: { accept } })).body).not.toContain("available");
  });
});
