import { ProviderFault } from "@cimi-gateway/adapter";
import { type Model, model } from "@cimi-gateway/model";
import type { Seen, Verdict } from "./watch.js";

const described: Model = model;
const BROKEN: ReadonlySet<string> = new Set(["ERROR", "FAILED"]);

const broken = (type: string, state: string): Error => new ProviderFault("conflict", `the ${type} is in the state ${state}`);
const vanished = (type: string): Error => new ProviderFault("notFound", `the ${type} is gone`);

/** "Not found" may only be a read that lags behind: it is believed when it was said again, and for the whole window (RELIABILITY, fault 54). */
const isGone = ({ exists, missed, missedFor }: Seen, window: number): boolean => !exists && missed >= 2 && missedFor >= window;

/** A create is finished when the resource is there and nothing is under way with it. */
export const created =
  (type: string, window: number) =>
  (seen: Seen): Verdict => {
    if (isGone(seen, window)) return vanished(type);
    if (!seen.exists) return "wait";
    return settledState(type, seen.state);
  };

function settledState(type: string, state: string | undefined): Verdict {
  if (state === undefined) return "done";
  if (BROKEN.has(state)) return broken(type, state);
  return described[type]!.stable?.includes(state) ? "done" : "wait";
}

/** What something was made of may be busy for longer than that: the Job ends when nothing is under way with it, whatever became of it. */
export const rested =
  (type: string) =>
  ({ exists, state }: Seen): Verdict =>
    !exists || state === undefined || (described[type]!.stable?.includes(state) ?? true) ? "done" : "wait";

/** A delete is finished when the resource is gone. */
export const deleted = (seen: Seen): Verdict => (seen.exists ? "wait" : "done");

/** An operation is finished in the state that the model says; one that changes no state, in any settled one (5.8). */
export const operated =
  (type: string, after: string | undefined, window: number) =>
  (seen: Seen): Verdict => {
    if (isGone(seen, window)) return vanished(type);
    if (!seen.exists) return "wait";
    if (seen.state !== undefined && BROKEN.has(seen.state)) return broken(type, seen.state);
    return after === undefined ? settledState(type, seen.state) : seen.state === after ? "done" : "wait";
  };

/** What an adapter waits for between two steps; without states, that the resource is there. */
export const reached =
  (type: string, states: readonly string[], window: number) =>
  (seen: Seen): Verdict => {
    if (isGone(seen, window)) return vanished(type);
    if (seen.exists && (states.length === 0 || (seen.state !== undefined && states.includes(seen.state)))) return "done";
    return seen.state !== undefined && BROKEN.has(seen.state) ? broken(type, seen.state) : "wait";
  };
