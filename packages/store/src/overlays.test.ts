import { expect, it } from "@jest/globals";
import type { Store } from "./store.js";
import { describeEngines, FOREIGN, SCOPE } from "./testing/engines.js";

describeEngines("overlays", (bench) => {
  const read = async (nativeId: string, store = bench.store) =>
    (await store.overlays.get(SCOPE, "Machine", [nativeId])).get(nativeId);

  it("puts version 1 on nothing, and the next on the version that was read", async () => {
    expect(await read("i-1")).toBeUndefined();
    expect(await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, { a: 1 })).toBe(true);
    expect(await read("i-1")).toEqual({ version: 1, value: { a: 1 } });
    expect(await bench.store.overlays.put(SCOPE, "Machine", "i-1", 1, { b: 2 })).toBe(true);
    expect(await read("i-1")).toEqual({ version: 2, value: { b: 2 } });
  });

  it.each([0, 2])("refuses version %i when version 1 is stored", async (version) => {
    await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, "mine");
    expect(await bench.store.overlays.put(SCOPE, "Machine", "i-1", version, "stale")).toBe(false);
    expect(await read("i-1")).toEqual({ version: 1, value: "mine" });
  });

  it("refuses to update what is not there", async () => {
    expect(await bench.store.overlays.put(SCOPE, "Machine", "i-1", 1, "x")).toBe(false);
    expect(await read("i-1")).toBeUndefined();
  });

  it("shows what another process wrote, after a read", async () => {
    const other = await bench.another();
    await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, "first");
    await read("i-1");
    await other.overlays.put(SCOPE, "Machine", "i-1", 1, "second");
    expect((await read("i-1"))?.value).toBe("second");
    await other.overlays.delete(SCOPE, "Machine", "i-1");
    expect(await read("i-1")).toBeUndefined();
  });

  it("finds those of any type that hold a text in a string of theirs, in this scope only", async () => {
    const href = "resourceMetadata/a_b%";
    await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, { resourceMetadata: { href } });
    await bench.store.overlays.put(SCOPE, "Volume", "v-1", 0, { list: [{ href }] });
    await bench.store.overlays.put(SCOPE, "Volume", "v-2", 0, { other: "resourceMetadata/axbx" });
    await bench.store.overlays.put(SCOPE, "NetworkService", "sg-1", 0, { policies: { "rule.web": `allow in any to x:${href}` } });
    await bench.store.overlays.put(FOREIGN[0]!, "Volume", "v-3", 0, { href });
    const found = await bench.store.overlays.holding(SCOPE, href);
    expect(found.map(({ type, nativeId, version }) => [type, nativeId, version]).sort()).toEqual([
      ["Machine", "i-1", 1],
      ["NetworkService", "sg-1", 1],
      ["Volume", "v-1", 1],
    ]);
  });

  it("reads many at once", async () => {
    await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, 1);
    await bench.store.overlays.put(SCOPE, "Machine", "i-3", 0, 3);
    await read("i-1");
    const found = await bench.store.overlays.get(SCOPE, "Machine", ["i-1", "i-2", "i-3"]);
    expect([...found.keys()].sort()).toEqual(["i-1", "i-3"]);
  });

  it("gives out values that a reader cannot change for the others", async () => {
    await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, { list: [{ a: 1 }] });
    const overlay = await read("i-1");
    const value = overlay?.value as { list: { a: number }[] };
    expect(() => {
      (value.list[0] as { a: number }).a = 2;
    }).toThrow(TypeError);
  });

  it.each(FOREIGN)("shows nothing to, and takes nothing from, %o", async (foreign) => {
    await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, "mine");
    await read("i-1");
    expect((await bench.store.overlays.get(foreign, "Machine", ["i-1"])).size).toBe(0);
    expect(await bench.store.overlays.put(foreign, "Machine", "i-1", 1, "theirs")).toBe(false);
    await bench.store.overlays.delete(foreign, "Machine", "i-1");
    expect(await bench.store.overlays.put(foreign, "Machine", "i-1", 0, "theirs")).toBe(true);
    expect((await read("i-1"))?.value).toBe("mine");
  });

  it("loses none of 1,000 increments made by 5 at a time", async () => {
    const stores = [bench.store, await bench.another()];
    await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, 0);
    const worker = async (store: Store): Promise<void> => {
      for (let done = 0; done < 200; ) if (await increment(store)) done += 1;
    };
    await Promise.all(Array.from({ length: 5 }, (_, index) => worker(stores[index % 2] ?? bench.store)));
    expect(await read("i-1")).toEqual({ version: 1_001, value: 1_000 });
  }, 60_000);

  const increment = async (store: Store): Promise<boolean> => {
    const overlay = await read("i-1", store);
    return store.overlays.put(SCOPE, "Machine", "i-1", overlay?.version ?? 0, Number(overlay?.value) + 1);
  };
});
