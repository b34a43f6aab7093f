import { expect, it } from "@jest/globals";
import { describeEngines, FOREIGN, SCOPE } from "./testing/engines.js";
import { operation, settled, step } from "./testing/operations.js";

const OLD = "2024-05-01T00:00:00.000Z";
const LIMIT = "2024-05-02T00:00:00.000Z";
const NEW = "2024-05-03T00:00:00.000Z";

describeEngines("purge", (bench) => {
  const left = async () => (await bench.store.operations.list(SCOPE)).map(({ id }) => id);

  it("removes what finished before the limit, with its steps, and nothing else", async () => {
    const { operations } = bench.store;
    await operations.begin(SCOPE, settled("old", OLD));
    await operations.recordStep(SCOPE, "old", step());
    await operations.begin(SCOPE, settled("at-the-limit", LIMIT));
    await operations.begin(SCOPE, settled("new", NEW));
    await operations.recordStep(SCOPE, "new", step());
    await operations.begin(SCOPE, operation({ id: "running" }));
    expect(await operations.purge(LIMIT)).toBe(1);
    expect(await left()).toEqual(["at-the-limit", "new", "running"]);
    expect(await operations.steps(SCOPE, "old")).toEqual([]);
    expect(await operations.steps(SCOPE, "new")).toEqual([step()]);
  });

  it("takes nested operations with the one on top, at any depth, and never without it", async () => {
    const { operations } = bench.store;
    await operations.begin(SCOPE, settled("a", OLD));
    await operations.begin(SCOPE, settled("a-1", OLD, { parent: "a" }));
    await operations.begin(SCOPE, settled("a-1-1", OLD, { parent: "a-1" }));
    await operations.begin(SCOPE, settled("b", NEW));
    await operations.begin(SCOPE, settled("b-1", OLD, { parent: "b" }));
    expect(await operations.purge(LIMIT)).toBe(3);
    expect(await left()).toEqual(["b", "b-1"]);
  });

  it("keeps the whole while something nested is unsettled: its intent is what recovery needs", async () => {
    const { operations } = bench.store;
    await operations.begin(SCOPE, settled("a", OLD));
    await operations.begin(SCOPE, settled("a-1", OLD, { parent: "a" }));
    await operations.begin(SCOPE, operation({ id: "a-1-1", parent: "a-1" }));
    expect(await operations.purge(LIMIT)).toBe(0);
    await operations.change(SCOPE, "a-1-1", 1, { state: "FAILED", finished: OLD });
    expect(await operations.purge(LIMIT)).toBe(3);
  });

  it("takes what was nested in an operation that was deleted", async () => {
    const { operations } = bench.store;
    await operations.begin(SCOPE, settled("a", NEW));
    await operations.begin(SCOPE, settled("a-1", OLD, { parent: "a" }));
    await operations.delete(SCOPE, "a");
    expect(await operations.purge(LIMIT)).toBe(1);
  });

  it("goes over all scopes and does not confuse equal ids", async () => {
    const [foreign = SCOPE] = FOREIGN;
    const { operations } = bench.store;
    await operations.begin(SCOPE, settled("a", NEW));
    await operations.begin(SCOPE, settled("a-1", NEW, { parent: "a" }));
    await operations.begin(foreign, settled("a", OLD));
    await operations.begin(foreign, settled("a-1", OLD, { parent: "a" }));
    expect(await operations.purge(LIMIT)).toBe(2);
    expect(await left()).toEqual(["a", "a-1"]);
    expect(await operations.list(foreign)).toEqual([]);
  });

  it("removes more than one batch", async () => {
    await bench.store.transaction(async ({ operations }) => {
      for (let index = 0; index < 450; index += 1) await operations.begin(SCOPE, settled(`j${index}`, OLD));
    });
    expect(await bench.store.operations.purge(LIMIT)).toBe(450);
    expect(await left()).toEqual([]);
  });
});
