import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { sql } from "kysely";
import { openEmbedded } from "./embedded.js";
import { StoreLocked } from "./errors.js";
import { openStore } from "./open.js";
import { type Compiled, compile, Writer } from "./testing/child.js";
import { freshFolder, SCOPE } from "./testing/engines.js";
import { operation } from "./testing/operations.js";

let fresh: Awaited<ReturnType<typeof freshFolder>>;
beforeEach(async () => {
  fresh = await freshFolder();
});
afterEach(() => fresh.remove());

describe("the embedded database", () => {
  it("syncs each commit (A16: NORMAL loses committed rows on power loss)", async () => {
    const { database } = openEmbedded(fresh.folder);
    expect((await sql`pragma synchronous`.execute(database)).rows).toEqual([{ synchronous: 2 }]);
    expect((await sql`pragma journal_mode`.execute(database)).rows).toEqual([{ journal_mode: "wal" }]);
    await database.destroy();
  });

  it("makes its folder, for its owner only", async () => {
    const folder = join(fresh.folder, "deep", "data");
    const store = await openStore({ folder });
    expect((await stat(folder)).mode & 0o077).toBe(0);
    await store.close();
  });

  it("is refused to a second store of this process, which leaves the first at work", async () => {
    const first = await openStore(fresh.location);
    await expect(openStore(fresh.location)).rejects.toThrow(StoreLocked);
    await first.operations.begin(SCOPE, operation());
    expect(await first.operations.get(SCOPE, "j1")).toEqual(operation());
    await first.close();
  });

  it("is refused when the file is none, with its name", async () => {
    const file = join(fresh.folder, "cimi-gateway.sqlite");
    await writeFile(file, "no database ".repeat(1_000));
    await expect(openStore(fresh.location)).rejects.toThrow(`the database ${file} cannot be opened`);
  });

  it("is free as soon as it is closed", async () => {
    for (let round = 0; round < 3; round += 1) {
      const store = await openStore(fresh.location);
      await store.operations.begin(SCOPE, operation({ id: `j${round}` }));
      expect(await store.operations.list(SCOPE)).toHaveLength(round + 1);
      await store.close();
    }
  });
});

describe("the embedded database and other processes", () => {
  let compiled: Compiled;
  beforeAll(async () => {
    compiled = await compile();
  });
  afterAll(() => compiled.remove());

  it("refuses a second process, which learns the file; the first is not affected (fault 46)", async () => {
    const writer = new Writer(compiled, fresh.folder, "j");
    await writer.reach(1);
    const refused = openStore(fresh.location);
    await expect(refused).rejects.toThrow(StoreLocked);
    await expect(refused).rejects.toThrow(join(fresh.folder, "cimi-gateway.sqlite"));
    await writer.reach(writer.acknowledged.length + 10);
    await writer.kill();
  }, 30_000);

  it("loses no acknowledged write to kill -9, and is free at once", async () => {
    const promised: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const writer = new Writer(compiled, fresh.folder, `round${round}-`);
      await writer.reach(30 + round * 40);
      await writer.kill();
      promised.push(...writer.acknowledged);
      const engine = openEmbedded(fresh.folder);
      expect((await sql`pragma integrity_check`.execute(engine.database)).rows).toEqual([{ integrity_check: "ok" }]);
      await engine.database.destroy();
    }
    const store = await openStore(fresh.location);
    const kept = new Set((await store.operations.list(SCOPE)).map(({ id }) => id));
    await store.close();
    expect(promised.length).toBeGreaterThan(500);
    expect(promised.filter((id) => !kept.has(id))).toEqual([]);
  }, 60_000);
});
