import { silentLog, systemClock } from "@cimi-gateway/adapter";
import { Gateway } from "@cimi-gateway/core";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Shown, TestGateway } from "../support/gateway.js";
import { openSandbox } from "../support/sandbox.js";

const FACE = "/cimi/2/sandbox";
const N = "http://schemas.dmtf.org/cimi/2";
const READY = { machineConfig: { href: "machineConfigs/tiny" }, machineImage: { href: "machineImages/debian-12" } };

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox({ settings: { delay: 0 } });
});
afterAll(() => sandbox.close());

const send = (method: string, target: string, body?: object) => sandbox.gateway.send(method, target, body ? { body } : {});
const get = (target: string): Promise<Shown> => sandbox.gateway.get(target);
const made = async (collection: string, body: object) => {
  const answer = await send("POST", `${FACE}/${collection}`, body);
  expect([answer.status, answer.body]).toEqual([201, expect.any(String)]);
  return { ...answer, id: answer.headers.Location! };
};
const machine = (template: object = {}, more: object = {}) =>
  made("machines", { resourceURI: `${N}/MachineCreate`, ...more, machineTemplate: { ...READY, ...template } });
const hrefs = (held: unknown): readonly string[] => ((held ?? []) as { href: string }[]).map(({ href }) => href);

describe("the answer to a create (4.2.1.1)", () => {
  // [4.2.1.1-9..10] [5.5.12.1-7]
  it("names the resource in Location, and describes its body", async () => {
    const { headers, body, id } = await machine();
    expect((JSON.parse(body) as Shown).id).toBe(id);
    expect(headers).toMatchObject({ "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) });
    expect(headers["CIMI-Job-URI"]).toMatch(/\/jobs\//);
  });

  // [4.2.1.1-5]
  it("shows the resource with its name from the first moment, and never without", async () => {
    const slow = await openSandbox({ settings: { delay: 200 }, limits: { writeWait: 0, listAge: 0 } });
    try {
      const body = { resourceURI: `${N}/MachineCreate`, name: "named", machineTemplate: READY };
      const { status, headers } = await slow.gateway.send("POST", `${FACE}/machines`, { body });
      const seen: (readonly unknown[])[] = [];
      for (let state: unknown, look = 0; state !== "STOPPED" && look < 400; look++) {
        await systemClock.sleep(10);
        const machines = (await slow.gateway.get(`${FACE}/machines`)).machines as Shown[];
        seen.push(machines.map(({ name }) => name));
        state = (await slow.gateway.get(headers.Location!)).state;
      }
      expect([status, new Set(seen.flat())]).toEqual([202, new Set(["named"])]);
    } finally {
      await slow.close();
    }
  });
});

describe("the answer to an update (4.2.1.3)", () => {
  // [4.2.1.3-5]
  it("describes its body", async () => {
    const { id } = await machine();
    const { status, headers, body } = await send("PUT", `${id}?$select=name`, { resourceURI: `${N}/Machine`, name: "new" });
    expect([status, headers["Content-Length"]]).toEqual([200, String(Buffer.byteLength(body))]);
    expect(JSON.parse(body)).toMatchObject({ resourceURI: `${N}/Machine`, id, name: "new" });
  });
});

describe("queries (4.1.6)", () => {
  // [4.1.6.3-6]
  it("$select leaves resourceURI also where it is not named", async () => {
    expect(Object.keys(await get(`${FACE}/machineImages/debian-12?$select=state`))).toEqual(["resourceURI", "state"]);
  });

  // [4.1.6.4-10]
  it("$expand of a Collection expands the attributes of its items", async () => {
    const { id } = await machine();
    const machines = (await get(`${FACE}/machines?$filter=id='${id}'&$expand=disks`)).machines as Shown[];
    expect(machines[0]!.disks).toMatchObject({ href: `${id}/disks`, id: `${id}/disks`, count: 1 });
  });
});

describe("URIs (5.5.10, 5.12)", () => {
  // [5.5.10-1..2] [5.12-2]
  it.each([
    ["relative to baseURI", "machineImages/debian-12"],
    ["with a path of its own", `${FACE}/machineImages/debian-12`],
  ])("a reference %s is found", async (_, href) => {
    const baseURI = (await get(`${FACE}/cloudEntryPoint`)).baseURI as string;
    const { id } = await machine({ machineImage: { href } });
    expect(id.startsWith(`${baseURI}machines/`)).toBe(true);
  });
});

describe("what is deleted", () => {
  // [5.5.12-1] [5.5.11-2]
  it("is in no Collection any more, and its arrays went with it", async () => {
    const template = { name: "t", ...READY, volumeTemplates: [{ volumeTemplate: { volumeConfig: { capacity: 1_000_000 } } }] };
    const { id } = await made("machineTemplates", { resourceURI: `${N}/MachineTemplate`, ...template });
    await send("DELETE", id);
    const { machineTemplates = [] } = await get(`${FACE}/machineTemplates`);
    expect((machineTemplates as Shown[]).map((item) => item.id)).not.toContain(id);
    expect((await send("GET", id)).status).toBe(404);
  });

  it("is referred to by no template any more (5.10.1)", async () => {
    const config = await made("machineConfigs", { resourceURI: `${N}/MachineConfiguration`, cpu: 2, memory: 2_097_152 });
    const template = { ...READY, machineConfig: { href: config.id } };
    const { id } = await made("machineTemplates", { resourceURI: `${N}/MachineTemplate`, ...template });
    expect((await get(id)).machineConfig).toEqual({ href: config.id });
    await send("DELETE", config.id);
    expect(await get(id)).not.toHaveProperty("machineConfig");
  });

  // [5.17.1-3]
  it("is what its Job was about, and what went with it is not listed as affected", async () => {
    const { id } = await machine();
    const { headers } = await send("DELETE", id);
    const job = await get(headers["CIMI-Job-URI"]!);
    expect([(job.targetResource as { href: string }).href, hrefs(job.affectedResources)]).toEqual([id, [id]]);
  });
});

describe("the entry point (5.12)", () => {
  // [5.12-1]
  it("lists no Collection of a type that the cloud lacks", async () => {
    const { adapter } = sandbox.gateway;
    const { VolumeImage: _, ...resources } = adapter.resources;
    const gateway = new Gateway({
      clouds: [{ name: "less", adapter: { ...adapter, resources } }],
      store: sandbox.gateway.store,
      clock: systemClock,
      log: silentLog,
    });
    const entryPoint = await new TestGateway(gateway, sandbox.gateway.store, adapter).get("/cimi/2/less/cloudEntryPoint");
    expect(entryPoint).not.toHaveProperty("volumeImages");
    expect(entryPoint).toHaveProperty("volumes");
  });
});
