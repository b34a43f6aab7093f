import { Order } from "./order.js";
import { isDue, settle } from "./settle.js";
import type { AnyThing } from "./things.js";

export interface PageQuery {
  /** Only what belongs to this. */
  readonly owner?: string | undefined;
  /** Only what was made after the thing with this serial. */
  readonly after?: number | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page goes on; absent on the last. */
  readonly after?: number | undefined;
}

/** The things of one kind, in the order of creation. A transition that fell due is carried out when somebody looks. */
export class Table<T extends AnyThing> {
  readonly #things = new Map<string, T>();
  readonly #order = new Order();
  readonly #owned = new Map<string, Set<string>>();

  constructor(
    /** Told of what vanished by the clock. */
    private readonly gone: (thing: T) => void,
  ) {}

  get(id: string, now: number): T | undefined {
    const thing = this.#things.get(id);
    return thing && this.#settled(thing, now);
  }

  put(thing: T): void {
    const before = this.#things.get(thing.id);
    if (before?.serial !== thing.serial) this.#order.add({ serial: thing.serial, id: thing.id });
    this.#things.set(thing.id, thing);
    if (before && before.owner !== thing.owner) this.#disown(before);
    if (thing.owner === undefined) return;
    const siblings = this.#owned.get(thing.owner);
    if (siblings) siblings.add(thing.id);
    else this.#owned.set(thing.owner, new Set([thing.id]));
  }

  delete(thing: T): void {
    this.#things.delete(thing.id);
    if (this.#order.size > 2 * this.#things.size + SLACK)
      this.#order.keep((entry) => this.#things.get(entry.id)?.serial === entry.serial);
    this.#disown(thing);
  }

  #disown({ id, owner }: T): void {
    const siblings = owner === undefined ? undefined : this.#owned.get(owner);
    siblings?.delete(id);
    if (siblings?.size === 0) this.#owned.delete(owner!);
  }

  *of(owner: string, now: number): Generator<T> {
    for (const id of this.#owned.get(owner) ?? []) {
      const thing = this.get(id, now);
      if (thing) yield thing;
    }
  }

  *all(now: number): Generator<T> {
    for (const thing of this.#things.values()) {
      const settled = this.#settled(thing, now);
      if (settled) yield settled;
    }
  }

  page({ owner, after = Number.NEGATIVE_INFINITY }: PageQuery, now: number, size: number): Page<T> {
    const items: T[] = [];
    for (const thing of owner === undefined ? this.#from(after, now) : this.#owing(owner, after, now)) {
      if (!isShown(thing, now)) continue;
      if (items.length === size) return { items, after: items[size - 1]!.serial };
      items.push(thing);
    }
    return { items };
  }

  count(now: number): number {
    let count = 0;
    for (const _ of this.all(now)) count++;
    return count;
  }

  *#from(after: number, now: number): Generator<T> {
    for (const { id, serial } of this.#order.from(after)) {
      const thing = this.get(id, now);
      if (thing?.serial === serial) yield thing;
    }
  }

  #owing(owner: string, after: number, now: number): T[] {
    return [...this.of(owner, now)].filter(({ serial }) => serial > after).sort((a, b) => a.serial - b.serial);
  }

  #settled(thing: T, now: number): T | undefined {
    if (!isDue(thing, now)) return thing;
    const settled = settle(thing, now);
    if (settled) this.#things.set(thing.id, settled);
    else {
      this.delete(thing);
      this.gone(thing);
    }
    return settled;
  }
}

/** So many removed things may leave their places behind in any table. */
const SLACK = 100;

export const isShown = ({ hiddenUntil }: AnyThing, now: number): boolean => hiddenUntil === undefined || hiddenUntil <= now;
