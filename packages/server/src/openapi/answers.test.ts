import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTest, type TestServer } from "../testing.js";
import { Judge } from "./testing.js";

let server: TestServer;
let judge: Judge;
beforeAll(async () => {
  server = await startTest();
  judge = new Judge((await (await fetch(`${server.url}/openapi.json`)).json()) as Judge["api"]);
});
afterAll(() => server.close());

type Shown = Readonly<Record<string, unknown>> & { readonly id: string };

/** Sends a request, and fails where the document describes another answer. */
async function ask(method: string, target: string, sent?: object): Promise<{ status: number; body: Shown; headers: Headers }> {
  const url = target.startsWith("http") ? target : server.url + target;
  const response = await fetch(url, {
    method,
    headers: { accept: "application/json", ...(sent && { "content-type": "application/json" }) },
    ...(sent && { body: JSON.stringify(sent) }),
  });
  const body = await response.text();
  const { pathname } = new URL(url);
  expect(judge.problems(method, pathname, { status: response.status, headers: response.headers, body })).toEqual([]);
  return { status: response.status, headers: response.headers, body: (body === "" ? {} : JSON.parse(body)) as Shown };
}

const itemsIn = (body: Shown): readonly Shown[] =>
  (Object.values(body).find((held) => Array.isArray(held) && held[0]?.id) ?? []) as Shown[];
const face = (edition: number): string => `/cimi/${edition}/sandbox`;
const uri = (edition: number, name: string): string => `http://schemas.dmtf.org/cimi/${edition}/${name}`;

describe.each([1, 2])("the answers of edition %d are as /openapi.json describes them", (edition) => {
  it("the entry point, every Collection in it, and an item of each", async () => {
    const { body } = await ask("GET", `${face(edition)}/cloudEntryPoint`);
    const collections = Object.entries(body).flatMap(([, held]) => (held as { href?: string }).href ?? []);
    expect(collections.length).toBeGreaterThan(10);
    for (const collection of collections) {
      const [item] = itemsIn((await ask("GET", collection)).body);
      if (item) await ask("GET", item.id);
    }
  }, 30_000);

  it("the life of a machine, its Jobs and its parts", async () => {
    const [image] = itemsIn((await ask("GET", `${face(edition)}/machineImages?$first=1&$last=1`)).body);
    const [config] = itemsIn((await ask("GET", `${face(edition)}/machineConfigs?$first=1&$last=1`)).body);
    const made = await ask("POST", `${face(edition)}/machines`, {
      resourceURI: uri(edition, "MachineCreate"),
      name: "described",
      machineTemplate: { machineConfig: { href: config!.id }, machineImage: { href: image!.id }, initialState: "STARTED" },
    });
    expect(made.status).toBe(201);
    const { id } = made.body;
    await ask("GET", made.headers.get("cimi-job-uri")!);
    await ask("GET", `${id}?$select=name,state&$expand=disks`);
    await ask("GET", `${id}?$expand=*`);
    const action = { resourceURI: uri(edition, "Action"), action: uri(edition, "action/stop") };
    expect((await ask("POST", `${id}/stop`, action)).status).toBe(200);
    expect(
      (await ask("PUT", `${id}?$select=description`, { resourceURI: uri(edition, "Machine"), description: "changed" })).status,
    ).toBe(200);
    for (const inside of ["disks", "volumes", "snapshots"]) {
      const [part] = itemsIn((await ask("GET", `${id}/${inside}`)).body);
      if (part) await ask("GET", part.id);
    }
    expect((await ask("DELETE", id)).status).toBe(200);
    expect((await ask("GET", id)).status).toBe(404);
  }, 30_000);

  it("a refusal is a Job", async () => {
    const { status, body } = await ask("POST", `${face(edition)}/machines`, { resourceURI: uri(edition, "MachineCreate") });
    expect([status, body.state]).toEqual([400, "FAILED"]);
  });
});

it("an answer that is not described is found out", async () => {
  const answer = { status: 200, headers: new Headers({ "cimi-surprise": "1" }), body: '{"resourceURI":"x","surprise":true}' };
  const found = judge.problems("GET", "/cimi/2/sandbox/machines/1", answer).join("; ");
  for (const what of ["resourceURI must be equal", '"additionalProperty":"surprise"', "the header cimi-surprise"])
    expect(found).toContain(what);
  expect(judge.problems("PATCH", "/cimi/2/sandbox/machines/1", answer)).toEqual([
    "PATCH /cimi/2/sandbox/machines/1 is not described",
  ]);
});
