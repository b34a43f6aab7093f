import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ORIGIN, type Shown } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";

/** PEERS 2.2: what the Java SDK and the command line client of Sirocco send and count on, in JSON of edition 1. */
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox({ settings: { delay: 60 } });
});
afterAll(() => sandbox.close());

const N1 = "http://schemas.dmtf.org/cimi/1";
const BASE = `${ORIGIN}/cimi/`;
const SIGN_IN = { accept: "application/json", authorization: "Basic dTpw", tenantid: "t", tenantname: "T" };

const ask = (method: string, target: string, body?: object) =>
  sandbox.gateway.send(method, target, { headers: SIGN_IN, ...(body && { body }) });
const read = async (target: string): Promise<Shown> => JSON.parse((await ask("GET", target)).body) as Shown;

const template = {
  machineConfig: { href: `${BASE}machineConfigs/tiny` },
  machineImage: { href: `${BASE}machineImages/debian-12` },
};
const wanted = { name: "m", machineTemplate: template, providerAccountId: "7", location: "sandbox-1a" };

/** Everything that a client reads until a Job is finished. */
async function followed(job: string, ...watched: string[]): Promise<Shown[]> {
  const seen: Shown[] = [];
  for (;;) {
    for (const href of watched) seen.push(await read(href));
    const shown = await read(job);
    seen.push(shown);
    if (shown.state !== "RUNNING") return seen;
  }
}

const createMachine = async (more: object = {}): Promise<Shown> => {
  const answer = await ask("POST", `${BASE}machines`, { ...wanted, machineTemplate: { ...template, ...more } });
  await followed(answer.headers["CIMI-Job-URI"]!);
  return read(answer.headers.Location!);
};

