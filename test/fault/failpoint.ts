import type { Arming } from "./messages.js";

/** The checkpoints that a gateway passes, and the one at which its process dies as by `kill -9`. */
export class Failpoint {
  #arming: Arming | undefined;
  #points: string[] = [];
  #answered: Promise<void> = Promise.resolve();
  #answer: () => void = () => {};

  /** @param dying told the point before the end */
  constructor(private readonly dying: (point: string) => Promise<void>) {}

  /** Counts from 0 again. */
  arm(arming: Arming): void {
    this.#arming = arming;
    this.#points = [];
    this.#answered = new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  /** The test has the answer. */
  answered(): void {
    this.#answer();
  }

  /** The points passed since it was armed. */
  get points(): readonly string[] {
    return this.#points;
  }

  readonly checkpoint = async (point: string): Promise<void> => {
    this.#points.push(point);
    if (this.#arming?.at !== this.#points.length - 1) return;
    if (this.#arming.answered) await this.#answered;
    await this.dying(point);
    process.kill(process.pid, "SIGKILL");
    // The signal takes a moment: nothing of the operation runs in it.
    await new Promise(() => {});
  };
}
