import type { AnyThing, Kind } from "./things.js";

/** What one write changed. */
export interface Batch {
  readonly put: readonly AnyThing[];
  readonly removed: readonly AnyThing[];
  /** How many of a kind were ever made, where that changed. */
  readonly made: ReadonlyMap<Kind, number>;
  readonly token?: { readonly token: string; readonly id: string; readonly at: number } | undefined;
}

export interface Kept {
  readonly things: readonly AnyThing[];
  readonly made: ReadonlyMap<Kind, number>;
  readonly tokens: ReadonlyMap<string, string>;
}

/** Where the world survives a restart. */
export interface Storage {
  /** @param since tokens that are older (milliseconds since 1970) are forgotten */
  load(since: number): Kept;
  /** All or nothing; on the disk when it returns. */
  commit(batch: Batch): void;
  close(): void;
}

export const memoryStorage: Storage = {
  load: () => ({ things: [], made: new Map(), tokens: new Map() }),
  commit() {},
  close() {},
};
