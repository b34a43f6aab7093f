import {
  type Call,
  type Clock,
  isRepeatable,
  type Json,
  type Log,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Scope, Step, Store } from "@cimi-gateway/store";
import type { Limits } from "../types.js";
import { attempt } from "./attempt.js";
import { onceOf } from "./once.js";

export interface StepsOptions {
  readonly store: Store;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: Limits;
  readonly checkpoint: (point: string) => Promise<void> | void;
  /** Milliseconds since 1970: when the operation has failed for lack of an end. */
  readonly deadline: number;
  /** Aborted when the gateway stops: what is not done then is done after the next start. */
  readonly signal: AbortSignal;
}

interface Undo {
  readonly step: Step;
  run(): Promise<void>;
}

/** Why an operation does not go on: at the next step it turns back. */
export type Halt = () => Error | undefined;

/** The steps of one operation: recorded before and after, found again after a crash, undone in reverse when a later one fails. */
export class Steps {
  readonly #recorded = new Map<string, Step>();
  readonly #undos: Undo[] = [];
  #order = 0;
  #begun = false;

  constructor(
    readonly operation: string,
    readonly resourceId: string,
    readonly options: StepsOptions,
    readonly halt: Halt,
  ) {}

  /** Takes up what an earlier process recorded. */
  async load(): Promise<void> {
    for (const step of await this.options.store.operations.steps(this.options.scope, this.operation)) {
      this.#recorded.set(step.name, step);
      this.#order = Math.max(this.#order, step.order + 1);
    }
  }

  /** Whether anything was sent, or is about to be: from here on only a failure stops the operation. */
  get begun(): boolean {
    return this.#begun || this.#recorded.size > 0;
  }

  readonly step: WriteContext["step"] = async <T extends Json | undefined>(name: string, call: Call<T>): Promise<T> => {
    const known = this.#recorded.get(name);
    if (known?.state === "DONE") return this.#finished(known, call, known.result as T);
    const halted = this.halt();
    if (halted && (known?.state !== "PENDING" || !mayBeLeft(call))) throw halted;
    this.#begun = true;
    const step = known ?? (await this.#pending(name));
    await this.options.checkpoint(`${name}.recorded`);
    const result = await this.#made(step, call, known !== undefined, halted);
    await this.options.checkpoint(`${name}.acted`);
    const done = await this.#record({ ...step, state: "DONE", result: result ?? undefined });
    await this.options.checkpoint(`${name}.done`);
    return this.#finished(done, call, result);
  };

  /**
   * When the operation turns back, an interrupted call is only looked for, so that it can be taken back; where it cannot be found,
   * its token gives what it made, if it is sent again. What was refused left nothing, and is not looked for after a crash.
   */
  async #made<T>(step: Step, call: Call<T>, interrupted: boolean, halted: Error | undefined): Promise<T> {
    const only = halted && call.find ? { ...call, send: () => Promise.reject(halted) } : call;
    try {
      return await attempt(only, step, { ...this.options, interrupted });
    } catch (error) {
      if (error instanceof ProviderFault && !isRepeatable(error)) await this.#record({ ...step, state: "UNDONE" });
      throw error;
    }
  }

  #finished<T>(step: Step, { undo }: Call<T>, result: T): T {
    if (undo) this.#undos.push({ step, run: () => undo(result) });
    return result;
  }

  async #pending(name: string): Promise<Step> {
    const once = onceOf(this.operation, this.resourceId, name);
    return this.#record({ name, ...once, state: "PENDING", result: undefined, order: this.#order++ });
  }

  async #record(step: Step): Promise<Step> {
    await this.options.store.operations.recordStep(this.options.scope, this.operation, step);
    this.#recorded.set(step.name, step);
    return step;
  }

  /** Takes everything back, last first. Returns the names of the steps that could not be taken back. */
  async undo(): Promise<readonly string[]> {
    const leaked: string[] = [];
    for (const { step, run } of this.#undos.reverse()) {
      if (await this.#undone(step, run)) await this.#forgotten(step);
      else leaked.push(step.name);
    }
    return leaked;
  }

  async #forgotten(step: Step): Promise<void> {
    await this.options.checkpoint(`${step.name}.reverted`);
    await this.#record({ ...step, state: "UNDONE" });
    await this.options.checkpoint(`${step.name}.undone`);
  }

  async #undone({ name }: Step, run: () => Promise<void>): Promise<boolean> {
    const { clock, log, limits, signal } = this.options;
    for (let count = 1; ; count++) {
      signal.throwIfAborted();
      try {
        await run();
        return true;
      } catch (error) {
        log.warn({ operation: this.operation, step: name, count, error: String(error) }, "a step could not be taken back");
        if (count >= UNDO_ATTEMPTS && !this.#mayWait(error)) return false;
        await clock.sleep(limits.pollShortest * 2 ** Math.min(count, UNDO_ATTEMPTS), signal);
      }
    }
  }

  /** A cloud that is away comes back: what it has is not left behind as long as the operation may take. */
  #mayWait(error: unknown): boolean {
    return isRepeatable(error) && this.options.clock.now() < this.options.deadline;
  }
}

/** Whether an interrupted call may have left something that can be taken back. */
const mayBeLeft = ({ find, undo }: { readonly find?: unknown; readonly undo?: unknown }): boolean =>
  find !== undefined || undo !== undefined;

/** With doubling pauses: long enough for what is being detached or deleted to let go. */
const UNDO_ATTEMPTS = 7;
