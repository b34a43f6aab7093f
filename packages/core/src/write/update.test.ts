import { type Edition, type Model, model, parseBody, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Intent } from "../jobs/intent.js";
import { FakeResource, type FakeService, serviceOf, sessionOf } from "../testing.js";
import { prepareUpdate } from "./update.js";

interface Put {
  readonly edition?: Edition;
  readonly tolerant?: boolean;
  readonly query?: string;
}

const done = async () => ({ id: "" });
const writes = { create: done, update: done, delete: done };

let service: FakeService;
beforeEach(async () => {
  service = await serviceOf({
    Machine: new FakeResource(["name", "cpu", "state"], [{ id: "i-1", name: "web", cpu: 2, state: "STOPPED" }], {
      ...writes,
      payload: { limit: 100 },
    }).adapter,
    Volume: new FakeResource(["name", "state"], [], writes).adapter,
    Credential: new FakeResource(["name", "parameters"], [], writes).adapter,
  });
});
afterEach(() => service.close());

const keep = (type: string, id: string, value: Readonly<Record<string, string | object>>) =>
  service.store.records.insert(service.cloud.scope, {
    type,
    id,
    parent: "",
    created: "2026-06-01T12:00:00Z",
    value: value as Readonly<Record<string, string>>,
  });

async function put(type: string, path: string, body: object, { edition = 2, tolerant = false, query = "" }: Put = {}) {
  const [collection, id] = path.split("/") as [string, string];
  const session = sessionOf(service, { face: { edition, tolerant }, query });
  return prepareUpdate(
    session,
    { kind: "item", type, collection, id, path },
    {
      body: parseBody(JSON.stringify(body), "json"),
      format: "json",
      reading: { edition, tolerant, model: model as Model, erasable: false },
    },
  );
}

const changes = async (...given: Parameters<typeof put>): Promise<Values> => {
  const { intent }: { intent: Intent } = await put(...given);
  return intent.kind === "update" ? intent.changes : {};
};

describe("a PUT (4.2.1.3)", () => {
  it("replaces what is writable and passes over what is not", async () => {
    expect(await changes("Machine", "machines/i-1", { name: "new", cpu: 2, state: "STARTED" })).toEqual({ name: "new" });
    expect(await changes("Machine", "machines/i-1", { cpu: 4 })).toEqual({ name: null, cpu: 4 });
  });

  it("of what was shown changes nothing", async () => {
    const { intent, target } = await put("Machine", "machines/i-1", { name: "web", cpu: 2, description: "" });
    expect([intent.kind, target]).toEqual(["nothing", "machines/i-1"]);
  });

  it("by name on tolerant faces is about the resource of that name, also where nothing changes (PEERS 2.10)", async () => {
    const { intent, target } = await put("Machine", "machines/web", { name: "web" }, { tolerant: true, edition: 1 });
    expect([intent.kind, target]).toEqual(["nothing", "machines/i-1"]);
  });

  it("with $select changes those only, and erases those that are not sent (4.2.1.3.1)", async () => {
    expect(await changes("Machine", "machines/i-1", { cpu: 4 }, { query: "$select=name,cpu" })).toEqual({ name: null, cpu: 4 });
    expect(await changes("Machine", "machines/i-1", { cpu: 4 }, { query: "$select=cpu" })).toEqual({ cpu: 4 });
    await expect(put("Machine", "machines/i-1", { cpu: 4 }, { query: "$select=name" })).rejects.toThrow("not in $select");
  });

  it("on tolerant faces changes what it holds", async () => {
    expect(await changes("Machine", "machines/i-1", { cpu: 4 }, { tolerant: true })).toEqual({ cpu: 4 });
  });
});

describe("values that the editions show differently", () => {
  const MAPPED = "http://schemas.dmtf.org/cimi/2/mapped";

  it("may be given to what had none", async () => {
    await keep("VolumeConfiguration", "c", { name: "c" });
    expect(await changes("VolumeConfiguration", "volumeConfigs/c", { name: "c", type: MAPPED })).toEqual({ type: MAPPED });
  });

  it("are no change when they come back as they were shown", async () => {
    await keep("VolumeConfiguration", "c", { name: "c", type: MAPPED });
    const shown = { name: "c", type: "http://schemas.dmtf.org/cimi/1/mapped" };
    expect(await changes("VolumeConfiguration", "volumeConfigs/c", shown, { edition: 1 })).toEqual({});
  });
});

describe("attributes that are entries of one map in edition 1 (Credential)", () => {
  const parameters = { userName: "me", password: "secret" };
  const of = (body: object, traits: Put) =>
    changes("CredentialTemplate", "credentialTemplates/t", body, { edition: 1, ...traits });
  beforeEach(() => keep("CredentialTemplate", "t", { name: "t", parameters }));

  it("are changed one by one, and the others stay", async () => {
    const expected = { parameters: { userName: "you", password: "secret" } };
    expect(await of({ userName: "you" }, { query: "$select=userName" })).toEqual(expected);
    expect(await of({ userName: "you" }, { tolerant: true })).toEqual(expected);
  });

  it("are erased one by one by a PUT that lacks them, but not those that nobody is shown", async () => {
    expect(await of({ name: "t", userName: "me" }, {})).toEqual({});
    expect(await of({ name: "t" }, {})).toEqual({ parameters: { password: "secret" } });
  });

  it("are erased when $select names them", async () => {
    expect(await of({}, { query: "$select=password" })).toEqual({ parameters: { userName: "me" } });
    expect(await of({}, { query: "$select=userName,password" })).toEqual({ parameters: null });
  });
});

describe("secrets that a template keeps (RELIABILITY, rule 12: write-only)", () => {
  const parameters = { userName: "me", password: "secret" };
  const of = (body: object, traits: Put = {}) => changes("CredentialTemplate", "credentialTemplates/t", body, traits);
  beforeEach(() => keep("CredentialTemplate", "t", { name: "t", parameters }));

  it("stay when what was shown is sent back, also with other changes", async () => {
    expect(await of({ name: "t", parameters: { userName: "me" } })).toEqual({});
    expect(await of({ name: "u", parameters: { userName: "you" } })).toEqual({
      name: "u",
      parameters: { userName: "you", password: "secret" },
    });
  });

  it("are replaced by what is given, and erased by null", async () => {
    expect(await of({ name: "t", parameters: { userName: "me", password: "other" } })).toEqual({
      parameters: { userName: "me", password: "other" },
    });
    expect(await of({ name: "t", parameters: null })).toEqual({ parameters: null });
    expect(await of({ parameters: { userName: "me", password: "secret" } }, { query: "$select=parameters" })).toEqual({});
    expect(await of({}, { query: "$select=parameters" })).toEqual({ parameters: null });
  });

  it("that are whole attributes behave alike", async () => {
    const values = { machineConfig: { href: "machineConfigs/c" }, machineImage: { href: "machineImages/i" } };
    await keep("MachineTemplate", "m", { ...values, userData: "QQ==" });
    const template = (body: object, query = "") =>
      changes("MachineTemplate", "machineTemplates/m", body, { tolerant: query === "", query });
    expect(await template({ userData: "QQ==" })).toEqual({});
    expect(await template({ userData: "QUI=" })).toEqual({ userData: "QUI=" });
    expect(await template({ userData: null })).toEqual({ userData: null });
    expect(await template({}, "$select=name")).toEqual({});
    expect(await template({}, "$select=userData")).toEqual({ userData: null });
  });
});
