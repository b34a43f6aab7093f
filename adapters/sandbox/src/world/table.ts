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
  #things = new Map<string, T>();
  #last = Number.NEGATIVE_INFINITY;
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
    const isOld = thing.serial < this.#last && !this.#things.has(thing.id);
    this.#things.set(thing.id, thing);
    // What comes back, because its removal was undone, comes back to its place.
    if (isOld) this.#things = new Map([...this.#things].sort(([, a], [, b]) => a.serial - b.serial));
    this.#last = Math.max(this.#last, thing.serial);
    if (thing.owner === undefined) return;
    const siblings = this.#owned.get(thing.owner);
    if (siblings) siblings.add(thing.id);
    else this.#owned.set(thing.owner, new Set([thing.id]));
  }

  delete({ id, owner }: T): void {
    this.#things.delete(id);
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
    for (const thing of owner === undefined ? this.#things.values() : this.of(owner, now)) {
      if (thing.serial <= after) continue;
      const settled = this.#settled(thing, now);
      if (!settled || !isShown(settled, now)) continue;
      if (items.length === size) return { items, after: items[size - 1]!.serial };
      items.push(settled);
    }
    return { items };
  }

  count(now: number): number {
    let count = 0;
    for (const _ of this.all(now)) count++;
    return count;
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

export const isShown = ({ hiddenUntil }: AnyThing, now: number): boolean => hiddenUntil === undefined || hiddenUntil <= now;
