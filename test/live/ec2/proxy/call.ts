import { type Form, isTrue } from "./form.js";
import type { Memory } from "./memory.js";
import { Refusal } from "./refusal.js";
import type { World } from "./world.js";
import type { Element } from "./xml.js";

/** One call of an action. */
export interface Call {
  readonly action: string;
  readonly form: Form;
  readonly world: World;
  readonly memory: Memory;
  /** The region that the call is signed for. */
  readonly region: string;
  /** Hands the call on to moto, with other parameters if they are given. */
  forward(form?: Form): Promise<Element>;
}

/** Answers one action. What is not wrong with moto goes to `call.forward`. */
export type Handler = (call: Call) => Promise<Element>;

/** To be called after all checks and before acting in any handler that does not forward the call itself. */
export function refuseDryRun(call: Call): void {
  if (isTrue(call.form, "DryRun")) {
    throw new Refusal("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
  }
}

/** A parameter that the action cannot do without. */
export function requiredParameter(call: Call, name: string): string {
  const value = call.form.get(name);
  if (value === undefined || value === "")
    throw new Refusal("MissingParameter", `The request must contain the parameter ${name}`);
  return value;
}
