import type { Form } from "./form.js";

/** A call as it came in: its parameters, `Force` and `Hibernate` among them, without its signature. */
export type JournalEntry = Readonly<Record<string, string>>;

const KEPT = 2000;

/** What was called since the reset. */
export class Journal {
  #counts = new Map<string, number>();
  #acted = new Map<string, number>();
  #entries: JournalEntry[] = [];

  add(action: string, form: Form): void {
    increase(this.#counts, action);
    this.#entries.push(Object.fromEntries(form));
    if (this.#entries.length > KEPT) this.#entries.shift();
  }

  /** moto has carried out a call. */
  act(action: string): void {
    increase(this.#acted, action);
  }

  get acted(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#acted);
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** The last 2000 calls, oldest first. */
  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  clear(): void {
    this.#counts.clear();
    this.#acted.clear();
    this.#entries = [];
  }
}

function increase(counts: Map<string, number>, action: string): void {
  counts.set(action, (counts.get(action) ?? 0) + 1);
}
