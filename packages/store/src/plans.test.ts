import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement, sql } from "kysely";
import Libsql from "libsql";
import { EmbeddedConnection } from "./embedded-connection.js";
import { migrate } from "./migrate.js";
import { operationsOf } from "./operations.js";
import { recordsOf } from "./records.js";
import type { Database, Schema } from "./schema.js";
import { SCOPE } from "./testing/engines.js";
import { settled } from "./testing/operations.js";

/** Notes what is asked, so that the planner can be asked afterwards: within a transaction it would hold up the commit. */
class Noting implements SqliteDatabase {
  readonly asked: (readonly [text: string, parameters: readonly unknown[]])[] = [];
  readonly #native = new Libsql(":memory:");
  readonly #connection = new EmbeddedConnection(this.#native);

  prepare(text: string): SqliteStatement {
    const statement = this.#connection.prepare(text);
    const note = (parameters: readonly unknown[]): void => {
      if (/^(select|with)/.test(text)) this.asked.push([text, parameters]);
    };
    return {
      reader: statement.reader,
      all(parameters) {
        note(parameters);
        return statement.all(parameters);
      },
      run: (parameters) => statement.run(parameters),
      iterate: (parameters) => statement.iterate(parameters),
    };
  }

  /** How the first statement asked is answered: one line per table. */
  plan(): readonly string[] {
    const [text, parameters] = this.asked[0] ?? ["", []];
    const rows = this.#native.prepare<unknown[]>(`explain query plan ${text}`).all(parameters) as { detail: string }[];
    return rows.map(({ detail }) => detail);
  }

  close(): void {
    this.#connection.close();
  }
}

let noting: Noting;
let database: Database;
beforeEach(async () => {
  noting = new Noting();
  database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: noting }) });
  await migrate({
    database,
    types: { key: sql`text` },
    soleWriter: true,
    lockMigrations: async () => undefined,
    ready: async () => undefined,
  });
});
afterEach(() => database.destroy());

const operations = () => operationsOf(database);

describe.each(["an empty database", "one with many settled operations"])("on %s", (filled) => {
  beforeEach(async () => {
    if (filled === "an empty database") return;
    for (let id = 0; id < 500; id += 1) await operations().begin(SCOPE, settled(`j${id}`, `2024-05-01T00:00:00.${id}Z`));
    await sql`analyze`.execute(database);
  });

  it.each([
    ["creating, of a type", "operations_creating", () => operations().creating(SCOPE, "Machine")],
    ["creating", "operations_unsettled", () => operations().creating(SCOPE)],
    ["unsettled", "operations_unsettled", () => operations().unsettled()],
    ["nested", "operations_nested", () => operations().nested(SCOPE, "j1")],
    ["purge", "operations_finished", () => operations().purge("2024-01-01")],
    ["records of a parent", "records_by_parent", () => recordsOf(database).list(SCOPE, "MachineTemplate", "p")],
  ])("%s is answered by the index %s", async (_title, index, ask) => {
    noting.asked.length = 0;
    await ask();
    const plan = noting.plan();
    expect(plan.join("; ")).toContain(index);
    expect(plan).not.toContainEqual(expect.stringMatching(/^SCAN (operations|records)$/));
  });
});
