import { sql } from "kysely";
import { openEmbedded } from "./embedded.js";
import type { Engine } from "./engine.js";
import { identitiesOf } from "./identities.js";
import { type Lookups, lookupsWithin, openLookups } from "./lookups.js";
import { migrate } from "./migrate.js";
import { operationsOf } from "./operations.js";
import { overlaysOf } from "./overlays.js";
import { recordsOf } from "./records.js";
import type { Database } from "./schema.js";
import type { Store } from "./store.js";

/** Where the rows are: exactly one of the two. */
export interface StoreLocation {
  /** The data folder of the embedded database, made when missing; ":memory:" keeps nothing. */
  readonly folder?: string;
  /** A PostgreSQL database (`postgres://…`). */
  readonly url?: string;
}

/**
 * Opens the store and brings its tables up to date.
 *
 * @throws StoreLocked when another process holds the folder; StoreTooNew when the database is ahead of this version.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  const engine = await openEngine(location);
  try {
    await migrate(engine);
    await engine.ready();
  } catch (error) {
    await engine.database.destroy();
    throw error;
  }
  return storeOf(engine.database, openLookups(engine.soleWriter));
}

/** A driver is loaded where it is needed: the gateway starts a tenth sooner. */
async function openEngine({ folder, url }: StoreLocation): Promise<Engine> {
  if (folder !== undefined && url === undefined) return openEmbedded(folder);
  if (url !== undefined && folder === undefined) return (await import("./postgres.js")).openPostgres(url);
  throw new Error("a store is opened by a folder (embedded database) or by a url (PostgreSQL), by one of the two");
}

const storeOf = (database: Database, lookups: Lookups): Store => ({
  ...partsOf(database, lookups),
  transaction: (run) => inTransaction(database, lookups, run),
  ping: () => ping(database),
  close: () => database.destroy(),
});

const partsOf = (database: Database, lookups: Lookups) => ({
  records: recordsOf(database),
  identities: identitiesOf(database, lookups),
  overlays: overlaysOf(database, lookups.overlays),
  operations: operationsOf(database),
});

async function inTransaction<T>(database: Database, lookups: Lookups, run: (store: Store) => Promise<T>): Promise<T> {
  const atEnd: (() => void)[] = [];
  try {
    return await database.transaction().execute((transaction) =>
      run(
        boundStore(
          transaction,
          lookupsWithin(lookups, (action) => atEnd.push(action)),
        ),
      ),
    );
  } finally {
    // After a commit whose answer was lost the rows may be either: both ways memory must ask again.
    for (const action of atEnd) action();
  }
}

function boundStore(transaction: Database, lookups: Lookups): Store {
  const bound: Store = {
    ...partsOf(transaction, lookups),
    transaction: (run) => run(bound),
    ping: () => ping(transaction),
    close: async () => undefined,
  };
  return bound;
}

async function ping(database: Database): Promise<void> {
  await sql`select 1`.execute(database);
}
