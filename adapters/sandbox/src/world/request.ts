import { type Action, isAction } from "./actions.js";
import { Refusal } from "./refusal.js";
import type { Call } from "./script.js";
import type { PageQuery } from "./table.js";
import { KINDS, type Kind } from "./things.js";

/** A call of the native API, as it travels. */
export type Request =
  | ({ readonly verb: "list"; readonly kind: Kind } & PageQuery)
  | { readonly verb: "read"; readonly kind: Kind; readonly ids: readonly string[] }
  | { readonly verb: "write"; readonly action: Action; readonly input: object; readonly token?: string | undefined };

/** The name by which calls are counted and faults are scripted. */
export const callOf = (request: Request): Call => (request.verb === "write" ? request.action : `${request.kind}.${request.verb}`);

/** @throws Refusal Invalid */
export function requestIn(json: unknown): Request {
  const given = (typeof json === "object" && json !== null ? json : {}) as Readonly<Record<string, unknown>>;
  const { verb, kind, action, ids, input } = given;
  const wellFormed =
    verb === "write"
      ? isAction(action) && typeof input === "object" && input !== null
      : KINDS.includes(kind as Kind) && (verb === "list" || (verb === "read" && Array.isArray(ids)));
  if (!wellFormed) throw new Refusal("Invalid", "a call is {verb: list|read, kind, …} or {verb: write, action, input}");
  return json as Request;
}
