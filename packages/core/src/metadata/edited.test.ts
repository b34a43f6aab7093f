import type { Values } from "@cimi-gateway/model";
import { afterEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type Thing } from "../testing.js";
import { gatewayOf, type TestGateway } from "../testing-gateway.js";

let made: TestGateway;
let requests: Values[];
afterEach(() => made.close());

const CIMI = "http://schemas.dmtf.org/cimi/2";
const GIBIBYTE = 2 ** 20;

/** A cloud that makes Machines of two sizes, and Volumes of at most a terabyte. */
async function cloud(): Promise<TestGateway> {
  requests = [];
  const writable = (attributes: readonly string[], more: object = {}): FakeResource => {
    const fake: FakeResource = new FakeResource(attributes, [], {
      create: async ({ id, name, template }, { step }) => {
        requests.push(template as Values);
        fake.things.set(`n-${id}`, { id: `n-${id}`, marker: id, name, ...initial, ...(template as object) } as Thing);
        return step("create", { send: async () => ({ id: `n-${id}` }) });
      },
      update: async (id, changes) => {
        fake.things.set(id, { ...fake.things.get(id)!, ...(changes as object) });
        return { id };
      },
      delete: async (id) => {
        fake.things.delete(id);
        return { id };
      },
      ...more,
    });
    return fake;
  };
  const initial = { state: "STOPPED", memory: 4 * GIBIBYTE, capacity: 1_000_000 };
  const sizes = [
    { id: "small", cpu: 1, memory: 2 * GIBIBYTE, cpuArch: "x86_64" },
    { id: "large", cpu: 8, memory: 32 * GIBIBYTE, cpuArch: "x86_64" },
    { id: "arm", cpu: 1, memory: 2 * GIBIBYTE, cpuArch: "aarch64" },
  ];
  const machines = writable(["name", "state", "memory", "cpu", "disks"]);
  return gatewayOf({
    Machine: machines.adapter,
    MachineImage: new FakeResource(["name"], [{ id: "image" }]).adapter,
    Disk: writable(["capacity"]).adapter,
    MachineConfiguration: new FakeResource(["cpu", "memory", "cpuArch", "disks"], sizes).adapter,
    Volume: writable(["name", "capacity"], { scope: [{ capacity: { maximum: 1, units: "terabyte" } }] }).adapter,
  });
}

const scope = (type: string, vscope: unknown, query = "$select=vscope") =>
  made.ask("PUT", `2/fake/resourceMetadata/${type}`, { query, body: { resourceURI: `${CIMI}/ResourceMetadata`, vscope } });

const machine = (machineConfig: object, more: object = {}) =>
  made.ask("POST", "2/fake/machines", {
    body: {
      resourceURI: `${CIMI}/MachineCreate`,
      machineTemplate: { machineImage: { href: "machineImages/image" }, machineConfig, ...more },
    },
  });
const volume = (volumeConfig: object, more: object = {}) =>
  made.ask("POST", "2/fake/volumes", {
    body: { resourceURI: `${CIMI}/VolumeCreate`, volumeTemplate: { volumeConfig, ...more } },
  });
const add = async (type: string, vscope: unknown): Promise<string> => {
  const body = { resourceURI: `${CIMI}/ResourceMetadata`, name: "mine", typeURI: `${CIMI}/${type}`, vscope };
  const answer = await made.ask("POST", "2/fake/resourceMetadata", { body });
  expect([answer.status, answer.body]).toEqual([201, expect.any(String)]);
  return JSON.parse(answer.body).id as string;
};
const pathOf = (uri: string): string => uri.replace("http://gateway.test/cimi/2/fake/", "");
const refusalOf = ({ status, body }: { status: number; body: string }) => [status, JSON.parse(body).statusMessage as string];