describe("the SDK of Sirocco", () => {
  it("signs in, and finds every Collection under an exact baseURI, without query strings", async () => {
    const answer = await ask("GET", `${BASE}cloudEntryPoint`);
    expect([answer.status, answer.headers["Content-Type"]]).toEqual([200, "application/json"]);
    const entry = JSON.parse(answer.body) as Shown;
    expect([entry.resourceURI, entry.baseURI]).toEqual([`${N1}/CloudEntryPoint`, BASE]);
    for (const href of hrefsIn(entry)) expect(href).toMatch(/^http:\/\/gateway\.test\/cimi\/[A-Za-z]+$/);
    expect(Object.keys(entry)).toEqual(expect.arrayContaining(["machineConfigs", "volumeConfigs", "machines", "jobs"]));
  });

  it("sends queries with a plain dollar, and names attributes that there are not", async () => {
    await createMachine();
    const query = "$expand=disks,volumes&$select=id,name,provider,location&$filter=name%3D'm'&$first=1&$last=5";
    const machines = (await read(`${BASE}machines?${query}`)).machines as Shown[];
    expect(machines[0]).toMatchObject({ name: "m", id: expect.stringContaining(`${BASE}machines/`) });
  });

  it("creates without resourceURI, with members of its own, and reads the resource from 201 or 202", async () => {
    const answer = await ask("POST", `${BASE}machines`, wanted);
    expect([201, 202]).toContain(answer.status);
    expect(answer.headers["Content-Type"]).toBe("application/json");
    expect(Number(answer.headers["Content-Length"])).toBe(Buffer.byteLength(answer.body));
    const made = JSON.parse(answer.body) as Shown;
    expect([made.id, made.resourceURI]).toEqual([answer.headers.Location, `${N1}/Machine`]);
    expect(answer.headers["CIMI-Job-URI"]).toMatch(/^http:\/\/gateway\.test\/cimi\/jobs\/[^?]+$/);
    await followed(answer.headers["CIMI-Job-URI"]!);
  });

  it("finds actions by their exact rel, in items that hold rel and href only", async () => {
    const { operations } = await createMachine({ initialState: "STARTED" });
    for (const operation of operations!) expect(Object.keys(operation)).toEqual(["rel", "href"]);
    const stop = operations!.find(({ rel }) => rel === `${N1}/action/stop`)!;
    const answer = await ask("POST", stop.href, { action: `${N1}/action/stop`, force: true });
    expect([answer.status, (JSON.parse(answer.body) as Shown).resourceURI]).toEqual([202, `${N1}/Job`]);
    await followed(answer.headers["CIMI-Job-URI"]!);
  });

  it("captures by a plain MachineImage with imageLocation", async () => {
    const machine = await createMachine();
    expect(machine.operations!.map(({ rel }) => rel)).toContain(`${N1}/action/capture`);
    const answer = await ask("POST", `${BASE}machineImages`, { name: "image", type: "IMAGE", imageLocation: machine.id });
    expect([201, 202]).toContain(answer.status);
    await followed(answer.headers["CIMI-Job-URI"]!);
    expect((await read(answer.headers.Location!)).state).toBe("AVAILABLE");
  });

  it("updates with $select and those attributes only, and deletes", async () => {
    const { id } = await createMachine();
    const put = await ask("PUT", `${id}?$select=name,description`, { name: "n", description: "d" });
    expect([200, 202]).toContain(put.status);
    expect(await read(id)).toMatchObject({ name: "n", description: "d" });
    const deleted = await ask("DELETE", id);
    expect([200, 202]).toContain(deleted.status);
    await followed(deleted.headers["CIMI-Job-URI"]!);
    expect((await ask("GET", id)).status).toBe(404);
  });

  it("adds to a sub-collection that it expanded", async () => {
    const { id } = await createMachine();
    const disks = (await read(`${id}?$expand=disks,volumes`)).disks as Shown;
    const add = disks.operations!.find(({ rel }) => rel === "add")!;
    expect([201, 202]).toContain((await ask("POST", add.href, { capacity: 1_000_000 })).status);
  });

  it("knows only the states of its own time, whatever happens meanwhile", async () => {
    const machine = await createMachine({ initialState: "STARTED" });
    const image = await ask("POST", `${BASE}machineImages`, { type: "SNAPSHOT", imageLocation: machine.id });
    const seen = await followed(image.headers["CIMI-Job-URI"]!, machine.id, image.headers.Location!);
    const restore = { action: "restore", image: { href: image.headers.Location } };
    const restored = await sandbox.gateway.send("POST", `${machine.id.replace("/cimi/", "/cimi/2/sandbox/")}/restore`, {
      body: restore,
    });
    const job = restored.headers["CIMI-Job-URI"]!.replace("/cimi/2/sandbox/", "/cimi/");
    seen.push(...(await followed(job, machine.id)));
    for (const shown of seen)
      expect([shown.resourceURI, KNOWN[String(shown.resourceURI)]]).toEqual([
        shown.resourceURI,
        expect.arrayContaining([shown.state]),
      ]);
  });

  it("reads numbers of 32 bits, and references that hold href only", async () => {
    const answer = await ask("POST", `${BASE}machines`, wanted);
    const job = (await followed(answer.headers["CIMI-Job-URI"]!)).at(-1)!;
    expect([job.targetResource, job.affectedResources]).toEqual([
      { href: `${BASE}machines` },
      expect.arrayContaining([{ href: answer.headers.Location }]),
    ]);
    const machine = await read(answer.headers.Location!);
    for (const name of ["cpu", "memory", "cpuSpeed"]) expect(Number(machine[name])).toBeLessThan(2 ** 31);
  });

  it("reads ResourceMetadata with the members of edition 1 only", async () => {
    const { resourceMetadatas = [], resourceMetadata = [] } = (await read(`${BASE}resourceMetadata`)) as Shown & Metadata;
    const items = [...resourceMetadatas, ...resourceMetadata];
    expect(items.length).toBeGreaterThan(0);
    for (const { attributes = [] } of items)
      for (const attribute of attributes)
        expect(["name", "namespace", "type", "required"]).toEqual(expect.arrayContaining(Object.keys(attribute)));
  });

  it("gets errors with a status that it can handle, as a Job", async () => {
    const missing = await ask("POST", `${BASE}machines`, { name: "nothing else" });
    expect([missing.status, (JSON.parse(missing.body) as Shown).state]).toEqual([400, "FAILED"]);
  });
});

interface Metadata {
  readonly resourceMetadatas?: readonly { attributes?: readonly object[] }[];
  readonly resourceMetadata?: readonly { attributes?: readonly object[] }[];
}

/** Closed enumerations: anything else throws in the client. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  [`${N1}/Machine`]: [
    ..."CREATING STARTING STARTED STOPPING STOPPED PAUSING PAUSED".split(" "),
    ..."SUSPENDING SUSPENDED DELETING DELETED ERROR".split(" "),
  ],
  [`${N1}/Job`]: ["RUNNING", "SUCCESS", "FAILED", "CANCELLED"],
  [`${N1}/MachineImage`]: ["CREATING", "AVAILABLE", "DELETING", "ERROR"],
};

const hrefsIn = (value: unknown): string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, held]) => (key === "href" ? [String(held)] : hrefsIn(held)));
