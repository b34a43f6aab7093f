import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type Libsql from "libsql";
import type { Batch, Storage } from "./storage.js";
import type { AnyThing, Kind } from "./things.js";

const SCHEMA = `
  create table if not exists things (kind text not null, id text not null, serial integer not null, body text not null, primary key (kind, id)) without rowid;
  create table if not exists made (kind text primary key, number integer not null) without rowid;
  create table if not exists tokens (token text primary key, id text not null, at integer not null) without rowid;
`;

/** A file of the world's own, readable by its owner only; a second process on it is refused. */
export async function fileStorage(file: string): Promise<Storage> {
  const database = await opened(file);
  const write = writer(database);
  return {
    load(since) {
      database.prepare("delete from tokens where at < ?").run(since);
      const things = rows<{ body: string }>(database, "select body from things order by serial");
      const made = rows<{ kind: Kind; number: number }>(database, "select kind, number from made");
      const tokens = rows<{ token: string; id: string }>(database, "select token, id from tokens");
      return {
        things: things.map(({ body }) => JSON.parse(body) as AnyThing),
        made: new Map(made.map(({ kind, number }) => [kind, number])),
        tokens: new Map(tokens.map(({ token, id }) => [token, id])),
      };
    },
    commit: write,
    close: () => release(database),
  };
}

async function opened(file: string): Promise<Libsql.Database> {
  const { default: Database } = await import("libsql");
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Database(file, { timeout: 1000 });
  try {
    database.pragma("locking_mode = EXCLUSIVE");
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.exec(SCHEMA);
    database.exec("begin exclusive; commit");
    return database;
  } catch (cause) {
    database.close();
    throw new Error(`the file ${file} of the simulated cloud cannot be opened; another process may be using it`, { cause });
  }
}

function writer(database: Libsql.Database): (batch: Batch) => void {
  const remove = database.prepare("delete from things where kind = ? and id = ?");
  const put = database.prepare("insert or replace into things (kind, id, serial, body) values (?, ?, ?, ?)");
  const count = database.prepare("insert or replace into made (kind, number) values (?, ?)");
  const remember = database.prepare("insert or replace into tokens (token, id, at) values (?, ?, ?)");
  return database.transaction((batch: Batch) => {
    for (const { kind, id } of batch.removed) remove.run(kind, id);
    for (const thing of batch.put) put.run(thing.kind, thing.id, thing.serial, JSON.stringify(thing));
    for (const [kind, number] of batch.made) count.run(kind, number);
    if (batch.token) remember.run(batch.token.token, batch.token.id, batch.token.at);
  });
}

/** Statements live until they are collected, and keep a closed file locked: so the lock goes first, which needs a file without a log. */
function release(database: Libsql.Database): void {
  if (!database.open) return;
  try {
    database.pragma("journal_mode = DELETE");
    database.pragma("locking_mode = NORMAL");
    database.prepare("select count(*) from made").all();
  } finally {
    database.close();
  }
}

/** The columns of the statement are the members of Row. */
const rows = <Row>(database: Libsql.Database, statement: string): readonly Row[] => database.prepare(statement).all() as Row[];
