import type { Clock } from "@cimi-gateway/adapter";
import { type Model, model } from "@cimi-gateway/model";

const described: Model = model;

interface Made {
  readonly type: string;
  readonly nativeId: string;
  /** The native id of what it belongs to. */
  readonly owner: string | undefined;
  /** As the cloud showed it last. */
  readonly native: unknown;
  /** Milliseconds since 1970: from then on the cloud is believed that does not show it. */
  readonly until: number;
}

/**
 * What was made within the probe window: a cloud's reads lag behind, and one that does not show it for a moment does not make it gone
 * (RELIABILITY, A3 and fault 54).
 */
export class RecentlyMade {
  /** By type, then by native id: every read asks, so that no key is put together. */
  readonly #made = new Map<string, Map<string, Made>>();
  /** When the last of them has had its time. */
  #until = 0;

  constructor(
    readonly clock: Clock,
    /** Milliseconds. */
    readonly window: number,
  ) {}

  get isEmpty(): boolean {
    if (this.#made.size > 0 && this.#until <= this.clock.now()) this.#made.clear();
    return this.#made.size === 0;
  }

  remember(type: string, nativeId: string, owner: string | undefined, native: unknown): void {
    const now = this.clock.now();
    for (const made of this.#every()) if (made.until <= now) this.#remove(made);
    this.#until = now + this.window;
    const ofType = this.#made.get(type) ?? new Map<string, Made>();
    this.#made.set(type, ofType.set(nativeId, { type, nativeId, owner, native, until: this.#until }));
  }

  /** The cloud shows it: from now on this is how it was. */
  seen(type: string, nativeId: string, native: unknown): void {
    if (this.isEmpty) return;
    const ofType = this.#made.get(type);
    const known = ofType?.get(nativeId);
    if (known && known.native !== native) ofType!.set(nativeId, { ...known, native });
  }

  /**
   * It was deleted, and what belonged to it with it: what names it as its owner, and whatever is of a type that its Collections hold,
   * of which only the cloud knows to whom it belonged.
   */
  forget(type: string, nativeId: string): void {
    this.#remove({ type, nativeId });
    const inside = heldIn(type);
    for (const made of this.#every()) if (made.owner === nativeId || inside.has(made.type)) this.#remove(made);
  }

  /** The native object as it was; undefined where it was not made lately. */
  of(type: string, nativeId: string): unknown {
    const known = this.#made.get(type)?.get(nativeId);
    return known && known.until > this.clock.now() ? known.native : undefined;
  }

  /** The native ids of what was made lately of a type. */
  nativeIds(type: string): readonly string[] {
    return [...(this.#made.get(type)?.keys() ?? [])];
  }

  /** What was made lately of a type, and belongs to the same owner, but is not among those that a list shows. */
  missing(type: string, owner: string | undefined, shown: ReadonlySet<string>): readonly unknown[] {
    const now = this.clock.now();
    return [...(this.#made.get(type)?.values() ?? [])]
      .filter((made) => made.owner === owner && made.until > now && !shown.has(made.nativeId))
      .map(({ native }) => native);
  }

  #every(): readonly Made[] {
    return [...this.#made.values()].flatMap((ofType) => [...ofType.values()]);
  }

  #remove({ type, nativeId }: Pick<Made, "type" | "nativeId">): void {
    this.#made.get(type)?.delete(nativeId);
  }
}

/** The types of what is in the Collections of a type, and in theirs, at any depth. */
function heldIn(type: string, found = new Set<string>()): ReadonlySet<string> {
  for (const { type: held } of Object.values(described[type]?.attributes ?? {})) {
    if (!held.collects || held.target === undefined || found.has(held.target)) continue;
    found.add(held.target);
    heldIn(held.target, found);
  }
  return found;
}
