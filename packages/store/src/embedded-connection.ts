import type { SqliteDatabase, SqliteStatement } from "kysely";
import type Libsql from "libsql";

/** Enough for the texts that the store asks with; lists of ids of different lengths are what fills it. */
const STATEMENTS = 200;

/** What Kysely needs of the embedded database: statements kept for their next use, and a close that lets go of the file. */
export class EmbeddedConnection implements SqliteDatabase {
  readonly #native: Libsql.Database;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(native: Libsql.Database) {
    this.#native = native;
  }

  prepare(text: string): SqliteStatement {
    // A full disk makes SQLite end the transaction by itself; a second end would hide the reason behind its own error.
    if (text === "rollback" && !this.#native.inTransaction) return NOTHING;
    const statement = this.#statements.get(text) ?? this.#native.prepare<unknown[]>(text);
    this.#keep(text, statement);
    return statement;
  }

  /** Statements are freed by the garbage collector, and until then keep a closed file locked: so the lock goes first. */
  close(): void {
    if (!this.#native.open) return;
    this.#statements.clear();
    try {
      // Leaving exclusive mode needs a database without a log, and takes effect with the next read.
      this.#native.exec("pragma journal_mode = delete");
      this.#native.exec("pragma locking_mode = normal");
      this.#native.prepare("select count(*) from sqlite_schema").all();
    } finally {
      this.#native.close();
    }
  }

  #keep(text: string, statement: SqliteStatement): void {
    this.#statements.delete(text);
    this.#statements.set(text, statement);
    if (this.#statements.size <= STATEMENTS) return;
    for (const oldest of this.#statements.keys()) {
      this.#statements.delete(oldest);
      return;
    }
  }
}

const NOTHING: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};
