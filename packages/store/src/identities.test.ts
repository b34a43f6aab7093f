import { expect, it } from "@jest/globals";
import { Conflict } from "./errors.js";
import { describeEngines, FOREIGN, SCOPE } from "./testing/engines.js";

describeEngines("identities", (bench) => {
  it("finds the native id by the CIMI id and the CIMI id by the native id", async () => {
    await bench.store.identities.assign(SCOPE, "Machine", "m1", "i-1");
    await bench.store.identities.assign(SCOPE, "Machine", "m2", "i-2");
    expect(await bench.store.identities.nativeIds(SCOPE, "Machine", ["m1", "m2", "m3"])).toEqual(
      new Map([
        ["m1", "i-1"],
        ["m2", "i-2"],
      ]),
    );
    expect(await bench.store.identities.ids(SCOPE, "Machine", ["i-1", "i-9"])).toEqual(new Map([["i-1", "m1"]]));
    expect(await bench.store.identities.ids(SCOPE, "Volume", ["i-1"])).toEqual(new Map());
    expect(await bench.store.identities.ids(SCOPE, "Machine", [])).toEqual(new Map());
  });

  it("answers the same on the second read", async () => {
    await bench.store.identities.assign(SCOPE, "Machine", "m1", "i-1");
    for (let read = 0; read < 2; read += 1) {
      expect(await bench.store.identities.nativeIds(SCOPE, "Machine", ["m1", "m2"])).toEqual(new Map([["m1", "i-1"]]));
    }
  });

  it("sees an assignment after a read that found none", async () => {
    expect((await bench.store.identities.ids(SCOPE, "Machine", ["i-1"])).size).toBe(0);
    expect((await bench.store.identities.nativeIds(SCOPE, "Machine", ["m1"])).size).toBe(0);
    await (await bench.another()).identities.assign(SCOPE, "Machine", "m1", "i-1");
    expect((await bench.store.identities.ids(SCOPE, "Machine", ["i-1"])).get("i-1")).toBe("m1");
    expect((await bench.store.identities.nativeIds(SCOPE, "Machine", ["m1"])).get("m1")).toBe("i-1");
  });

  it("is assigned once (5.7.1): the same pair again is fine, another one is refused and changes nothing", async () => {
    const { identities } = bench.store;
    await identities.assign(SCOPE, "Machine", "m1", "i-1");
    await identities.assign(SCOPE, "Machine", "m1", "i-1");
    await expect(identities.assign(SCOPE, "Machine", "m1", "i-2")).rejects.toThrow(Conflict);
    await expect(identities.assign(SCOPE, "Machine", "m2", "i-1")).rejects.toThrow(Conflict);
    expect(await identities.nativeIds(SCOPE, "Machine", ["m1", "m2"])).toEqual(new Map([["m1", "i-1"]]));
  });

  it("has one winner when two assign the same native object", async () => {
    const other = await bench.another();
    const outcomes = await Promise.allSettled([
      bench.store.identities.assign(SCOPE, "Machine", "m1", "i-1"),
      other.identities.assign(SCOPE, "Machine", "m2", "i-1"),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("forgets both directions", async () => {
    const { identities } = bench.store;
    await identities.assign(SCOPE, "Machine", "m1", "i-1");
    await identities.ids(SCOPE, "Machine", ["i-1"]);
    await identities.nativeIds(SCOPE, "Machine", ["m1"]);
    await identities.forget(SCOPE, "Machine", "m1");
    await identities.forget(SCOPE, "Machine", "m1");
    expect((await identities.ids(SCOPE, "Machine", ["i-1"])).size).toBe(0);
    expect((await identities.nativeIds(SCOPE, "Machine", ["m1"])).size).toBe(0);
  });

  it.each(FOREIGN)("shows nothing to, and takes nothing from, %o", async (foreign) => {
    const { identities } = bench.store;
    await identities.assign(SCOPE, "Machine", "m1", "i-1");
    await identities.ids(SCOPE, "Machine", ["i-1"]);
    expect((await identities.ids(foreign, "Machine", ["i-1"])).size).toBe(0);
    expect((await identities.nativeIds(foreign, "Machine", ["m1"])).size).toBe(0);
    await identities.forget(foreign, "Machine", "m1");
    await identities.assign(foreign, "Machine", "theirs", "i-1");
    expect((await identities.ids(SCOPE, "Machine", ["i-1"])).get("i-1")).toBe("m1");
  });

  it("does not remember what a transaction assigned and undid", async () => {
    const { identities } = bench.store;
    const undone = bench.store.transaction(async (store) => {
      await store.identities.assign(SCOPE, "Machine", "m1", "i-1");
      expect((await store.identities.ids(SCOPE, "Machine", ["i-1"])).get("i-1")).toBe("m1");
      throw new Error("undo");
    });
    await expect(undone).rejects.toThrow("undo");
    expect((await identities.ids(SCOPE, "Machine", ["i-1"])).size).toBe(0);
    await identities.assign(SCOPE, "Machine", "m2", "i-1");
    expect((await identities.ids(SCOPE, "Machine", ["i-1"])).get("i-1")).toBe("m2");
  });
});
