import { type Progress, ProviderFault } from "@cimi-gateway/adapter";
import type { AnyResourceAdapter } from "../read/source.js";
import type { Seen, Verdict } from "./watch.js";

/** Native operation objects, looked at like resources: many in one call. */
export const handlesOf = (adapter: AnyResourceAdapter): AnyResourceAdapter => ({
  identify: (native) => ({ id: String(native) }),
  attributes: {},
  async *list() {},
  read: (handles, context) => adapter.poll!(handles, context),
});

/** A native operation object is finished, with or without an error; one that is forgotten was finished long ago. */
export function handleFinished({ native, missed }: Seen): Verdict {
  if (native === undefined) return missed > 2 ? "done" : "wait";
  const { done, error } = native as Progress;
  if (error) return error instanceof ProviderFault ? error : new ProviderFault("conflict", error.message, { cause: error });
  return done ? "done" : "wait";
}
