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
import { openSecrets } from "./secret-key.js";
import type { Secrets } from "./secrets.js";
import type { Store } from "./store.js";

/** Where the rows are: exactly one of the two. */
export interface StoreLocation {
  /** The data folder of the embedded database, made when missing; ":memory:" keeps nothing. */
  readonly folder?: string;
  /** A PostgreSQL database (`postgres://…`). */
  readonly url?: string;
  /**
   * A file with the key that secrets are encrypted with, 32 bytes in Base64. Absent: the embedded database makes one in its folder; PostgreSQL
   * keeps no secrets.
   */
  readonly secretKeyFile?: string | undefined;
}

/**
 * Opens the store and brings its tables up to date.
 *
 * @throws StoreLocked when another process holds the folder; StoreTooNew when the database is ahead of this version;
 *   WrongSecretKey when its secrets cannot be read with the key.
 */
export async function openStore(location: StoreLocation): Promise<Store> {
  const engine = await openEngine(location);
  try {
    await migrate(engine);
    await engine.ready();
    const secrets = await openSecrets(engine.database, location);
    return storeOf({ database: engine.database, lookups: openLookups(engine.soleWriter), secrets });
  } catch (error) {
    await engine.database.destroy();
    throw error;
  }
}

/** A driver is loaded where it is needed: the gateway starts a tenth sooner. */
async function openEngine({ folder, url }: StoreLocation): Promise<Engine> {
  if (folder !== undefined && url === undefined) return openEmbedded(folder);
  if (url !== undefined && folder === undefined) return (await import("./postgres.js")).openPostgres(url);
  throw new Error("a store is opened by a folder (embedded database) or by a url (PostgreSQL), by one of the two");
}

interface Parts {
  readonly database: Database;
  readonly lookups: Lookups;
  readonly secrets: Secrets;
}

const storeOf = (parts: Parts): Store => ({
  ...partsOf(parts),
  transaction: (run) => inTransaction(parts, run),
  ping: () => ping(parts.database),
  close: () => parts.database.destroy(),
});

const partsOf = ({ database, lookups, secrets }: Parts) => ({
  records: recordsOf(database),
  identities: identitiesOf(database, lookups),
  overlays: overlaysOf(database, lookups.overlays),
  operations: operationsOf(database),
  secrets,
});

async function inTransaction<T>(parts: Parts, run: (store: Store) => Promise<T>): Promise<T> {
  const atEnd: (() => void)[] = [];
  try {
    return await parts.database.transaction().execute((transaction) => {
      const lookups = lookupsWithin(parts.lookups, (action) => atEnd.push(action));
      return run(boundStore({ ...parts, database: transaction, lookups }));
    });
  } finally {
    // After a commit whose answer was lost the rows may be either: both ways memory must ask again.
    for (const action of atEnd) action();
  }
}

function boundStore(parts: Parts): Store {
  const bound: Store = {
    ...partsOf(parts),
    transaction: (run) => run(bound),
    ping: () => ping(parts.database),
    close: async () => undefined,
  };
  return bound;
}

async function ping(database: Database): Promise<void> {
  await sql`select 1`.execute(database);
}
