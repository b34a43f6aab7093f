import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { sql } from "kysely";
import pg from "pg";
import { storeFailure } from "./failure.js";
import { openStore } from "./open.js";
import { openPostgres } from "./postgres.js";
import { describePostgres, freshPostgres, POSTGRES_URL, SCOPE } from "./testing/engines.js";
import { operation } from "./testing/operations.js";

/** Asks again while the database is said to be unavailable, as a client does that gets a 503; each cut connection may say so once. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (storeFailure(error) !== "unavailable" || attempt === 10) throw error;
    }
  }
}

describePostgres("the database", () => {
  let fresh: Awaited<ReturnType<typeof freshPostgres>>;
  beforeEach(async () => {
    fresh = await freshPostgres();
  });
  afterEach(() => fresh.remove());

  it("syncs each commit even where the server's default does not (A16)", async () => {
    const name = new URL(fresh.url).pathname.slice(1);
    const administrator = new pg.Pool({ connectionString: POSTGRES_URL ?? "" });
    await administrator.query(`alter database ${name} set synchronous_commit = off`);
    await administrator.end();
    const { database } = openPostgres(fresh.url);
    expect((await sql`show synchronous_commit`.execute(database)).rows).toEqual([{ synchronous_commit: "on" }]);
    await database.destroy();
  });

  it("is used again after all its connections were cut (fault 45)", async () => {
    const store = await openStore(fresh.location);
    await store.operations.begin(SCOPE, operation());
    const name = new URL(fresh.url).pathname.slice(1);
    const administrator = new pg.Pool({ connectionString: POSTGRES_URL ?? "" });
    const cut = () => administrator.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await cut();
    const during = store.transaction(async (inner) => {
      await cut();
      await inner.operations.begin(SCOPE, operation({ id: "j2" }));
    });
    const error: unknown = await during.catch((reason: unknown) => reason);
    expect(storeFailure(error)).toBe("unavailable");
    const operations = await patiently(() => store.operations.list(SCOPE));
    expect(operations.map(({ id }) => id)).toEqual(["j1"]);
    await administrator.end();
    await store.close();
  });
});
