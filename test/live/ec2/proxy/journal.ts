import type { Form } from "./form.js";

/** A call as it came in: its parameters, `Force` and `Hibernate` among them, without its signature. */
export type JournalEntry = Readonly<Record<string, string>>;

const KEPT = 2000;

/** What was called since the reset. */
export class Journal {
  #counts = new Map<string, number>();
  #entries: JournalEntry[] = [];

  add(action: string, form: Form): void {
    this.#counts.set(action, (this.#counts.get(action) ?? 0) + 1);
    this.#entries.push(Object.fromEntries(form));
    if (this.#entries.length > KEPT) this.#entries.shift();
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
    this.#entries = [];
  }
}
