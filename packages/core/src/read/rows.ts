import type { WriteContext } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import { Conflict, type Json, type Scope, type Store } from "@cimi-gateway/store";
import { Refusal } from "../fault.js";
import { patiently } from "../jobs/patience.js";
import type { Limits } from "../types.js";

/** The rows of one cloud. */
export interface Rows {
  readonly store: Store;
  readonly scope: Scope;
  readonly limits: Limits;
}

/** One row that a write is about. */
export interface Row {
  readonly type: string;
  readonly id: string;
}

/** A step of a write that changes rows; it waits for a database that is away, and may be repeated. */
export async function writtenRow(
  { limits }: Pick<Rows, "limits">,
  context: WriteContext,
  name: string,
  act: (now: string) => Promise<unknown>,
): Promise<void> {
  await context.step(name, {
    send: async () => {
      await patiently(() => act(new Date(context.clock.now()).toISOString()), { ...context, limits });
      return undefined;
    },
  });
}

/** Stored rows change by comparing versions (RELIABILITY: no lost updates). @throws Refusal 404 for a row that is gone */
export async function changeRow({ store, scope }: Rows, { type, id }: Row, changes: Values, now: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const record = await store.records.get(scope, type, id);
    if (!record) throw new Refusal(404, "it was deleted meanwhile");
    const value = merged(record.value as Values, changes) as Json;
    if (await store.records.update(scope, type, id, record.version, now, value)) return;
  }
  throw new Refusal(409, "it is being changed by others; read it again and repeat");
}

/** The same for what exists without a row: its first change makes one. */
export async function changeOrMakeRow(rows: Rows, row: Row, changes: Values, now: string): Promise<void> {
  try {
    await rows.store.records.insert(rows.scope, { ...row, parent: "", created: now, value: {} });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  await changeRow(rows, row, changes, now);
}

const ATTEMPTS = 20;

/** What is null is removed. */
export const merged = (value: Values, changes: Values): Values =>
  Object.fromEntries(Object.entries({ ...value, ...changes }).filter(([, held]) => held !== null && held !== undefined));
