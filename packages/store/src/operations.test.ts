import { expect, it } from "@jest/globals";
import { Conflict } from "./errors.js";
import type { OperationState } from "./operation.js";
import { describeEngines, FOREIGN, SCOPE } from "./testing/engines.js";
import { operation, settled, step } from "./testing/operations.js";

const AT = "2024-05-01T12:00:00.000Z";

describeEngines("operations", (bench) => {
  const ids = (operations: readonly { id: string }[]) => operations.map(({ id }) => id);

  it("gives back the intent as it was begun", async () => {
    const full = operation({ parent: "j0", statusMessage: "waiting", returnCode: 0, details: { nativeId: "i-1" }, version: 3 });
    await bench.store.operations.begin(SCOPE, full);
    expect(await bench.store.operations.get(SCOPE, "j1")).toEqual(full);
  });

  it("gives back absent attributes as absent, and JSON's null as null", async () => {
    const bare = operation({ created: undefined, request: undefined, preview: null, details: null });
    await bench.store.operations.begin(SCOPE, bare);
    expect(await bench.store.operations.get(SCOPE, "j1")).toEqual(bare);
  });

  it("refuses an id that is taken", async () => {
    await bench.store.operations.begin(SCOPE, operation());
    await expect(bench.store.operations.begin(SCOPE, operation({ action: "delete" }))).rejects.toThrow(Conflict);
    expect((await bench.store.operations.get(SCOPE, "j1"))?.action).toBe("add");
  });

  it("lists by id, and those nested in one", async () => {
    for (const id of ["j3", "j1", "j2"])
      await bench.store.operations.begin(SCOPE, operation({ id, parent: id === "j1" ? undefined : "j1" }));
    expect(ids(await bench.store.operations.list(SCOPE))).toEqual(["j1", "j2", "j3"]);
    expect(ids(await bench.store.operations.nested(SCOPE, "j1"))).toEqual(["j2", "j3"]);
    expect(await bench.store.operations.nested(SCOPE, "j2")).toEqual([]);
  });

  it("changes what is given, clears what is given as undefined, and leaves the rest", async () => {
    await bench.store.operations.begin(SCOPE, operation());
    const changes = {
      state: "STOPPING",
      progress: 60,
      preview: undefined,
      affected: [],
      changed: AT,
      details: { nativeId: "i-1" },
    } as const;
    expect(await bench.store.operations.change(SCOPE, "j1", 1, changes)).toBe(true);
    expect(await bench.store.operations.get(SCOPE, "j1")).toEqual({ ...operation(), ...changes, version: 2 });
  });

  it("cannot change id and version", async () => {
    await bench.store.operations.begin(SCOPE, operation());
    expect(await bench.store.operations.change(SCOPE, "j1", 1, { id: "j2", version: 9, progress: 70 })).toBe(true);
    expect(await bench.store.operations.get(SCOPE, "j1")).toEqual(operation({ progress: 70, version: 2 }));
  });

  it("refuses a stale version", async () => {
    await bench.store.operations.begin(SCOPE, operation());
    expect(await bench.store.operations.change(SCOPE, "j1", 2, { progress: 1 })).toBe(false);
    expect(await bench.store.operations.change(SCOPE, "j9", 1, { progress: 1 })).toBe(false);
    expect((await bench.store.operations.get(SCOPE, "j1"))?.progress).toBe(50);
  });

  it.each<OperationState>(["STOPPED", "FAILED", "SUCCESS"])(
    "drops the request when it settles as %s (fault 37)",
    async (state) => {
      await bench.store.operations.begin(SCOPE, operation());
      await bench.store.operations.change(SCOPE, "j1", 1, { state, finished: AT, request: { password: "again" } });
      expect(await bench.store.operations.get(SCOPE, "j1")).toMatchObject({ state, finished: AT, request: undefined });
      expect(await bench.store.operations.unsettled()).toEqual([]);
    },
  );

  it("keeps no request of one that begins settled", async () => {
    await bench.store.operations.begin(SCOPE, settled("j1", AT, { request: { password: "s3cret" } }));
    expect((await bench.store.operations.get(SCOPE, "j1"))?.request).toBeUndefined();
  });

  it("names the unsettled of every scope, with their scope", async () => {
    const [otherTenant = SCOPE, otherCloud = SCOPE] = FOREIGN;
    await bench.store.operations.begin(otherTenant, operation({ id: "j3", state: "QUEUED" }));
    await bench.store.operations.begin(SCOPE, operation({ id: "j2" }));
    await bench.store.operations.begin(otherCloud, operation({ id: "j1", state: "STOPPING" }));
    await bench.store.operations.begin(SCOPE, settled("j4", AT));
    expect((await bench.store.operations.unsettled()).map(({ tenant, cloud, id }) => [tenant, cloud, id])).toEqual([
      ["acme", "other", "j1"],
      ["acme", "sandbox", "j2"],
      ["globex", "sandbox", "j3"],
    ]);
    expect((await bench.store.operations.unsettled())[1]).toEqual({ ...operation({ id: "j2" }), ...SCOPE });
  });

  it("names what is being created, of a type or of all, until it settles", async () => {
    await bench.store.operations.begin(SCOPE, operation({ id: "j1" }));
    await bench.store.operations.begin(SCOPE, operation({ id: "j2", type: "Volume", created: "volumes/v1" }));
    await bench.store.operations.begin(SCOPE, operation({ id: "j3", action: "start", created: undefined }));
    await bench.store.operations.begin(SCOPE, settled("j4", AT));
    expect(ids(await bench.store.operations.creating(SCOPE))).toEqual(["j1", "j2"]);
    expect(ids(await bench.store.operations.creating(SCOPE, "Volume"))).toEqual(["j2"]);
    await bench.store.operations.change(SCOPE, "j2", 1, { state: "FAILED", finished: AT });
    expect(ids(await bench.store.operations.creating(SCOPE))).toEqual(["j1"]);
  });

  it("records steps, replaces one by its name, and lists them in their order", async () => {
    const { operations } = bench.store;
    await operations.begin(SCOPE, operation());
    await operations.recordStep(SCOPE, "j1", step({ name: "attach", order: 1 }));
    await operations.recordStep(SCOPE, "j1", step({ name: "create", order: 0 }));
    await operations.recordStep(SCOPE, "j1", step({ name: "create", order: 0, state: "DONE", result: { nativeId: "i-1" } }));
    expect(await operations.steps(SCOPE, "j1")).toEqual([
      step({ name: "create", order: 0, state: "DONE", result: { nativeId: "i-1" } }),
      step({ name: "attach", order: 1 }),
    ]);
  });

  it("deletes an operation with its steps, once", async () => {
    const { operations } = bench.store;
    await operations.begin(SCOPE, operation());
    await operations.recordStep(SCOPE, "j1", step());
    expect(await operations.delete(SCOPE, "j1")).toBe(true);
    expect(await operations.delete(SCOPE, "j1")).toBe(false);
    expect(await operations.get(SCOPE, "j1")).toBeUndefined();
    expect(await operations.steps(SCOPE, "j1")).toEqual([]);
  });

  it.each(FOREIGN)("shows nothing to, and takes nothing from, %o", async (foreign) => {
    const { operations } = bench.store;
    await operations.begin(SCOPE, operation({ parent: "j0" }));
    await operations.recordStep(SCOPE, "j1", step());
    expect(await operations.get(foreign, "j1")).toBeUndefined();
    expect(await operations.list(foreign)).toEqual([]);
    expect(await operations.nested(foreign, "j0")).toEqual([]);
    expect(await operations.creating(foreign)).toEqual([]);
    expect(await operations.steps(foreign, "j1")).toEqual([]);
    expect(await operations.change(foreign, "j1", 1, { progress: 1 })).toBe(false);
    expect(await operations.delete(foreign, "j1")).toBe(false);
    expect(await operations.get(SCOPE, "j1")).toEqual(operation({ parent: "j0" }));
    expect(await operations.steps(SCOPE, "j1")).toEqual([step()]);
  });

  it("loses none of 1,000 changes made by 5 at a time", async () => {
    const stores = [bench.store, await bench.another()];
    await bench.store.operations.begin(SCOPE, operation({ progress: 0 }));
    const worker = async ({ operations } = bench.store): Promise<void> => {
      for (let done = 0; done < 200; ) {
        const { version = 0, progress = 0 } = (await operations.get(SCOPE, "j1")) ?? {};
        if (await operations.change(SCOPE, "j1", version, { progress: progress + 1 })) done += 1;
      }
    };
    await Promise.all(Array.from({ length: 5 }, (_, index) => worker(stores[index % 2])));
    expect(await bench.store.operations.get(SCOPE, "j1")).toMatchObject({ version: 1_001, progress: 1_000 });
  }, 60_000);
});
