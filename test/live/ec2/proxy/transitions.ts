import type { Clock } from "./clock.js";
import { Refusal } from "./refusal.js";

/** A state, and for how many milliseconds it is shown. */
export type Stage = readonly [state: string, milliseconds: number];

interface Transition {
  readonly stages: readonly { readonly state: string; readonly until: number }[];
  readonly effect: (() => Promise<void>) | undefined;
}

/** An attachment is named by its volume: a volume has one at most. */
export function attachmentKey(volumeId: string): string {
  return `attachment of ${volumeId}`;
}

export function modificationKey(volumeId: string): string {
  return `modification of ${volumeId}`;
}

/** The states that EC2 passes through and moto does not, by the id of what is in them. */
export class Transitions {
  readonly #clock: Clock;
  readonly #running = new Map<string, Transition>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `effect` happens in moto when the last stage is over, at the next request: until then moto shows what was before. */
  begin(key: string, stages: readonly Stage[], effect?: () => Promise<void>): void {
    let until = this.#clock.now();
    const timed = stages.map(([state, milliseconds]) => {
      until += milliseconds;
      return { state, until };
    });
    this.#running.set(key, { stages: timed, effect });
  }

  /** The state shown now; undefined when what moto says is true. */
  state(key: string): string | undefined {
    const now = this.#clock.now();
    const transition = this.#running.get(key);
    const current = transition?.stages.find((stage) => stage.until > now);
    return current?.state ?? (transition?.effect && transition.stages.at(-1)?.state);
  }

  get isDue(): boolean {
    return this.#over().length > 0;
  }

  /** Carries out the effects whose time has come. */
  async settle(): Promise<void> {
    for (const [key, transition] of this.#over()) {
      this.#running.delete(key);
      await transition.effect?.().catch(ignoreRefusal);
    }
  }

  clear(): void {
    this.#running.clear();
  }

  #over(): readonly [string, Transition][] {
    const now = this.#clock.now();
    return [...this.#running].filter(([, { stages }]) => (stages.at(-1)?.until ?? 0) <= now);
  }
}

/** What moto refuses now is what the world has overtaken: a volume that went with its instance need not be detached any more. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
