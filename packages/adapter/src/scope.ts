import { ProviderFault } from "./fault.js";
import type { Setting, Settings } from "./settings.js";

/** Tags, labels or whatever a cloud calls them, by key. Empty: the whole account is the scope. */
export type ScopeTags = Readonly<Record<string, string>>;

/**
 * Contract, Safety per cloud: the setting that confines a cloud to a part of an account. What lacks one of these tags is invisible, also
 * to references; whatever is made gets them in the call that makes it. An adapter whose cloud has tags puts this into its list.
 */
export const SCOPE_TAGS: Setting = {
  name: "scope.tags",
  type: "map",
  help: "Only what bears all of these tags exists for consumers, and what they make gets them. They are never shown and cannot be changed.",
  example: { "managed-by": "cimi" },
};

/** The scope in a cloud's validated entry; YAML may have read a value as a number or a truth value. */
export const scopeTagsIn = (settings: Settings): ScopeTags =>
  Object.fromEntries(Object.entries(settings[SCOPE_TAGS.name] ?? {}).map(([key, value]) => [key, String(value)]));

/** @param tagOf the value of one tag of the native object; undefined: it has no such tag */
export const isInScope = (scope: ScopeTags, tagOf: (key: string) => string | undefined): boolean =>
  Object.entries(scope).every(([key, value]) => tagOf(key) === value);

/** The tags of the scope are reserved. @throws ProviderFault invalid that names the key */
export function checkReserved(scope: ScopeTags, properties: Readonly<Record<string, string>> | null | undefined): void {
  const key = Object.keys(properties ?? {}).find((name) => Object.hasOwn(scope, name));
  if (key === undefined) return;
  throw new ProviderFault(
    "invalid",
    `the property key ${JSON.stringify(key)} is reserved: this cloud is confined by it; choose another key, or leave it out`,
  );
}
