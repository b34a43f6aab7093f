import { type ErrorTable, kindOf, ProviderFault } from "@cimi-gateway/adapter";
import { Refusal } from "./world/refusal.js";

/** What the cloud's codes mean to the gateway. */
export const ERRORS: ErrorTable = [
  ["NotFound", "notFound"],
  ["Conflict", "conflict"],
  ["Invalid", "invalid"],
  ["Denied", "denied"],
  ["QuotaExceeded", "quota"],
  ["Throttled", "throttled"],
  ["InternalError", "unavailable"],
  ["Unreachable", "unavailable"],
  ["NoAnswer", "unanswered"],
  ["Garbled", "garbled"],
];

/** Anything but a refusal passes unchanged: it is the caller's own abort, or a mistake of ours. */
export function faultOf(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const { code, message, retryAfter } = error;
  const unsent = code === "Unreachable";
  return new ProviderFault(kindOf(ERRORS, code) ?? "garbled", `sandbox: ${message}`, { code, retryAfter, unsent, cause: error });
}

export const isGone = (error: unknown): boolean => error instanceof ProviderFault && error.kind === "notFound";
