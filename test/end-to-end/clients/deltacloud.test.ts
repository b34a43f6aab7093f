import { readXmlDocument, type XmlElement } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ORIGIN } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";

/** PEERS 2.3: the web client of Deltacloud and its contemporaries, in XML of edition 1. */
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const N1 = "http://schemas.dmtf.org/cimi/1";
const BASE = `${ORIGIN}/cimi/`;
const ACCEPT = "*/*; q=0.5, application/xml";

const ask = (method: string, target: string, body?: string) =>
  sandbox.gateway.send(method, target, { headers: { accept: ACCEPT }, ...(body !== undefined && { body }) });
const read = async (target: string): Promise<XmlElement> => readXmlDocument((await ask("GET", target)).body);
const named = ({ children }: XmlElement, name: string) => children.filter((child) => child.name === name);
const text = (element: XmlElement, name: string): string | undefined => named(element, name)[0]?.text;
const hrefOf = (element: XmlElement, name: string): string => named(element, name)[0]!.attributes.get("href")!;

const INGREDIENTS = `<machineConfig href="${BASE}machineConfigs/tiny"/><machineImage href="${BASE}machineImages/debian-12"/>`;

async function createMachine(state = "STOPPED"): Promise<XmlElement> {
  const body = `<MachineCreate xmlns="${N1}"><name>m</name><machineTemplate><initialState>${state}</initialState>${INGREDIENTS}</machineTemplate></MachineCreate>`;
  const answer = await ask("POST", `${BASE}machines`, body);
  expect([201, 202]).toContain(answer.status);
  await sandbox.gateway.job(answer);
  return read(text(readXmlDocument(answer.body), "id")!);
}

describe("the web client of Deltacloud", () => {
  it.each([ACCEPT, "*/*", ""])("reads the entry point as XML with Accept %j", async (accept) => {
    const answer = await sandbox.gateway.send("GET", `${BASE}cloudEntryPoint`, { headers: { accept } });
    expect([answer.status, answer.headers["Content-Type"]]).toEqual([200, "application/xml"]);
    const entry = readXmlDocument(answer.body);
    expect([entry.name, entry.namespace, text(entry, "baseURI")]).toEqual(["CloudEntryPoint", N1, BASE]);
    expect(text(entry, "name")).not.toBe("");
  });

  it("finds Collections by name, whose roots bear resourceURI and whose count is that of the members", async () => {
    await createMachine();
    const entry = await read(`${BASE}cloudEntryPoint`);
    for (const name of ["machines", "machineConfigs", "machineImages", "volumes", "credentials"]) {
      const collection = await read(hrefOf(entry, name));
      expect([collection.name, collection.attributes.get("resourceURI")]).toEqual([
        "Collection",
        expect.stringMatching(/Collection$/),
      ]);
      const members = collection.children.filter((child) => /^[A-Z]/.test(child.name));
      expect(text(collection, "count")).toBe(String(members.length));
    }
  });

  it("shows in a list the same id and name as in the single resource", async () => {
    const machine = await createMachine();
    const listed = named(await read(`${BASE}machines`), "Machine").find((one) => text(one, "id") === text(machine, "id"))!;
    expect([text(listed, "name"), text(listed, "cpu"), text(listed, "memory")]).toEqual([
      "m",
      text(machine, "cpu"),
      text(machine, "memory"),
    ]);
    expect(`${text(listed, "cpu")}${text(listed, "memory")}`).toMatch(/^\d+$/);
  });

  it("creates by a fixed address, and finds the machine under its base", async () => {
    const machine = await createMachine();
    expect(text(machine, "id")).toMatch(new RegExp(`^${BASE}machines/[^/]+$`));
    const last = text(machine, "id")!.replace(/^.*\//, "");
    expect(text(await read(`${BASE}machines/${last}`), "name")).toBe("m");
  });

  it.each([
    ["machine_templates", `<MachineTemplateCreate xmlns="${N1}"><name>t</name>${INGREDIENTS}</MachineTemplateCreate>`],
    ["machine_templates", `<MachineTemplate xmlns="${N1}"><name>t</name>${INGREDIENTS}</MachineTemplate>`],
    ["credentials", `<CredentialCreate><name>c</name><username>u</username><password>p</password></CredentialCreate>`],
    ["volume_configurations", `<VolumeConfigurationCreate><name>v</name><capacity> 1024 </capacity></VolumeConfigurationCreate>`],
  ])("posts a flat body to %s", async (collection, body) => {
    const answer = await ask("POST", `${BASE}${collection}`, body);
    expect(answer.status).toBe(201);
    expect(text(readXmlDocument(answer.body), "id")).toBe(answer.headers.Location);
  });

  it("acts by the link of a direct child, and gets exactly 202", async () => {
    const machine = await createMachine("STARTED");
    const stop = named(machine, "operation").find(({ attributes }) => attributes.get("rel") === `${N1}/action/stop`)!;
    const body = `<Action><action> http://${N1}/action/stop </action></Action>`;
    const answer = await ask("POST", stop.attributes.get("href")!, body);
    expect([answer.status, readXmlDocument(answer.body).name]).toEqual([202, "Job"]);
    await sandbox.gateway.job(answer);
    expect(text(await read(text(machine, "id")!), "state")).toBe("STOPPED");
  });

  it("finds start by the last rel that holds the word", async () => {
    const rels = named(await createMachine(), "operation").map(({ attributes }) => attributes.get("rel")!);
    expect(rels.findLast((rel) => /start/i.test(rel))).toBe(`${N1}/action/start`);
  });

  it("captures by a MachineImageCreate to the capture link", async () => {
    const machine = await createMachine();
    const capture = named(machine, "operation").find(({ attributes }) => attributes.get("rel")!.endsWith("capture"))!;
    const body = `<machineImageCreate xmlns="${N1}"><name>i</name><type> IMAGE </type><imageLocation> ${text(machine, "id")} </imageLocation></machineImageCreate>`;
    const answer = await ask("POST", capture.attributes.get("href")!, body);
    expect([200, 201, 202]).toContain(answer.status);
    expect((await sandbox.gateway.job(answer)).state).toBe("SUCCESS");
  });

  it("deletes by a fixed address: 200 is done, 202 is begun", async () => {
    const id = text(await createMachine(), "id")!;
    const answer = await ask("DELETE", id);
    expect([200, 202]).toContain(answer.status);
    await sandbox.gateway.job(answer);
    expect((await ask("GET", id)).status).toBe(404);
  });

  it("creates with a plain model root and by the name of a machine finds it", async () => {
    const body = `<Machine xmlns="${N1}"><name>only-one</name>${INGREDIENTS}</Machine>`;
    const answer = await ask("POST", `${BASE}machines`, body);
    await sandbox.gateway.job(answer);
    expect(text(await read(`${BASE}machines/only-one`), "id")).toBe(answer.headers.Location);
  });
});
