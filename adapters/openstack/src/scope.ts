import { isInScope, SCOPE_TAGS, type ScopeTags, type Settings, scopeTagsIn } from "@cimi-gateway/adapter";
import type { Metadata } from "./metadata.js";

/** Of a key and of a value (Compute API, "Server metadata"; Block Storage API v3, "Volume metadata"). */
export const LENGTH = 255;
/** What every service takes for a key. */
export const KEY = /^[A-Za-z0-9_:. -]{1,255}$/;

/** @throws Error for metadata that OpenStack does not take or the gateway keeps to itself */
export function readScope(given: Settings): ScopeTags {
  const scope = scopeTagsIn(given);
  for (const [key, value] of Object.entries(scope)) {
    if (!KEY.test(key) || value.length > LENGTH)
      throw new Error(
        `${SCOPE_TAGS.name} must have keys of letters, digits, blanks and _ : . - and, like values, at most ${LENGTH} characters`,
      );
    if (key.startsWith("cimi-"))
      throw new Error(`${SCOPE_TAGS.name} must not name ${key}: "cimi-" is reserved; take another key`);
  }
  return scope;
}

/** Whether the bearer of this metadata is inside. */
export const isInside = (scope: ScopeTags, metadata: Metadata): boolean =>
  isInScope(scope, (key) => (metadata && Object.hasOwn(metadata, key) ? metadata[key] : undefined));

/** Whether there is something outside the scope. */
export const isConfined = (scope: ScopeTags): boolean => Object.keys(scope).length > 0;
