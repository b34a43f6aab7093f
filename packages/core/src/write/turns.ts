/** Ends the turn; whoever waits for the next one gets it. */
export type End = () => void;

/** Conditional writes of one resource, one after the other: each sees what the one before it made of the resource (4.1.7.2). */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves when all who came before have ended, or when `timeUp` does: then undefined, and no turn is had. */
  async take(key: string, timeUp: Promise<void>): Promise<End | undefined> {
    const before = this.#last.get(key) ?? Promise.resolve();
    let end!: End;
    const mine = new Promise<void>((resolve) => {
      end = resolve;
    });
    const last = before.then(() => mine);
    this.#last.set(key, last);
    void last.then(() => this.#last.get(key) === last && this.#last.delete(key));
    if (await Promise.race([before.then(() => true), timeUp.then(() => false)])) return end;
    end();
    return undefined;
  }
}