describe("the value scopes of a type, changed by a consumer (5.11, Table 6)", () => {
  it("are shown from then on, with another ETag; edition 1 shows none", async () => {
    made = await cloud();
    const before = (await made.ask("GET", "2/fake/resourceMetadata/Machine")).headers.ETag;
    const vscope = [{ memory: { minimum: 2, maximum: 4, units: "gibibytes" } }];
    const answer = await scope("Machine", vscope);
    expect([answer.status, JSON.parse(answer.body).vscope]).toEqual([200, vscope]);
    expect(await made.get("resourceMetadata/Machine")).toMatchObject({ vscope, name: "Machine", typeURI: `${CIMI}/Machine` });
    expect((await made.ask("GET", "2/fake/resourceMetadata/Machine")).headers.ETag).not.toBe(before);
    expect((await made.ask("GET", "1/fake/resourceMetadata/Machine")).body).not.toContain("vscope");
    const listed = (await made.get("resourceMetadata")) as { resourceMetadatas: { name: string; vscope?: unknown }[] };
    expect(listed.resourceMetadatas.filter(({ vscope: held }) => held).map(({ name }) => name)).toEqual(["Machine", "Volume"]);
  });

  it("are written in XML as well (erratum of 5.5.14: an element per attribute)", async () => {
    made = await cloud();
    const body = `<ResourceMetadata xmlns="${CIMI}"><vscope><valueScope><cpu><value>1</value><value>2</value></cpu></valueScope></vscope></ResourceMetadata>`;
    expect((await made.ask("PUT", "2/fake/resourceMetadata/Machine", { query: "$select=vscope", body })).status).toBe(200);
    expect(await made.get("resourceMetadata/Machine")).toMatchObject({ vscope: [{ cpu: { values: [1, 2] } }] });
  });

  it("are all that changes: what the cloud says of itself does not, and is not deleted", async () => {
    made = await cloud();
    const refused = await made.ask("PUT", "2/fake/resourceMetadata/Machine", { query: "$select=name", body: { name: "Engine" } });
    expect(refusalOf(refused)).toEqual([400, expect.stringMatching(/^name: .*only vscope/)]);
    const whole = await made.get("resourceMetadata/Machine");
    const { operations: _, ...body } = { ...whole, vscope: [{ cpu: { maximum: 4 } }] } as Record<string, unknown>;
    expect((await made.ask("PUT", "2/fake/resourceMetadata/Machine", { body })).status).toBe(200);
    expect((await made.ask("DELETE", "2/fake/resourceMetadata/Machine")).status).toBe(405);
    expect(
      ((await made.get("resourceMetadata/Machine")) as { operations: { rel: string }[] }).operations.map(({ rel }) => rel),
    ).toEqual(["edit"]);
  });

  it("end when they are erased: the cloud's own are shown again", async () => {
    made = await cloud();
    const own = (await made.get("resourceMetadata/Volume")).vscope;
    await scope("Volume", [{ capacity: { maximum: 1, units: "gigabyte" } }]);
    await scope("Volume", undefined);
    expect((await made.get("resourceMetadata/Volume")).vscope).toEqual(own);
  });

  it.each([
    [[{ memory: { minimum: 2, units: "GbB" } }], /vscope\[0\]\.memory\.units: .*gibibyte/],
    [[{ memory: { minimum: 2, units: "megahertz" } }], /memory\.units/],
    [[{ name: { value: "a", units: "byte" } }], /name\.units: .*no unit/],
    [[{ engine: { value: 1 } }], /engine: .*there are: .*memory/],
    [[{ memory: { minimum: 4, maximum: 2 } }], /memory\.minimum: .*more than the maximum/],
    [[{ memory: { maximum: 4, values: [1] } }], /memory: mixes/],
    [[{ memory: { maximum: 4, default: 5 } }], /memory\.default: .*accepted: 4 or less/],
    [[{ memory: { value: "much" } }], /memory\.value: expected a number/],
    [[{ memory: { increment: 2 } }], /memory\.increment/],
    [[{ cpuArch: { minimum: 1 } }], /cpuArch: .*no ranges/],
    [[{ memory: { item: { size: { value: 1 } } } }], /memory\.item: has no items/],
    [[{ memory: {} }], /memory: says nothing/],
  ])("are refused where they cannot be kept: %j", async (vscope, message) => {
    made = await cloud();
    expect(refusalOf(await scope("Machine", vscope))).toEqual([400, expect.stringMatching(message)]);
  });

  it("are refused where they would tell a secret, which the message does not repeat", async () => {
    made = await cloud();
    const answer = await scope("MachineTemplate", [{ userData: { value: "aHVzaA==" } }]);
    expect(refusalOf(answer)).toEqual([400, expect.stringMatching(/^vscope\[0\]\.userData: is a secret, .*accepted/)]);
    expect(answer.body).not.toContain("aHVzaA");
  });
});

