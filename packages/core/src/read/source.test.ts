import { pathOf, reference } from "@cimi-gateway/adapter";
import { openStore, type Store } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type Thing } from "../testing.js";
import { type AnyResourceAdapter, ownValues, type Source, Translator } from "./source.js";

const scope = { tenant: "tenant", cloud: "fake" };
const UUID = "0b2f6c1e-0000-4000-8000-000000000001";
const OTHER = "0b2f6c1e-0000-4000-8000-000000000002";

let store: Store;
let translator: Translator;
beforeEach(async () => {
  store = await openStore({ folder: ":memory:" });
  translator = new Translator(store, scope);
});
afterEach(() => store.close());

const source = (type: string, attributes: readonly string[], more: Partial<AnyResourceAdapter> = {}, kept = false): Source => ({
  type,
  kept,
  adapter: new FakeResource(attributes, [], more).adapter,
});

const machines = source("Machine", ["name", "cpu", "disks", "latestSnapshot"]);
const entities = (...things: readonly Thing[]) => translator.entities(machines, things, { collection: "machines" });
const idsOf = async (...things: readonly Thing[]) => (await entities(...things)).map(({ id }) => id);

describe("the id of a resource (5.7.1)", () => {
  it("is the native id of what is found in the cloud, encoded in its path", async () => {
    expect((await entities({ id: "group/vm 1" }))[0]).toMatchObject({
      id: "group/vm 1",
      path: "machines/group%2Fvm%201",
      nativeId: "group/vm 1",
      values: { id: "machines/group%2Fvm%201" },
    });
  });

  it("is the marker of what the gateway made", async () => {
    await store.identities.assign(scope, "Machine", UUID, "i-1");
    expect(await idsOf({ id: "i-1", marker: UUID })).toEqual([UUID]);
  });

  it("is read off the marker after the loss of the store", async () => {
    expect(await idsOf({ id: "i-1", marker: UUID })).toEqual([UUID]);
  });

  it("is not given to a copy of a marker, as clouds make with images and clones", async () => {
    await store.identities.assign(scope, "Machine", UUID, "i-1");
    expect(await idsOf({ id: "i-1", marker: UUID }, { id: "i-2", marker: UUID })).toEqual([UUID, "i-2"]);
  });

  // [5.7.1-3]
  it("is no other tenant's, no other cloud's and no other type's (RELIABILITY, fault 34)", async () => {
    await store.identities.assign({ ...scope, tenant: "b" }, "Machine", UUID, "i-1");
    await store.identities.assign({ ...scope, cloud: "b" }, "Machine", UUID, "i-1");
    await store.identities.assign(scope, "Volume", UUID, "i-1");
    expect(await idsOf({ id: "i-1" })).toEqual(["i-1"]);
  });
});

describe("the values of a resource", () => {
  it("are what the adapter reads; what it does not give is absent (5.5.15)", async () => {
    const [entity] = await entities({ id: "i-1", name: "web", cpu: null, memory: 5 });
    expect(entity!.values).toEqual({
      id: "machines/i-1",
      parent: { href: "cloudEntryPoint" },
      name: "web",
      disks: { href: "machines/i-1/disks" },
    });
  });

  it("of something inside another have that one's Collection as parent (5.10.2)", async () => {
    const place = { collection: "machines/7/disks", parent: { nativeId: "i-7", path: "machines/7" } };
    const [entity] = await translator.entities(source("Disk", ["capacity"]), [{ id: "d-1", capacity: 9 }], place);
    expect(entity!.values).toEqual({ id: "machines/7/disks/d-1", parent: { href: "machines/7/disks" }, capacity: 9 });
  });

  it("are overlaid with what the cloud cannot hold, as it is now", async () => {
    const native = { id: "i-1", name: "native" };
    const first = (await entities(native))[0]!;
    await store.overlays.put(scope, "Machine", "i-1", 0, { name: "kept", description: "long" });
    expect((await entities(native))[0]!.values).toMatchObject({ name: "kept", description: "long" });
    expect(first.values.name).toBe("native");
    await store.overlays.delete(scope, "Machine", "i-1");
    expect((await entities(native))[0]!.values.name).toBe("native");
  });
});

describe("references", () => {
  const links = source("locatedVolume", ["volume"]);
  const volumesOf = async (...nativeIds: readonly string[]) => {
    const things = nativeIds.map((id) => ({ id, volume: reference("Volume", id) }));
    const found = await translator.entities(links, things, { collection: "machines/7/volumes" });
    return found.map(({ values }) => (values.volume as { href: string }).href);
  };

  it("have the CIMI ids of what they name", async () => {
    await store.identities.assign(scope, "Volume", UUID, "vol-1");
    expect(await volumesOf("vol-1", "vol-2")).toEqual([`volumes/${UUID}`, "volumes/vol-2"]);
  });

  it("keep native ids in which a slash or a blank stands", async () => {
    await store.identities.assign(scope, "Volume", OTHER, "a/b c");
    expect(await volumesOf("a/b c", "a/b d")).toEqual([`volumes/${OTHER}`, pathOf("Volume", "a/b d")]);
  });

  it("cost one look-up a page, and none where there are none", async () => {
    let asked = 0;
    const counting: Store = {
      ...store,
      identities: {
        ...store.identities,
        ids: (...given) => {
          asked++;
          return store.identities.ids(...given);
        },
      },
    };
    const counted = new Translator(counting, scope);
    const things = ["vol-1", "vol-2", "vol-3"].map((id) => ({ id, volume: reference("Volume", id) }));
    await counted.entities(links, things, { collection: "machines/7/volumes" });
    expect(asked).toBe(1);
    await counted.entities(machines, [{ id: "i-1" }], { collection: "machines" });
    expect(asked).toBe(1);
  });
});

describe("what was translated before", () => {
  it("is the same entity for the same native object in the same place", async () => {
    const native = { id: "i-1", name: "web" };
    const [first] = await entities(native);
    expect((await entities(native))[0]).toBe(first);
    const [elsewhere] = await translator.entities(machines, [native], { collection: "others" });
    expect(elsewhere!.path).toBe("others/i-1");
  });
});

describe("what the gateway keeps itself", () => {
  it("holds CIMI paths already", async () => {
    await store.identities.assign(scope, "Volume", UUID, "vol-1");
    const kept = source("MachineTemplate", ["machineImage"], {}, true);
    const [entity] = await translator.entities(kept, [{ id: "t", machineImage: { href: "machineImages/x" } }], {
      collection: "machineTemplates",
    });
    expect(entity!.values.machineImage).toEqual({ href: "machineImages/x" });
  });
});

describe("ownValues", () => {
  it("are those without what the gateway computes", () => {
    expect(ownValues({ id: "machines/7", parent: { href: "cloudEntryPoint" }, name: "web" })).toEqual({ name: "web" });
  });
});
