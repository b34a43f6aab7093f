import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Kysely, SqliteDialect, sql } from "kysely";
import Libsql from "libsql";
import { EmbeddedConnection } from "./embedded-connection.js";
import { storeFailure } from "./failure.js";

interface Tables {
  notes: { id: number; text: string };
}

let native: Libsql.Database;
let database: Kysely<Tables>;
beforeEach(() => {
  native = new Libsql(":memory:");
  native.exec("create table notes (id integer primary key, text text)");
  database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new EmbeddedConnection(native) }) });
});
afterEach(() => database.destroy());

const insert = (into: Kysely<Tables>, id: number, text = "x") => into.insertInto("notes").values({ id, text }).execute();
const count = async () => (await database.selectFrom("notes").select("id").execute()).length;

describe("the embedded connection", () => {
  it("uses a statement again after it failed", async () => {
    await insert(database, 1);
    await expect(insert(database, 1)).rejects.toMatchObject({ code: expect.stringContaining("SQLITE_CONSTRAINT") });
    await insert(database, 2);
    expect(await count()).toBe(2);
  });

  it("uses a statement again after the tables changed", async () => {
    await insert(database, 1);
    const read = () => database.selectFrom("notes").selectAll().execute();
    expect(await read()).toEqual([{ id: 1, text: "x" }]);
    await sql`alter table notes add column more text`.execute(database);
    expect(await read()).toEqual([{ id: 1, text: "x", more: null }]);
  });

  it("stays right when more texts are asked than it keeps", async () => {
    await insert(database, 1);
    for (let round = 0; round < 2; round += 1) {
      for (let number = 0; number < 300; number += 1) {
        const { rows } = await sql<{ n: number }>`select id + ${sql.lit(number)} as n from notes`.execute(database);
        expect(rows).toEqual([{ n: number + 1 }]);
      }
    }
  });

  it("reports a full disk as such, undoes the transaction, and reads and writes on (fault 47)", async () => {
    native.exec("pragma max_page_count = 20");
    const filling = database.transaction().execute(async (transaction) => {
      for (let id = 1; id <= 100; id += 1) await insert(transaction, id, "x".repeat(4_000));
    });
    const error = await filling.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(storeFailure(error)).toBe("full");
    expect(await count()).toBe(0);
    await insert(database, 1);
    expect(await count()).toBe(1);
  });
});
