import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Conflict } from "./errors.js";
import type { Json } from "./json.js";
import { openStore } from "./open.js";
import { describeEngines, FOREIGN, SCOPE } from "./testing/engines.js";

const CREATED = "2024-05-01T10:00:00.000Z";
const LATER = "2024-05-01T11:00:00.000Z";
const TYPE = "MachineTemplate";

const template = (id: string, value: Json = { name: id }, parent = "") => ({ type: TYPE, id, parent, created: CREATED, value });

describeEngines("records", (bench) => {
  it("gives back what was inserted, as version 1", async () => {
    await bench.store.records.insert(SCOPE, template("t1", { name: "small", cpu: 2, tags: ["a", null, { deep: true }] }));
    expect(await bench.store.records.get(SCOPE, TYPE, "t1")).toEqual({
      id: "t1",
      type: TYPE,
      parent: "",
      version: 1,
      created: CREATED,
      updated: CREATED,
      value: { name: "small", cpu: 2, tags: ["a", null, { deep: true }] },
    });
  });

  it("knows no record of another type or id", async () => {
    await bench.store.records.insert(SCOPE, template("t1"));
    expect(await bench.store.records.get(SCOPE, "MachineConfiguration", "t1")).toBeUndefined();
    expect(await bench.store.records.get(SCOPE, TYPE, "t2")).toBeUndefined();
  });

  it("refuses an id that is taken and keeps the first record", async () => {
    await bench.store.records.insert(SCOPE, template("t1", "first"));
    await expect(bench.store.records.insert(SCOPE, template("t1", "second"))).rejects.toThrow(Conflict);
    expect((await bench.store.records.get(SCOPE, TYPE, "t1"))?.value).toBe("first");
  });

  it("lists by id in the order of bytes, whatever the locale", async () => {
    for (const id of ["b", "a", "B", "ä", "10", "9"]) await bench.store.records.insert(SCOPE, template(id));
    expect((await bench.store.records.list(SCOPE, TYPE)).map(({ id }) => id)).toEqual(["10", "9", "B", "a", "b", "ä"]);
  });

  it("lists the records of one parent", async () => {
    await bench.store.records.insert(SCOPE, template("top"));
    await bench.store.records.insert(SCOPE, template("c2", {}, "top"));
    await bench.store.records.insert(SCOPE, template("c1", {}, "top"));
    expect((await bench.store.records.list(SCOPE, TYPE, "top")).map(({ id }) => id)).toEqual(["c1", "c2"]);
    expect((await bench.store.records.list(SCOPE, TYPE, "")).map(({ id }) => id)).toEqual(["top"]);
  });

  it("finds many at once, more than one statement carries, and leaves out unknown ones", async () => {
    await bench.store.transaction(async (store) => {
      for (let index = 0; index < 1_500; index += 1) await store.records.insert(SCOPE, template(`t${index}`, index));
    });
    const ids = Array.from({ length: 1_600 }, (_, index) => `t${index}`);
    const found = await bench.store.records.getMany(SCOPE, TYPE, [...ids, "t0"]);
    expect(found.size).toBe(1_500);
    expect(found.get("t1499")?.value).toBe(1_499);
    expect((await bench.store.records.getMany(SCOPE, TYPE, [])).size).toBe(0);
  });

  it("updates the version that was read, once", async () => {
    await bench.store.records.insert(SCOPE, template("t1", "old"));
    expect(await bench.store.records.update(SCOPE, TYPE, "t1", 1, LATER, "new")).toBe(true);
    expect(await bench.store.records.update(SCOPE, TYPE, "t1", 1, LATER, "stale")).toBe(false);
    expect(await bench.store.records.get(SCOPE, TYPE, "t1")).toMatchObject({
      version: 2,
      created: CREATED,
      updated: LATER,
      value: "new",
    });
    expect(await bench.store.records.update(SCOPE, TYPE, "t2", 1, LATER, "none")).toBe(false);
  });

  it("deletes once", async () => {
    await bench.store.records.insert(SCOPE, template("t1"));
    expect(await bench.store.records.delete(SCOPE, TYPE, "t1")).toBe(true);
    expect(await bench.store.records.delete(SCOPE, TYPE, "t1")).toBe(false);
    expect(await bench.store.records.get(SCOPE, TYPE, "t1")).toBeUndefined();
  });

  it.each(FOREIGN)("shows nothing to, and takes nothing from, %o", async (foreign) => {
    await bench.store.records.insert(SCOPE, template("t1", "mine"));
    expect(await bench.store.records.get(foreign, TYPE, "t1")).toBeUndefined();
    expect((await bench.store.records.getMany(foreign, TYPE, ["t1"])).size).toBe(0);
    expect(await bench.store.records.list(foreign, TYPE)).toEqual([]);
    expect(await bench.store.records.update(foreign, TYPE, "t1", 1, LATER, "theirs")).toBe(false);
    expect(await bench.store.records.delete(foreign, TYPE, "t1")).toBe(false);
    await bench.store.records.insert(foreign, template("t1", "theirs"));
    expect((await bench.store.records.get(SCOPE, TYPE, "t1"))?.value).toBe("mine");
  });

  it("takes names and values that are hostile to SQL", async () => {
    const id = `'; drop table records; -- "\\ 💾`;
    await bench.store.records.insert(SCOPE, template(id, { [id]: "\u0000\ud800" }));
    expect((await bench.store.records.get(SCOPE, TYPE, id))?.value).toEqual({ [id]: "\u0000\ud800" });
  });
});

describe("a record's value", () => {
  it("comes back equal, whatever JSON it is", async () => {
    const store = await openStore({ folder: ":memory:" });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const sent = JSON.parse(JSON.stringify(value)) as Json;
        const id = String(count++);
        await store.records.insert(SCOPE, template(id, sent));
        expect((await store.records.get(SCOPE, TYPE, id))?.value).toEqual(sent);
      }),
    );
    await store.close();
  });
});