describe("what is made within value scopes (5.5.14)", () => {
  // [5.11-8]
  it("a configuration decides of the Machine, units converted; the refusal names attribute and what is accepted", async () => {
    made = await cloud();
    await scope("Machine", [{ memory: { minimum: 1, maximum: 4, units: "gibibytes" } }]);
    expect((await machine({ href: "machineConfigs/small" })).status).toBe(201);
    const refused = refusalOf(await machine({ href: "machineConfigs/large" }));
    expect(refused).toEqual([
      400,
      expect.stringMatching(/memory: .*33554432.*accepted: 1 to 4 gibibytes \(1048576 to 4194304\)/),
    ]);
    const byValue = await machine({ cpu: 8, memory: 32 * GIBIBYTE });
    expect(refusalOf(byValue)).toEqual([400, expect.stringContaining("memory")]);
    expect(requests).toHaveLength(1);
  });

  it("a configuration is within the scopes of its own type, by value and when it is kept", async () => {
    made = await cloud();
    await scope("MachineConfiguration", [{ cpu: { values: [1, 2] } }]);
    expect(refusalOf(await machine({ href: "machineConfigs/large" }))).toEqual([
      400,
      expect.stringMatching(/machineConfig\.cpu: .*accepted: 1, 2/),
    ]);
    const kept = (cpu: number) =>
      made.ask("POST", "2/fake/machineConfigs", { body: { cpu, memory: 2 * GIBIBYTE, cpuArch: "x86_64" } });
    expect((await kept(8)).status).toBe(400);
    const { status, body } = await kept(2);
    expect(status).toBe(201);
    const change = await made.ask("PUT", `2/fake/${pathOf(JSON.parse(body).id as string)}`, {
      query: "$select=cpu",
      body: { cpu: 4 },
    });
    expect(refusalOf(change)).toEqual([400, expect.stringContaining("accepted: 1, 2")]);
  });

  it("a default is used where nothing is given, in the configuration as in the template", async () => {
    made = await cloud();
    await scope("Machine", [{ cpuArch: { values: ["x86_64", "aarch64"], default: "aarch64" } }]);
    await scope("MachineTemplate", [{ initialState: { value: "STOPPED" } }]);
    expect((await machine({ cpu: 1, memory: 2 * GIBIBYTE })).status).toBe(201);
    expect(requests).toEqual([
      expect.objectContaining({ machineConfig: { href: "machineConfigs/arm" }, initialState: "STOPPED" }),
    ]);
    expect(refusalOf(await machine({ href: "machineConfigs/small" }, { initialState: "STARTED" }))).toEqual([
      400,
      expect.stringMatching(/initialState: .*accepted: "STOPPED"/),
    ]);
  });

  // [5.5.14-3]
  it("of several scopes one has to fit (5.5.14: either)", async () => {
    made = await cloud();
    await scope("Machine", [
      { cpuArch: { value: "x86_64" }, cpu: { maximum: 1 } },
      { cpuArch: { value: "aarch64" }, cpu: { maximum: 8 } },
    ]);
    expect((await machine({ href: "machineConfigs/arm" })).status).toBe(201);
    expect((await machine({ href: "machineConfigs/small" })).status).toBe(201);
    const refused = refusalOf(await machine({ href: "machineConfigs/large" }));
    expect(refused).toEqual([400, expect.stringMatching(/accepted: .*1 or less.*; or .*"aarch64"/)]);
  });

  it.each([
    [{ maximum: 10, increment: 2, units: "gigabytes" }, 4_000_000, 3_000_000],
    [{ minimum: 1, increment: 3, units: "gigabyte" }, 4_000_000, 5_000_000],
    [{ units: "megabytes" }, 4_000_000, 4_000_500],
    [{ value: 4, units: "gigabytes" }, 4_000_000, 4_000_001],
    [{ values: [1, 4], units: "gigabytes" }, 1_000_000, 2_000_000],
    [{ minimum: 4_000_000 }, 4_000_000, 3_999_999],
  ])("the form %j has %i and not %i", async (form, fits, not) => {
    made = await cloud();
    expect((await scope("Volume", [{ capacity: form }])).status).toBe(200);
    expect((await volume({ capacity: fits })).status).toBe(201);
    expect(refusalOf(await volume({ capacity: not }))).toEqual([400, expect.stringMatching(/capacity: .*accepted: /)]);
  });

  it("the cloud's own scopes stay in force beside a consumer's", async () => {
    made = await cloud();
    await scope("Volume", [{ capacity: { maximum: 2, units: "terabytes" } }]);
    const refused = refusalOf(await volume({ capacity: 2_000_000_000 }));
    expect(refused).toEqual([400, expect.stringContaining("accepted: 1 or less terabyte (1000000000 or less)")]);
  });

  it("items of arrays and Collections are within theirs (form 5)", async () => {
    made = await cloud();
    await scope("MachineConfiguration", [{ disks: { item: { capacity: { maximum: 10, units: "gigabytes" } } } }]);
    const disks = (capacity: number) => [{ capacity: 1_000_000 }, { capacity }];
    const kept = (capacity: number) =>
      made.ask("POST", "2/fake/machineConfigs", { body: { cpu: 1, memory: 2 * GIBIBYTE, disks: disks(capacity) } });
    expect((await kept(10_000_000)).status).toBe(201);
    expect(refusalOf(await kept(11_000_000))).toEqual([400, expect.stringMatching(/^disks\[1\]\.capacity: /)]);

    await scope("Machine", [{ disks: { item: { capacity: { minimum: 2, units: "gigabytes", default: 3 } } } }]);
    const { id } = JSON.parse((await machine({ href: "machineConfigs/small" })).body) as { id: string };
    const disk = (body: object) => made.ask("POST", `2/fake/${pathOf(id)}/disks`, { body });
    expect(refusalOf(await disk({ capacity: 1_000_000 }))).toEqual([400, expect.stringContaining("2000000 or more")]);
    expect((await disk({ capacity: 2_000_000 })).status).toBe(201);
    expect(requests.at(-1)).toEqual({ capacity: 2_000_000 });
  });

  it("changes are within them, too; what is not changed is not held to them", async () => {
    made = await cloud();
    const { id } = JSON.parse((await volume({ capacity: 4_000_000 })).body) as { id: string };
    await scope("Volume", [{ capacity: { maximum: 2, units: "gigabytes" } }]);
    const change = (body: object) => made.ask("PUT", `2/fake/${pathOf(id)}`, { query: `$select=${Object.keys(body)}`, body });
    expect((await change({ name: "data" })).status).toBe(200);
    expect(refusalOf(await change({ capacity: 5_000_000 }))).toEqual([400, expect.stringContaining("2000000")]);
    expect((await change({ capacity: 2_000_000 })).status).toBe(200);
  });
});

