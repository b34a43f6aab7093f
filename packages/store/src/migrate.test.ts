import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openEmbedded } from "./embedded.js";
import type { Engine } from "./engine.js";
import { StoreTooNew } from "./errors.js";
import { migrate } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import type { Migration } from "./migrations/migration.js";
import { openPostgres } from "./postgres.js";
import { describePostgres, type Fresh, freshFolder, freshPostgres } from "./testing/engines.js";

const addColumn: Migration = (database) => database.schema.alterTable("records").addColumn("later", "text").execute();
const fail: Migration = async () => {
  throw new Error("cut off");
};

function suite(open: () => Promise<{ readonly engine: Engine; readonly fresh: Fresh }>): void {
  let engine: Engine;
  let fresh: Fresh;
  beforeEach(async () => {
    ({ engine, fresh } = await open());
  });
  afterEach(async () => {
    await engine.database.destroy();
    await fresh.remove();
  });
  const tables = async () => (await engine.database.introspection.getTables()).map(({ name }) => name).sort();

  it("makes the tables, and a second time nothing", async () => {
    await migrate(engine);
    await engine.ready();
    const made = await tables();
    expect(made).toEqual(expect.arrayContaining(["identities", "operations", "overlays", "records", "schema_version", "steps"]));
    await migrate(engine);
    expect(await tables()).toEqual(made);
  });

  it("applies what is new to a database that is behind", async () => {
    await migrate(engine);
    await migrate(engine, [...MIGRATIONS, addColumn]);
    const records = (await engine.database.introspection.getTables()).find(({ name }) => name === "records");
    expect(records?.columns.map(({ name }) => name)).toContain("later");
    expect(await engine.database.selectFrom("schema_version").selectAll().execute()).toEqual([
      { version: MIGRATIONS.length + 1 },
    ]);
  });

  it("leaves nothing behind when it is cut off, and can be repeated", async () => {
    await expect(migrate(engine, [...MIGRATIONS, fail])).rejects.toThrow("cut off");
    expect(await tables()).toEqual([]);
    await migrate(engine);
    expect(await tables()).toContain("records");
  });

  it("refuses a database that is ahead, and says what to do", async () => {
    await migrate(engine, [...MIGRATIONS, addColumn]);
    await expect(migrate(engine)).rejects.toThrow(StoreTooNew);
    await expect(migrate(engine)).rejects.toThrow("run the newer version");
  });
}

describe("migrations [embedded]", () =>
  suite(async () => {
    const fresh = await freshFolder();
    return { engine: openEmbedded(fresh.folder), fresh };
  }));

describePostgres("migrations", () => {
  suite(async () => {
    const fresh = await freshPostgres();
    return { engine: openPostgres(fresh.url), fresh };
  });

  it("take turns when several processes start at once", async () => {
    const fresh = await freshPostgres();
    const engines = Array.from({ length: 5 }, () => openPostgres(fresh.url));
    await Promise.all(engines.map((engine) => migrate(engine)));
    const versions = await engines[0]?.database.selectFrom("schema_version").selectAll().execute();
    expect(versions).toEqual([{ version: MIGRATIONS.length }]);
    await Promise.all(engines.map(({ database }) => database.destroy()));
    await fresh.remove();
  });
});
