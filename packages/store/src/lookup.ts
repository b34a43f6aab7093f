import { Recent } from "./recent.js";
import type { Scope } from "./scope.js";

/** Finds many values of one type by their keys; what is not there is missing from the answer. */
export type Load<V> = (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>;

/** Reads that may be answered from memory. */
export interface Lookup<V> {
  /** The values of `keys`; those not known are loaded together. */
  find(scope: Scope, type: string, keys: readonly string[], load: Load<V>): Promise<ReadonlyMap<string, V>>;
  /** To be called after each write, whether it succeeded or not: what memory holds of the key is no longer used. */
  forget(scope: Scope, type: string, key: string): void;
}

/** Every read asks the database: others write to it too. */
export const direct = <V>(): Lookup<V> => ({
  find: async (_scope, _type, keys, load) => (keys.length === 0 ? new Map<string, V>() : load(keys)),
  forget: () => undefined,
});

/** A transaction reads past the memory, which shows the state outside; what it wrote is forgotten when it has ended. */
export const withinTransaction = <V>(outside: Lookup<V>, atEnd: (action: () => void) => void): Lookup<V> => ({
  ...direct<V>(),
  forget: (scope, type, key) => atEnd(() => outside.forget(scope, type, key)),
});

/** What memory is allowed to keep. */
export interface Keeping<V> {
  /** Characters in all, roughly. */
  readonly limit: number;
  /** Absences too: only where no other process can end them. */
  readonly absences: boolean;
  weigh(value: V): number;
}

/** Characters that an entry takes beside its key and value. */
const OVERHEAD = 100;

/** Keeps what was read lately. */
export class Remembering<V> implements Lookup<V> {
  readonly #recent: Recent<V | undefined>;
  #writes = 0;

  constructor(private readonly keeping: Keeping<V>) {
    this.#recent = new Recent(keeping.limit);
  }

  async find(scope: Scope, type: string, keys: readonly string[], load: Load<V>): Promise<ReadonlyMap<string, V>> {
    const found = new Map<string, V>();
    const unknown = keys.filter((key) => !this.#recall(path(scope, type, key), key, found));
    if (unknown.length === 0) return found;
    const writes = this.#writes;
    const loaded = await load(unknown);
    // A write that ended meanwhile may have changed what was read before it.
    if (writes === this.#writes) this.#keep(scope, type, unknown, loaded);
    for (const [key, value] of loaded) found.set(key, value);
    return found;
  }

  forget(scope: Scope, type: string, key: string): void {
    this.#writes += 1;
    this.#recent.delete(path(scope, type, key));
  }

  /** True when memory knows the key, be it that there is no value. */
  #recall(path: string, key: string, found: Map<string, V>): boolean {
    const value = this.#recent.get(path);
    if (value !== undefined) found.set(key, value);
    return value !== undefined || this.#recent.has(path);
  }

  #keep(scope: Scope, type: string, keys: readonly string[], loaded: ReadonlyMap<string, V>): void {
    for (const key of keys) {
      const value = loaded.get(key);
      if (value === undefined && !this.keeping.absences) continue;
      const place = path(scope, type, key);
      this.#recent.set(place, value, place.length + OVERHEAD + (value === undefined ? 0 : this.keeping.weigh(value)));
    }
  }
}

/** NUL is in no name, so two paths are equal only when all their parts are. */
const path = ({ tenant, cloud }: Scope, type: string, key: string): string => `${tenant}\0${cloud}\0${type}\0${key}`;
