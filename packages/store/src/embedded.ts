import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Kysely, SqliteDialect, sql } from "kysely";
import Libsql from "libsql";
import { EmbeddedConnection } from "./embedded-connection.js";
import type { Engine } from "./engine.js";
import { StoreLocked } from "./errors.js";
import { nativeError } from "./failure.js";
import type { Schema } from "./schema.js";

/** A folder name that is none: the database lives in memory and goes with the store. */
export const MEMORY = ":memory:";

const FILE = "cimi-gateway.sqlite";

/** Milliseconds to wait for a process that is just ending to let go of the file. */
const PATIENCE = 500;

/**
 * The embedded database, held by this process alone.
 *
 * @throws StoreLocked when another process, or another store of this one, holds the folder.
 */
export function openEmbedded(folder: string): Engine {
  const connection = folder === MEMORY ? new EmbeddedConnection(new Libsql(MEMORY)) : openFile(folder);
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }) });
  return {
    database,
    types: { key: sql`text` },
    soleWriter: true,
    // The file is held by this process alone and Kysely gives its one connection to one transaction at a time.
    lockMigrations: async () => undefined,
    // Without statistics a planner may prefer the primary key to the right index; the limit keeps the start short.
    async ready() {
      await sql`pragma analysis_limit = 400`.execute(database);
      await sql`analyze`.execute(database);
    },
  };
}

function openFile(folder: string): EmbeddedConnection {
  // What consumers store is nobody else's: the folder is readable by its owner only.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILE);
  const native = new Libsql(file);
  try {
    hold(native);
    return new EmbeddedConnection(native);
  } catch (error) {
    native.close();
    if (isBusy(error)) throw new StoreLocked(file);
    throw new Error(`the database ${file} cannot be opened: ${nativeError(error).message}`, { cause: error });
  }
}

/**
 * SQLite's own file lock, taken by the first write and kept until close: the system drops it when the process dies, as no
 * file with a process number in it would be. https://www.sqlite.org/pragma.html#pragma_locking_mode. FULL syncs at each commit:
 * what was acknowledged survives a loss of power (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
function hold(native: Libsql.Database): void {
  native.exec(`pragma busy_timeout = ${PATIENCE}`);
  native.exec("pragma locking_mode = exclusive");
  native.exec("pragma journal_mode = wal");
  native.exec("pragma synchronous = full");
  native.exec("begin exclusive");
  native.exec("commit");
}

const isBusy = (error: unknown): boolean => nativeError(error).code?.startsWith("SQLITE_BUSY") ?? false;
