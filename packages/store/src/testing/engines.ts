import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe } from "@jest/globals";
import pg from "pg";
import { openStore, type StoreLocation } from "../open.js";
import type { Scope } from "../scope.js";
import type { Store } from "../store.js";

/** A database of its own for one test. */
export interface Fresh {
  readonly location: StoreLocation;
  remove(): Promise<void>;
}

/** What a suite that runs on both engines gets. */
export interface Bench {
  readonly soleWriter: boolean;
  /** The store of the running test. */
  readonly store: Store;
  readonly location: StoreLocation;
  /** A second process's view of the same database: another store where the engine can be shared, else the same. */
  another(): Promise<Store>;
}

export const SCOPE: Scope = { tenant: "acme", cloud: "sandbox" };
/** Scopes that must not see what SCOPE holds: each differs in one part. */
export const FOREIGN: readonly Scope[] = [
  { tenant: "globex", cloud: "sandbox" },
  { tenant: "acme", cloud: "other" },
];

export async function freshFolder(): Promise<Fresh & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "store-test-"));
  return { folder, location: { folder }, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The server to test against; the user may create databases. */
export const POSTGRES_URL = process.env.DATABASE_URL_TEST;

export async function freshPostgres(): Promise<Fresh & { readonly url: string }> {
  const name = `store_test_${randomUUID().replaceAll("-", "")}`;
  await administer(`create database ${name}`);
  const url = new URL(POSTGRES_URL ?? "");
  url.pathname = name;
  return { url: url.href, location: { url: url.href }, remove: () => administer(`drop database ${name} with (force)`) };
}

async function administer(statement: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: POSTGRES_URL ?? "" });
  await pool.query(statement);
  await pool.end();
}

/** PostgreSQL's half of a suite; without a server it is skipped and says why. */
export const describePostgres = (title: string, suite: () => void): void =>
  POSTGRES_URL
    ? describe(`${title} [PostgreSQL]`, suite)
    : describe.skip(`${title} [PostgreSQL: DATABASE_URL_TEST is not set]`, suite);

/** One suite, both engines, a fresh database for each test. */
export function describeEngines(title: string, suite: (bench: Bench) => void): void {
  describe(`${title} [embedded]`, () => suite(benchOf(freshFolder, true)));
  describePostgres(title, () => suite(benchOf(freshPostgres, false)));
}

function benchOf(fresh: () => Promise<Fresh>, soleWriter: boolean): Bench {
  let database: Fresh | undefined;
  let opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await openStore(present(database).location);
    opened.push(store);
    return store;
  };
  beforeEach(async () => {
    database = await fresh();
    await open();
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    opened = [];
    await database?.remove();
  });
  return {
    soleWriter,
    get store() {
      return present(opened[0]);
    },
    get location() {
      return present(database).location;
    },
    another: async () => (soleWriter ? present(opened[0]) : open()),
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("only within a test");
  return value;
}
