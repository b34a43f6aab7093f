import type { Values } from "@cimi-gateway/model";
import type { Json } from "@cimi-gateway/store";
import { changeRow, type Rows } from "./rows.js";

/** Takes the references to what is being deleted out of all that the gateway keeps: its own resources, and overlays of a cloud's. */
export async function clearReferences(rows: Rows, path: string): Promise<void> {
  const { store, scope } = rows;
  for (const { type, id, value, updated } of await store.records.holding(scope, path))
    await changeRow(rows, { type, id }, without(value as Values, path), updated);
  for (const { type, nativeId, version, value } of await store.overlays.holding(scope, path)) {
    const cleared = Object.entries(value as Values).filter(([, held]) => !refersTo(held, path));
    if (!(await store.overlays.put(scope, type, nativeId, version, Object.fromEntries(cleared) as Json)))
      return clearReferences(rows, path);
  }
}

/** The changes that take out what refers to a path. */
const without = (value: Values, path: string): Values =>
  Object.fromEntries(Object.entries(value).flatMap(([key, held]) => (refersTo(held, path) ? [[key, null]] : [])));

const refersTo = (held: unknown, path: string): boolean =>
  typeof held === "object" && held !== null && (held as { href?: unknown }).href === path;
