import { STOCK } from "./catalogue.js";
import { Ledger } from "./ledger.js";
import { Refusal } from "./refusal.js";
import type { Storage } from "./storage.js";
import { isShown, type Page, type PageQuery } from "./table.js";
import { perKind, Tables } from "./tables.js";
import type { AnyThing, Kind, Step, Things } from "./things.js";

/** How many of a kind may exist; a kind that is absent has no limit. */
export type Quota = { readonly [K in Kind]?: number | undefined };

export interface CloudOptions {
  readonly storage: Storage;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A UUID that was never given before. */
  readonly identify: () => string;
  /** Milliseconds that the slowest change of state takes. */
  readonly delay: number;
  readonly quota: Quota;
}

/** A thing to be: the cloud adds the rest. Without an id it makes one. */
export type New<K extends Kind> = Omit<Things[K], "kind" | "id" | "serial" | "version" | "created"> & { readonly id?: string };

/** Tokens are remembered for a day. */
const DAY = 86_400_000;

/** The simulated cloud: what exists, what was promised, and one change at a time. */
export class Cloud {
  readonly #ledger = new Ledger();
  readonly #tables = new Tables((thing) => this.#ledger.vanished(thing));
  readonly #tokens: Map<string, string>;
  readonly #made: Map<Kind, number>;
  #serial = 0;

  constructor(private readonly options: CloudOptions) {
    const { things, tokens, made } = options.storage.load(this.now - DAY);
    this.#tokens = new Map(tokens);
    this.#made = new Map(made);
    for (const thing of [...STOCK, ...things]) {
      this.#tables.put(thing);
      this.#serial = Math.max(this.#serial, thing.serial);
    }
  }

  get now(): number {
    return this.options.now();
  }

  identify(): string {
    return this.options.identify();
  }

  get<K extends Kind>(kind: K, id: string): Things[K] | undefined {
    return this.#tables.of(kind).get(id, this.now);
  }

  /** @throws Refusal NotFound */
  need<K extends Kind>(kind: K, id: string): Things[K] {
    const thing = this.get(kind, id);
    if (!thing) throw new Refusal("NotFound", `there is no ${kind} ${id}`);
    return thing;
  }

  owned<K extends Kind>(kind: K, owner: string): readonly Things[K][] {
    return [...this.#tables.of(kind).of(owner, this.now)];
  }

  every<K extends Kind>(kind: K): readonly Things[K][] {
    return [...this.#tables.of(kind).all(this.now)];
  }

  page<K extends Kind>(kind: K, query: PageQuery, size: number): Page<Things[K]> {
    return this.#tables.of(kind).page(query, this.now, size);
  }

  /** What a reader sees of these; what is missing does not exist, or does not show yet. */
  show<K extends Kind>(kind: K, ids: readonly string[]): readonly Things[K][] {
    const now = this.now;
    return ids.flatMap((id) => this.get(kind, id) ?? []).filter((thing) => isShown(thing, now));
  }

  /** A change of state that is over after a share of the delay. */
  step(share: number, state: string | undefined, changes?: Step["changes"]): Step {
    return { at: this.now + Math.round(share * this.options.delay), state, changes };
  }

  /** Makes a thing. @throws Refusal QuotaExceeded */
  add<K extends Kind>(kind: K, given: New<K>): Things[K] {
    this.#withinQuota(kind);
    const id = given.id ?? `${PREFIX[kind]}-${this.identify().replaceAll("-", "").slice(0, 16)}`;
    const created = new Date(this.now).toISOString();
    const whole: New<K> = { ...given, kind, id, serial: ++this.#serial, version: 1, created };
    const thing = whole as Things[K];
    const made = this.#made.get(kind) ?? 0;
    this.#made.set(kind, made + 1);
    this.#tables.put(thing);
    this.#ledger.put(thing, () => {
      this.#made.set(kind, made);
      this.#tables.delete(thing);
    });
    return thing;
  }

  /** Replaces a thing by a changed one. */
  put<T extends AnyThing>(thing: T, changes: Partial<T>): T {
    const changed = { ...thing, ...changes, version: thing.version + 1 };
    this.#tables.put(changed);
    this.#ledger.put(changed, () => this.#tables.put(thing));
    return changed;
  }

  /** Takes a thing away at once. */
  remove(thing: AnyThing): void {
    this.#tables.delete(thing);
    this.#ledger.remove(thing, () => this.#tables.put(thing));
  }

  /**
   * Carries out one change, wholly or not at all, and makes it durable. A token that was seen within a day changes nothing and
   * gives the id that it gave before.
   */
  transact(token: string | undefined, change: () => AnyThing): string {
    const known = token === undefined ? undefined : this.#tokens.get(token);
    if (known !== undefined) return known;
    this.#ledger.begin();
    try {
      const { id } = change();
      this.#commit(token, id);
      return id;
    } catch (error) {
      this.#ledger.rollback();
      throw error;
    }
  }

  /** How many of each kind were ever made, and how many there are. */
  census(): { readonly made: Record<Kind, number>; readonly present: Record<Kind, number> } {
    return { made: perKind((kind) => this.#made.get(kind) ?? 0), present: this.#tables.present(this.now) };
  }

  close(): void {
    this.options.storage.close();
  }

  #commit(token: string | undefined, id: string): void {
    const { put, removed } = this.#ledger.changes();
    const made = new Map(put.map(({ kind }) => [kind, this.#made.get(kind) ?? 0]));
    try {
      this.options.storage.commit({ put, removed, made, token: token === undefined ? undefined : { token, id, at: this.now } });
    } catch {
      throw new Refusal("InternalError", "the simulated cloud could not write its file; nothing was changed");
    }
    this.#ledger.committed();
    if (token !== undefined) this.#tokens.set(token, id);
  }

  #withinQuota(kind: Kind): void {
    const limit = this.options.quota[kind];
    if (limit === undefined || this.#tables.of(kind).count(this.now) < limit) return;
    throw new Refusal("QuotaExceeded", `the quota of ${limit} for the kind ${kind} is used up; delete one first`);
  }
}

const PREFIX: Readonly<Record<Kind, string>> = {
  machine: "machine",
  disk: "disk",
  attachment: "attachment",
  machineConfiguration: "configuration",
  machineImage: "image",
  volume: "volume",
  volumeImage: "volume-image",
  credential: "credential",
  network: "network",
  protocolSegment: "segment",
  protocolEndpoint: "endpoint",
  networkInterface: "interface",
  networkService: "service",
};
