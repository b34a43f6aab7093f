import type { AnyThing } from "./things.js";

/** What the change under way has done so far: to be made durable as a whole, or undone as a whole. */
export class Ledger {
  readonly #put = new Map<string, AnyThing>();
  readonly #removed = new Map<string, AnyThing>();
  /** Vanished by the clock since the last commit; their rows go with the next one. */
  readonly #vanished = new Map<string, AnyThing>();
  #undo: (() => void)[] = [];

  begin(): void {
    this.#put.clear();
    this.#removed.clear();
    this.#undo = [];
  }

  put(thing: AnyThing, undo: () => void): void {
    this.#put.set(key(thing), thing);
    this.#removed.delete(key(thing));
    this.#undo.push(undo);
  }

  remove(thing: AnyThing, undo: () => void): void {
    this.#put.delete(key(thing));
    this.#removed.set(key(thing), thing);
    this.#undo.push(undo);
  }

  vanished(thing: AnyThing): void {
    this.#vanished.set(key(thing), thing);
  }

  rollback(): void {
    for (const undo of this.#undo.reverse()) undo();
  }

  changes(): { put: readonly AnyThing[]; removed: readonly AnyThing[] } {
    const vanished = [...this.#vanished].filter(([name]) => !this.#put.has(name)).map(([, thing]) => thing);
    return { put: [...this.#put.values()], removed: [...vanished, ...this.#removed.values()] };
  }

  committed(): void {
    this.#vanished.clear();
  }
}

const key = ({ kind, id }: AnyThing): string => `${kind}/${id}`;
