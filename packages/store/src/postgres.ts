import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Engine } from "./engine.js";
import type { Schema } from "./schema.js";

/** Connections of one process. A request holds one for a millisecond or two; three replicas stay far below the usual 100. */
const CONNECTIONS = 10;

/** Milliseconds for a connection: a request gets its 503 while its client still listens. */
const PATIENCE = 5_000;

/** Any number that nothing else in this database takes an advisory lock with. */
const MIGRATION_LOCK = 26_300_001;

/**
 * Settings of each connection. They are set by a query because poolers refuse them as start parameters. Only `off` loses
 * acknowledged commits (https://www.postgresql.org/docs/current/wal-async-commit.html): any other choice is the operator's.
 */
const SESSION = `select set_config('statement_timeout', '30s', false), set_config('idle_in_transaction_session_timeout', '60s', false),
  case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', false) end`;

/** A PostgreSQL database that several processes share. No connection is made before the first query. */
export function openPostgres(url: string): Engine {
  requirePostgresUrl(url);
  return {
    database: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(url) }) }),
    types: { key: sql`text collate "C"` },
    soleWriter: false,
    async lockMigrations(transaction) {
      // The lock ends with the transaction; building an index on a full table may take its time.
      await sql`select set_config('statement_timeout', '0', true)`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction);
    },
    // Autovacuum keeps the statistics.
    ready: async () => undefined,
  };
}

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "cimi-gateway",
    max: CONNECTIONS,
    connectionTimeoutMillis: PATIENCE,
    keepAlive: true,
    onConnect: (client) => client.on("error", unheard).query(SESSION),
  });
  return pool.on("error", unheard);
}

/**
 * A connection that breaks tells it by an event, which would end the process if no one listened: the pool listens while
 * the connection is idle only (https://node-postgres.com/apis/pool#error). The query that meets it reports it anyway.
 */
const unheard = (): void => undefined;

/** The URL carries a password: it is not in the message. */
function requirePostgresUrl(url: string): void {
  if (/^postgres(ql)?:\/\//.test(url)) return;
  throw new Error("the database URL is not one of PostgreSQL: it must begin with postgres:// or postgresql://");
}