describe("ResourceMetadata of a consumer (5.11)", () => {
  // [5.15.3-3]
  it("governs what is made from a template that names it, in the place of the type's", async () => {
    made = await cloud();
    const mine = await add("Volume", [{ capacity: { maximum: 8, units: "gigabytes" } }]);
    await scope("Volume", [{ capacity: { maximum: 2, units: "gigabytes" } }]);
    expect((await volume({ capacity: 4_000_000 })).status).toBe(400);
    const answer = await volume({ capacity: 4_000_000 }, { genResourceMetadata: { href: mine } });
    expect([answer.status, JSON.parse(answer.body).resourceMetadata]).toEqual([201, { href: mine }]);
    expect((await volume({ capacity: 9_000_000 }, { genResourceMetadata: { href: mine } })).status).toBe(400);
    const { id } = JSON.parse(answer.body) as { id: string };
    const change = (capacity: number) =>
      made.ask("PUT", `2/fake/${pathOf(id)}`, { query: "$select=capacity", body: { capacity } });
    expect([(await change(8_000_000)).status, (await change(9_000_000)).status]).toEqual([200, 400]);
  });

  // [5.14.3-4]
  it("is that of every Machine made from a MachineTemplate that names it", async () => {
    made = await cloud();
    const mine = await add("Machine", [{ cpu: { maximum: 4 } }]);
    const sized = (name: string) => machine({ href: `machineConfigs/${name}` }, { genResourceMetadata: { href: mine } });
    const answer = await sized("small");
    expect([answer.status, JSON.parse(answer.body).resourceMetadata]).toEqual([201, { href: mine }]);
    expect((await sized("large")).status).toBe(400);
  });

  it("governs the one resource that is made to refer to it, until it no longer does", async () => {
    made = await cloud();
    const { id } = JSON.parse((await volume({ capacity: 1_000_000 })).body) as { id: string };
    const mine = await add("Volume", [{ capacity: { maximum: 2, units: "gigabytes" } }]);
    const put = (body: object, key: string) => made.ask("PUT", `2/fake/${pathOf(id)}`, { query: `$select=${key}`, body });
    const before = (await made.ask("GET", `2/fake/${pathOf(id)}`)).headers.ETag;
    expect((await put({ resourceMetadata: { href: mine } }, "resourceMetadata")).status).toBe(200);
    expect((await made.ask("GET", `2/fake/${pathOf(id)}`)).headers.ETag).not.toBe(before);
    expect(await made.get(pathOf(id))).toMatchObject({ resourceMetadata: { href: mine } });
    expect((await put({ capacity: 3_000_000 }, "capacity")).status).toBe(400);
    expect((await put({}, "resourceMetadata")).status).toBe(200);
    expect(await made.get(pathOf(id))).not.toHaveProperty("resourceMetadata");
    expect((await put({ capacity: 3_000_000 }, "capacity")).status).toBe(200);
  });

  // [5.11-6]
  it("is of the type of what it governs, which this cloud serves", async () => {
    made = await cloud();
    const mine = await add("Machine", [{ cpu: { maximum: 2 } }]);
    expect(refusalOf(await volume({ capacity: 1_000_000 }, { genResourceMetadata: { href: mine } }))).toEqual([
      400,
      expect.stringContaining("genResourceMetadata: is of a Machine; that of a Volume is expected"),
    ]);
    const body = { name: "mine", typeURI: `${CIMI}/Network` };
    expect(refusalOf(await made.ask("POST", "2/fake/resourceMetadata", { body }))).toEqual([
      400,
      expect.stringMatching(/^typeURI/),
    ]);
  });

  it("takes the references to it along when it is deleted", async () => {
    made = await cloud();
    const mine = await add("Volume", [{ capacity: { maximum: 2, units: "gigabytes" } }]);
    const genResourceMetadata = { href: mine };
    const kept = await made.ask("POST", "2/fake/volumeTemplates", {
      body: { volumeConfig: { capacity: 1_000_000 }, genResourceMetadata },
    });
    const template = JSON.parse(kept.body) as { id: string };
    const { id } = JSON.parse((await volume({ capacity: 1_000_000 }, { genResourceMetadata })).body) as { id: string };
    expect([await made.get(pathOf(template.id)), await made.get(pathOf(id))]).toMatchObject([
      { genResourceMetadata },
      { resourceMetadata: genResourceMetadata },
    ]);
    expect((await made.ask("DELETE", `2/fake/${pathOf(mine)}`)).status).toBe(200);
    expect(await made.get(pathOf(template.id))).not.toHaveProperty("genResourceMetadata");
    expect(await made.get(pathOf(id))).not.toHaveProperty("resourceMetadata");
    expect(await made.get("volumes", "$select=volumes/resourceMetadata")).not.toHaveProperty("volumes.0.resourceMetadata");
  });
});

describe("capabilities (5.11.1, Table 7)", () => {
  // [5.5.14-5] [5.11.1-13]
  it("say that value scopes are kept, and what the gateway's limits are", async () => {
    made = await cloud();
    const { capabilities } = (await made.get("resourceMetadata/CloudEntryPoint")) as {
      capabilities: { name: string; uri: string; value: unknown }[];
    };
    const values = Object.fromEntries(capabilities.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      ValueScopes: true,
      MaxPropertyItems: 100,
      MaxItems: 1_000,
      MaxParts: 100,
      MaxBodySize: 1_048_576,
      MaxBodyDepth: 64,
    });
    expect(capabilities.find(({ name }) => name === "MaxItems")!.uri).toBe(
      "urn:cimi-gateway:extension:1/capability/CloudEntryPoint/MaxItems",
    );
  });
});
