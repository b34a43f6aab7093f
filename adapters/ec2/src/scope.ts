import type { Filter, ResourceType, Tag, TagSpecification } from "@aws-sdk/client-ec2";
import { isInScope, SCOPE_TAGS, type ScopeTags, type Settings, scopeTagsIn } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import { RESERVED, type Tags, tagIn } from "./tags.js";

/** Of a key and of a value (EC2 user guide, "Tag your Amazon EC2 resources", Tag restrictions). */
const KEY_LENGTH = 128;
const VALUE_LENGTH = 256;

/** @throws Error for tags that EC2 or the gateway keeps to itself */
export function readScope(given: Settings): ScopeTags {
  const scope = scopeTagsIn(given);
  for (const [key, value] of Object.entries(scope)) {
    if (key === "" || key.length > KEY_LENGTH || value.length > VALUE_LENGTH)
      throw new Error(`${SCOPE_TAGS.name} must have keys of 1 to ${KEY_LENGTH} and values of at most ${VALUE_LENGTH} characters`);
    if (/^(aws:|cimi-)/i.test(key) || key === RESERVED.name)
      throw new Error(
        `${SCOPE_TAGS.name} must not name ${key}: "aws:", "cimi-" and ${RESERVED.name} are reserved; take another key`,
      );
  }
  return scope;
}

/** The filters of a Describe call that is confined to the scope. */
export function confined(scope: ScopeTags, filters: readonly Filter[] = []): { readonly Filters?: Filter[] } {
  const all = [...filters, ...Object.entries(scope).map(([key, value]) => filterOn(key, value))];
  return all.length === 0 ? {} : { Filters: all };
}

/** EC2 takes * and ? in values of filters for wildcards unless a backslash stands before them; an empty value is not asked for. */
const filterOn = (key: string, value: string): Filter =>
  value === "" ? filter("tag-key", [key]) : filter(`tag:${key}`, [value.replace(/[\\*?]/g, "\\$&")]);

/** Whether the bearer of these tags is inside: the last word, whatever a filter let through. */
export const isInside = (scope: ScopeTags, tags: Tags): boolean => isInScope(scope, (key) => tagIn(tags, key));

/** Whether there is something outside the scope. */
export const isConfined = (scope: ScopeTags): boolean => Object.keys(scope).length > 0;

export const scopeTags = (scope: ScopeTags): Tag[] => Object.entries(scope).map(([Key, Value]) => ({ Key, Value }));

/** The tags of what a call makes: the main thing with its own and the scope's, what comes along with the scope's alone. */
export function tagSpecifications(
  scope: ScopeTags,
  [type, tags]: readonly [ResourceType, Tag[]],
  ...along: readonly ResourceType[]
): TagSpecification[] {
  const Tags = scopeTags(scope);
  const others = isConfined(scope) ? along.map((ResourceType) => ({ ResourceType, Tags })) : [];
  return [{ ResourceType: type, Tags: [...tags, ...Tags] }, ...others];
}
