import type { Traits } from "./describe.js";

type Secrecy = Pick<Traits, "secret" | "secretEntry" | "shownEntries">;

/** Whether what an attribute holds, or what its map holds under a key, is a secret. */
export const isSecret = ({ secret, secretEntry, shownEntries }: Secrecy, entry?: string): boolean =>
  secret === true ||
  (entry !== undefined && ((shownEntries !== undefined && !shownEntries.includes(entry)) || secretEntry?.(entry) === true));

/** Whether an attribute may hold secrets at all. */
export const mayHoldSecrets = ({ secret, secretEntry, shownEntries }: Secrecy): boolean =>
  secret === true || shownEntries !== undefined || secretEntry !== undefined;

/** What of an attribute's value may be shown; undefined where nothing may. */
export function shownPart(secrecy: Secrecy, value: unknown): unknown {
  if (!mayHoldSecrets(secrecy) || value === undefined || value === null) return value;
  if (secrecy.secret) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([entry]) => !isSecret(secrecy, entry)));
}
