import { afterEach, describe, expect, it } from "@jest/globals";
import { forget } from "./forget.js";
import { Bench, deletion, machine } from "./testing.js";

let bench: Bench;
afterEach(() => bench.close());

const LATER = "2026-06-02T12:00:00Z";
const rowOf = async () => (await bench.store.records.get(bench.service.cloud.scope, "MachineTemplate", "base"))!;

/** A template that names a Volume. */
async function opened(): Promise<void> {
  bench = await Bench.open();
  const value = { name: "base", volumes: [{ volume: { href: "volumes/m-7" } }] };
  const created = "2026-06-01T12:00:00Z";
  await bench.store.records.insert(bench.service.cloud.scope, {
    type: "MachineTemplate",
    id: "base",
    parent: "",
    created,
    value,
  });
}

const volume = { type: "Volume", nativeId: "vol-1", path: "volumes/m-7" } as const;

describe("what is known of a deleted resource (5.10.1)", () => {
  it("goes at once with every reference to it, or not at all", async () => {
    await opened();
    const { scope } = bench.service.cloud;
    await bench.store.identities.assign(scope, "Volume", "m-7", "vol-1");
    await bench.store.overlays.put(scope, "Volume", "vol-1", 0, { note: "x" });
    const failing: typeof bench.store = {
      ...bench.store,
      transaction: (run) =>
        bench.store.transaction(async (bound) =>
          run({
            ...bound,
            records: {
              ...bound.records,
              update: async () => {
                throw new Error("the disk is full");
              },
            },
          }),
        ),
    };
    await expect(forget([volume], bench.service.cloud, failing, LATER)).rejects.toThrow("the disk is full");
    expect([...(await bench.store.identities.ids(scope, "Volume", ["vol-1"])).values()]).toEqual(["m-7"]);
    expect((await bench.store.overlays.get(scope, "Volume", ["vol-1"])).size).toBe(1);
    await forget([volume], bench.service.cloud, bench.store, LATER);
    expect([...(await bench.store.identities.ids(scope, "Volume", ["vol-1"])).values()]).toEqual([]);
    expect((await bench.store.overlays.get(scope, "Volume", ["vol-1"])).size).toBe(0);
    expect(await rowOf()).toMatchObject({ updated: LATER, value: { name: "base" } });
    expect((await rowOf()).value).not.toHaveProperty("volumes");
  });

  it("goes under every path by which it may be named, also that of its view in edition 1", async () => {
    await opened();
    const { scope } = bench.service.cloud;
    const value = { forwardingGroup: { href: "forwardingGroups/r-7" }, services: [{ href: "networkServices/r-7" }] };
    const created = "2026-06-01T12:00:00Z";
    await bench.store.records.insert(scope, { type: "NetworkTemplate", id: "one", parent: "", created, value });
    await bench.store.overlays.put(scope, "Volume", "vol-1", 0, { resourceMetadata: { href: "networkServices/r-7" } });
    const router = { type: "NetworkService", nativeId: "rtb-7", path: "networkServices/r-7" } as const;
    const { sources } = bench.service.cloud;
    const cloud = { ...bench.service.cloud, sources: new Map([...sources, ["NetworkService", sources.get("Volume")!]]) };
    await forget([router], cloud, bench.store, LATER);
    expect((await bench.store.records.get(scope, "NetworkTemplate", "one"))!.value).toEqual({});
    expect((await bench.store.overlays.get(scope, "Volume", ["vol-1"])).get("vol-1")!.value).toEqual({});
  });

  it("goes also where the process dies between the end in the cloud and that of the Job (RELIABILITY, rule 3)", async () => {
    await opened();
    await bench.run(machine());
    const [nativeId] = bench.left();
    const submission = { ...deletion(nativeId!), target: "volumes/m-7" };
    await bench.killedAt("finished", submission);
    expect((await rowOf()).version).toBe(1);
    await bench.recover();
    expect((await rowOf()).value).toEqual({ name: "base" });
  });
});
