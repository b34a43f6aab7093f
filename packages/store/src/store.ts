import type { Identities } from "./identities.js";
import type { Operations } from "./operations.js";
import type { Overlays } from "./overlays.js";
import type { Records } from "./records.js";
import type { Secrets } from "./secrets.js";

/**
 * What the clouds cannot hold. A promise that resolves is durable: the row is on disk.
 *
 * Errors beside those named: whatever the database reports, which `storeFailure` sorts.
 */
export interface Store {
  readonly records: Records;
  readonly identities: Identities;
  readonly overlays: Overlays;
  readonly operations: Operations;
  /** For what only those may read who are to have it: it is sealed before it is handed to the parts above. */
  readonly secrets: Secrets;
  /**
   * All or nothing: `run` gets the same store bound to one transaction, which is undone when `run` throws. Inside, use the
   * store given to `run` and nothing that waits for the outside: the embedded database has one writer, all others wait,
   * and a call of the outer store would wait for ever. A transaction within one is part of it.
   */
  transaction<T>(run: (store: Store) => Promise<T>): Promise<T>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Lets go of the database. End what uses the store first; a transaction's store has nothing to close. */
  close(): Promise<void>;
}
