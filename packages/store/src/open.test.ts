import { describe, expect, it } from "@jest/globals";
import { openStore } from "./open.js";
import { describeEngines, SCOPE } from "./testing/engines.js";
import { operation, step } from "./testing/operations.js";

describeEngines("a store", (bench) => {
  it("answers", async () => {
    await expect(bench.store.ping()).resolves.toBeUndefined();
  });

  it("commits an intent and its first step together", async () => {
    const answer = await bench.store.transaction(async (store) => {
      await store.operations.begin(SCOPE, operation());
      await store.operations.recordStep(SCOPE, "j1", step());
      return 7;
    });
    expect(answer).toBe(7);
    expect(await bench.store.operations.steps(SCOPE, "j1")).toEqual([step()]);
  });

  it("undoes all of a transaction that throws, and hands on what was thrown", async () => {
    const thrown = new Error("undo");
    const undone = bench.store.transaction(async (store) => {
      await store.operations.begin(SCOPE, operation());
      await store.transaction(async (inner) => inner.operations.recordStep(SCOPE, "j1", step()));
      await store.overlays.put(SCOPE, "Machine", "i-1", 0, "x");
      throw thrown;
    });
    await expect(undone).rejects.toBe(thrown);
    expect(await bench.store.operations.get(SCOPE, "j1")).toBeUndefined();
    expect(await bench.store.operations.steps(SCOPE, "j1")).toEqual([]);
    expect((await bench.store.overlays.get(SCOPE, "Machine", ["i-1"])).size).toBe(0);
  });

  it("shows a transaction its own writes, and the outside the committed ones", async () => {
    await bench.store.overlays.put(SCOPE, "Machine", "i-1", 0, "before");
    await bench.store.overlays.get(SCOPE, "Machine", ["i-1"]);
    await bench.store.transaction(async (store) => {
      await store.overlays.put(SCOPE, "Machine", "i-1", 1, "after");
      expect((await store.overlays.get(SCOPE, "Machine", ["i-1"])).get("i-1")?.value).toBe("after");
    });
    expect((await bench.store.overlays.get(SCOPE, "Machine", ["i-1"])).get("i-1")?.value).toBe("after");
  });

  it("keeps what it holds over a restart", async () => {
    await bench.store.operations.begin(SCOPE, operation());
    await bench.store.close();
    const again = await openStore(bench.location);
    expect(await again.operations.get(SCOPE, "j1")).toEqual(operation());
    await again.close();
  });

  it("can be closed twice", async () => {
    await bench.store.close();
    await expect(bench.store.close()).resolves.toBeUndefined();
  });
});

describe("opening", () => {
  it("needs one location", async () => {
    await expect(openStore({})).rejects.toThrow("one of the two");
    await expect(openStore({ folder: ":memory:", url: "postgres://localhost/x" })).rejects.toThrow("one of the two");
  });

  it("refuses the URL of another database and does not repeat its password", async () => {
    const refused = openStore({ url: "mysql://root:s3cret@localhost/x" });
    await expect(refused).rejects.toThrow("must begin with postgres://");
    await expect(refused).rejects.not.toThrow("s3cret");
  });

  it("keeps each database in memory apart", async () => {
    const [one, two] = [await openStore({ folder: ":memory:" }), await openStore({ folder: ":memory:" })];
    await one.operations.begin(SCOPE, operation());
    expect(await two.operations.list(SCOPE)).toEqual([]);
    await one.close();
    await two.close();
  });
});
