import type { Progress } from "@cimi-gateway/adapter";
import type { AnyResourceAdapter } from "../read/source.js";
import type { Seen, Verdict } from "./watch.js";

/** Native operation objects, looked at like resources: many in one call, `state` says how far they are. */
export const handlesOf = (adapter: AnyResourceAdapter): AnyResourceAdapter => ({
  identify: (native) => ({ id: String(native) }),
  attributes: { state: (native: unknown) => stateOf(native as Progress) } as AnyResourceAdapter["attributes"],
  async *list() {},
  read: (handles, context) => adapter.poll!(handles, context),
});

const stateOf = ({ done, error }: Progress): string => (error ? `failed: ${error.message}` : done ? "done" : "running");

/** A native operation object is finished, with or without an error; one that is forgotten was finished long ago. */
export function handleFinished({ state, exists, missed }: Seen): Verdict {
  if (!exists) return missed > 2 ? "done" : "wait";
  if (state!.startsWith("failed: ")) return new Error(state!.slice("failed: ".length));
  return state === "done" ? "done" : "wait";
}
