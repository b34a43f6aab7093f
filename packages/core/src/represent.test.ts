import { type Description, model } from "@cimi-gateway/model";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Entity } from "./read/entity.js";
import { FakeResource, type FakeService, serviceOf } from "./testing.js";
import type { Access } from "./types.js";

const done = async () => ({ id: "" });
const run = { run: done };
const writes = { create: done, update: done, delete: done };

let service: FakeService;
afterEach(() => service.close());

async function cloud(access: Access = "full", machine: object = {}): Promise<void> {
  const operations = { start: run, stop: run, capture: run, snapshot: run } as object;
  service = await serviceOf(
    {
      Machine: new FakeResource(["name", "state", "volumes"], [], { ...writes, operations, ...machine }).adapter,
      MachineImage: new FakeResource(["name", "state"], [], writes).adapter,
      Volume: new FakeResource(["name", "state"], [], { delete: done }).adapter,
      locatedVolume: new FakeResource(["volume"], [], writes).adapter,
      Credential: new FakeResource(["name"], [], writes).adapter,
    },
    { access },
  );
}

const entity = (values: Entity["values"], traits: Partial<Entity> = {}): Entity => ({
  type: "Machine",
  id: "7",
  path: "machines/7",
  nativeId: "i-7",
  native: {},
  values,
  ...traits,
});

const operations = (held: Entity, edition: 1 | 2 = 2) => service.representer.item(held, edition).operations!;
const rels = (held: Entity, edition: 1 | 2 = 2): readonly string[] =>
  operations(held, edition).map(({ rel, available }) => rel.replace(/^.*\//, "") + (available === false ? " not now" : ""));

describe("the operations of a resource (4.2, 5.8)", () => {
  // [4.2-1] [5.11-10]
  it("are those of its type that the cloud has, with whether the state allows them", async () => {
    await cloud();
    expect(rels(entity({ state: "STOPPED" }))).toEqual([
      "edit",
      "delete",
      "start",
      "stop not now",
      "capture",
      "snapshot",
      "connectvolume",
    ]);
    expect(rels(entity({ state: "STARTED" }))).toContain("start not now");
  });

  it("bear the URIs and the selection of the edition", async () => {
    await cloud();
    expect(operations(entity({ state: "STOPPED" }))[2]).toEqual({
      rel: "http://schemas.dmtf.org/cimi/2/action/start",
      href: "machines/7/start",
    });
    expect(rels(entity({ state: "STOPPED" }), 1)).toEqual(["edit", "delete", "start", "stop not now", "capture"]);
  });

  // [4.2-2]
  it("depend on what the native object allows", async () => {
    const never = () => false;
    await cloud("full", { editable: never, deletable: never, operations: { start: { ...run, available: never } } });
    expect(rels(entity({ state: "STOPPED" }))).toEqual(["start not now", "connectvolume"]);
  });

  it.each(["CREATING", "DELETING"])("in %s offer no delete now", async (state) => {
    await cloud();
    expect(rels(entity({ state }))).toContain("delete not now");
  });

  it.each(["Machine", "Credential"])(
    "of a %s that is only being made offer nothing now, without a look at what is not there",
    async (type) => {
      const looks = (native: unknown) => (native as { yes: boolean }).yes;
      await cloud("full", { deletable: looks, editable: looks });
      const preview = entity(type === "Machine" ? { state: "CREATING" } : {}, { type, native: undefined });
      for (const { rel, available } of operations(preview)) expect([rel, available]).toEqual([rel, false]);
    },
  );

  // [4.2.1.3-2] [4.2.1.4-1]
  it("of a cloud that is only read are none; of one that is only operated make and change nothing", async () => {
    await cloud("read");
    expect(rels(entity({ state: "STOPPED" }))).toEqual([]);
    await service.close();
    await cloud("operate");
    expect(rels(entity({ state: "STOPPED" }))).toEqual(["start", "stop not now"]);
  });
});

describe("the operations of a Collection (5.5.12)", () => {
  const parent = { type: "Machine", id: "7", attribute: "volumes" };
  const onVolumes = (edition: 1 | 2) =>
    service.representer.collectionOperations("locatedVolume", "machines/7/volumes", edition, parent).map(({ rel }) => rel);

  it("are add, and where existing resources are taken in, insert and remove", async () => {
    await cloud();
    expect(service.representer.collectionOperations("Machine", "machines", 2)).toEqual([{ rel: "add", href: "machines" }]);
    expect(onVolumes(2)).toEqual(["add", "insert", "remove"]);
    expect(onVolumes(1)).toEqual(["add"]);
  });

  it("are none of a type that the cloud cannot make, or that is listed elsewhere", async () => {
    await cloud();
    expect(service.representer.collectionOperations("Volume", "volumes", 2)).toEqual([]);
    const snapshots = { type: "Machine", id: "7", attribute: "snapshots" };
    expect(service.representer.collectionOperations("MachineImage", "machines/7/snapshots", 2, snapshots)).toEqual([]);
  });

  it.each(["read", "operate"] as const)("are none for access %s", async (access) => {
    await cloud(access);
    expect([...onVolumes(2), ...service.representer.collectionOperations("Machine", "machines", 2)]).toEqual([]);
  });
});

describe("a Collection", () => {
  it("says where it is, in what, and how many there are before subsetting (4.1.6.2)", async () => {
    await cloud();
    const parent = { type: "Machine", id: "a b", attribute: "volumes" };
    expect(service.representer.collection("Machine", "machines", { items: [], count: 9, all: [] }, 2)).toMatchObject({
      collects: true,
      values: { id: "machines", parent: { href: "cloudEntryPoint" }, count: 9 },
    });
    const none = { items: [], count: 0, all: [] };
    expect(service.representer.collection("locatedVolume", "x", none, 2, parent).values).toEqual({
      id: "x",
      parent: { href: "machines/a%20b" },
      count: 0,
    });
  });

  it("was updated when the last of its items was, or was made, in whatever form the times are (5.5.2)", async () => {
    await cloud();
    const all = [
      entity({ created: "2026-06-01T12:00:00.500Z" }),
      entity({ created: "2026-01-01T00:00:00Z", updated: "2026-06-01T14:00:00+02:00" }),
      entity({}),
    ];
    const { values } = service.representer.collection("Machine", "machines", { items: [], count: 0, all }, 2);
    expect(values.updated).toBe("2026-06-01T12:00:00.500Z");
  });
});

describe("what was represented before", () => {
  it("is the same value, for each edition its own", async () => {
    await cloud();
    const held = entity({ state: "STOPPED" });
    expect(service.representer.item(held, 2)).toBe(service.representer.item(held, 2));
    expect(service.representer.item(held, 1)).not.toBe(service.representer.item(held, 2));
  });
});

describe("the links of edition 1", () => {
  const links = (Object.values(model) as readonly Description[]).filter(
    ({ until, collection, attributes }) =>
      until === 1 && collection === undefined && !Object.values(attributes).some(({ type }) => type.collects),
  );

  it.each(links.map(({ name }) => name))("%s has an id of its own and the reference", (name) => {
    const [key, target] = Object.entries((model as Readonly<Record<string, Description>>)[name]!.attributes)
      .map(([attribute, { type }]) => [attribute, type.target] as const)
      .find(([, type]) => type !== undefined && type in model && type !== "ResourceMetadata")!;
    const held = entity({ name: "nightly" }, { type: target!, path: "images/7" });
    expect(service.representer.linkItem(name, "machines/1/snapshots", held)).toEqual({
      type: name,
      values: { id: "machines/1/snapshots/7", name: "nightly", [key]: { href: "images/7" } },
      operations: [],
    });
  });
});
