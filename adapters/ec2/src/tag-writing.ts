import type { ResourceType, Tag, TagSpecification } from "@aws-sdk/client-ec2";
import { checkReserved, ProviderFault } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import { tagSpecifications } from "./scope.js";
import { propertyTest, RESERVED, type TagRules, type Tags, tagIn } from "./tags.js";

/** What a tag may hold (PROVIDERS.md, section 8): 50 tags of 128 and 256 characters. */
const KEY_LENGTH = 128;
const VALUE_LENGTH = 256;
const TAGS = 50;
const RESERVED_TAGS = Object.keys(RESERVED).length;

/** XML carries no control characters and no halves of surrogate pairs, and space at an end may be trimmed on the way. */
const UNFIT = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;
const fits = (text: string, length: number): boolean => text.length <= length && text === text.trim() && !UNFIT.test(text);

const isTaken = (text: string, length: number, { alphabet }: TagRules): boolean =>
  fits(text, length) && (alphabet?.test(text) ?? true);

/** The keys of properties, in the characters that there are. */
const keyList = (keys: readonly string[], { alphabet }: TagRules): string => {
  const text = JSON.stringify(keys);
  return alphabet ? Buffer.from(text).toString("base64") : text;
};

type Text = string | null | undefined;
type Properties = Readonly<Record<string, string>>;

/** The common attributes of a request; null: to be removed. */
export interface Described {
  readonly name?: Text;
  readonly description?: Text;
  readonly properties?: Properties | null | undefined;
}

/** What is to be done with the tags of an object, and what they cannot hold. */
export interface TagChange {
  readonly set: Tag[];
  readonly remove: string[];
  readonly overlay: Values;
}

/** Foreign tags stay as they are; of our own only those that differ are written. A value that does not fit goes whole to the overlay. */
export function tagChange(current: Tags, wanted: Described, rules: TagRules): TagChange {
  const [target, overlay] = [new Map<string, string | undefined>(), {} as Record<string, unknown>];
  if (wanted.name !== undefined) overlay.name = putText(target, RESERVED.name, wanted.name, rules);
  if (wanted.description !== undefined) overlay.description = putText(target, RESERVED.description, wanted.description, rules);
  if (wanted.properties !== undefined) overlay.properties = putProperties(target, current, wanted.properties ?? {}, rules);
  return { ...difference(current, target), overlay };
}

/** Null: nothing is left for the overlay. */
function putText(target: Map<string, string | undefined>, key: string, value: string | null, rules: TagRules): string | null {
  const isTag = value !== null && isTaken(value, VALUE_LENGTH, rules);
  target.set(key, isTag ? value : undefined);
  return isTag ? null : value;
}

function putProperties(
  target: Map<string, string | undefined>,
  current: Tags,
  wanted: Properties,
  rules: TagRules,
): Properties | null {
  const isOurs = propertyTest(current, rules);
  const scope = Object.keys(rules.scope);
  const foreign = (current ?? []).filter(({ Key }) => !isOurs(Key!) && !isReserved(Key!) && !scope.includes(Key!));
  checkReserved(rules.scope, wanted);
  for (const key of Object.keys(wanted)) checkKey(key, foreign);
  const isTags = fitsAsTags(wanted, scope.length + foreign.filter(({ Key }) => !isAws(Key!)).length, rules);
  for (const { Key } of current ?? []) if (isOurs(Key!)) target.set(Key!, undefined);
  target.set(RESERVED.properties, undefined);
  if (!isTags) return wanted;
  for (const [key, value] of Object.entries(wanted)) target.set(key, value);
  const keys = Object.keys(wanted);
  if (keys.length > 0) target.set(RESERVED.properties, keyList(keys, rules));
  return null;
}

const isAws = (key: string): boolean => /^aws:/i.test(key);
const isReserved = (key: string): boolean => (Object.values(RESERVED) as readonly string[]).includes(key);

function checkKey(key: string, foreign: readonly Tag[]): void {
  if (isAws(key) || key.startsWith("cimi-")) {
    throw new ProviderFault(
      "invalid",
      `the property key ${JSON.stringify(key)} is reserved; choose one that starts with neither "aws:" nor "cimi-"`,
    );
  }
  if (foreign.some(({ Key }) => Key === key)) {
    throw new ProviderFault(
      "conflict",
      `the tag ${JSON.stringify(key)} exists and was not written through CIMI; choose another property key`,
    );
  }
}

function fitsAsTags(wanted: Properties, others: number, rules: TagRules): boolean {
  const entries = Object.entries(wanted);
  return (
    entries.length + others + RESERVED_TAGS <= TAGS &&
    entries.every(
      ([key, value]) =>
        key !== "" && key !== RESERVED.name && isTaken(key, KEY_LENGTH, rules) && isTaken(value, VALUE_LENGTH, rules),
    ) &&
    keyList(Object.keys(wanted), rules).length <= VALUE_LENGTH
  );
}

function difference(current: Tags, target: ReadonlyMap<string, string | undefined>): { set: Tag[]; remove: string[] } {
  const [set, remove] = [[] as Tag[], [] as string[]];
  for (const [Key, Value] of target) {
    const present = tagIn(current, Key);
    if (Value === undefined && present !== undefined) remove.push(Key);
    if (Value !== undefined && Value !== present) set.push({ Key, Value });
  }
  return { set, remove };
}

/**
 * The tags of something new, for the call that makes it. Where the cloud is confined, what the call makes along with it gets the tags of
 * the scope.
 */
export function newTags(
  rules: TagRules,
  [type, ...along]: readonly [ResourceType, ...ResourceType[]],
  marker: string,
  wanted: Described,
  more: Readonly<Record<string, string | undefined>> = {},
): { readonly TagSpecifications: TagSpecification[] } {
  return { TagSpecifications: tagSpecifications(rules.scope, [type, ownTags(rules, marker, wanted, more)], ...along) };
}

/** The same without those of the scope. */
export function ownTags(
  rules: TagRules,
  marker: string,
  wanted: Described,
  more: Readonly<Record<string, string | undefined>> = {},
): Tag[] {
  const own = { [RESERVED.marker]: marker, ...more };
  const Tags = Object.entries(own).flatMap(([Key, Value]) => (Value === undefined ? [] : [{ Key, Value }]));
  return [...Tags, ...tagChange(undefined, wanted, rules).set];
}

/** What the tags of something new cannot hold; absent: they hold all. */
export function newOverlay(rules: TagRules, wanted: Described): { readonly overlay?: Values } {
  const left = Object.entries(tagChange(undefined, wanted, rules).overlay).filter(([, value]) => value !== null);
  return left.length === 0 ? {} : { overlay: Object.fromEntries(left) };
}
