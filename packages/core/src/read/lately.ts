import type { Clock } from "@cimi-gateway/adapter";
import type { Entity } from "./entity.js";

interface Seen {
  readonly entity: Entity;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Resources as they were read one by one, for as long as a list serves requests; oldest first. */
export class Lately {
  readonly #seen = new Map<string, Seen>();

  constructor(
    readonly clock: Clock,
    /** Milliseconds. */
    readonly age: number,
  ) {}

  /** @param at when the read began, in milliseconds since 1970 */
  keep(key: string, entity: Entity, at: number): void {
    this.#seen.delete(key);
    this.#seen.set(key, { entity, at });
    for (const [oldest, seen] of this.#seen) {
      if (this.#isFresh(seen)) break;
      this.#seen.delete(oldest);
    }
  }

  of(key: string): Entity | undefined {
    const seen = this.#seen.get(key);
    return seen && this.#isFresh(seen) ? seen.entity : undefined;
  }

  /** Those whose keys begin so are out of date. */
  forget(beginning: string): void {
    for (const key of this.#seen.keys()) if (key.startsWith(beginning)) this.#seen.delete(key);
  }

  #isFresh({ at }: Seen): boolean {
    return this.clock.now() - at <= this.age;
  }
}
