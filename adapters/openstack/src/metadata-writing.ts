import { checkReserved, ProviderFault } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import { type Bearer, isReserved, type Metadata, type MetadataRules, propertyTest, RESERVED, valueIn } from "./metadata.js";
import { nativeName } from "./native-name.js";
import { KEY, LENGTH } from "./scope.js";

/** Items of metadata of one server, and of properties of one image, by the quotas that clouds begin with. */
const ITEMS = 128;

/** OpenStack's databases may hold three bytes of UTF-8 at most; controls, and blanks at an end, are refused or lost on the way. */
const UNFIT = /[\p{Cc}\p{Cs}\uFFFE\uFFFF\u{10000}-\u{10FFFF}]/u;
const isText = (text: string): boolean => text.length <= LENGTH && text === text.trim() && !UNFIT.test(text);
const fits = (text: string): boolean => text !== "" && isText(text);

type Text = string | null | undefined;
type Properties = Readonly<Record<string, string>>;

/** The common attributes of a request; null: to be removed. */
export interface Described {
  readonly name?: Text;
  readonly description?: Text;
  readonly properties?: Properties | null | undefined;
}

/** What is to be done with an object, and what it cannot hold. */
export interface Rewriting {
  /** The new native name. */
  readonly name?: string;
  /** Null: none any more. */
  readonly description?: string | null;
  readonly set: Properties;
  readonly remove: readonly string[];
  readonly overlay: Values;
}

/**
 * Foreign metadata stay as they are; of our own only those that differ are written. A value that does not fit goes whole to the overlay.
 * @param bearer the object as it is; a new one has nothing
 * @param marker its CIMI id, of which its native name is made where CIMI has none
 * @param isKey whether a key may be written besides what every service refuses
 */
export function rewriting(
  bearer: Bearer,
  wanted: Described,
  rules: MetadataRules,
  marker: string,
  isKey: (key: string) => boolean = () => true,
): Rewriting {
  const { metadata } = bearer;
  const overlay: Record<string, unknown> = {};
  const target = new Map<string, string | undefined>();
  if (wanted.properties !== undefined)
    overlay.properties = putProperties(target, metadata, wanted.properties ?? {}, rules, isKey);
  if (wanted.name !== undefined) overlay.name = overlaid(wanted.name);
  if (wanted.description !== undefined) overlay.description = overlaid(wanted.description);
  const name = wanted.name === undefined ? undefined : (natively(wanted.name) ?? nativeName(marker));
  const description = wanted.description === undefined ? undefined : natively(wanted.description);
  return {
    ...(name !== undefined && name !== bearer.name && { name }),
    ...(description !== undefined && description !== (bearer.description || null) && { description }),
    ...difference(metadata, target),
    overlay,
  };
}

const natively = (text: string | null): string | null => (text !== null && fits(text) ? text : null);

/** Null: nothing is left for the overlay. */
const overlaid = (text: string | null): string | null => (text === null || fits(text) ? null : text);

function putProperties(
  target: Map<string, string | undefined>,
  metadata: Metadata,
  wanted: Properties,
  rules: MetadataRules,
  isKey: (key: string) => boolean,
): Properties | null {
  const isOurs = propertyTest(metadata, rules);
  const present = Object.keys(metadata ?? {});
  const foreign = present.filter((key) => !isOurs(key) && !isReserved(key) && !Object.hasOwn(rules.scope, key));
  checkReserved(rules.scope, wanted);
  for (const key of Object.keys(wanted)) checkKey(key, foreign);
  for (const key of present) if (isOurs(key)) target.set(key, undefined);
  target.set(RESERVED.properties, undefined);
  if (!fitsAsMetadata(wanted, foreign.length + Object.keys(rules.scope).length, isKey)) return wanted;
  for (const [key, value] of Object.entries(wanted)) target.set(key, value);
  const keys = Object.keys(wanted);
  if (keys.length > 0) target.set(RESERVED.properties, JSON.stringify(keys));
  return null;
}

function checkKey(key: string, foreign: readonly string[]): void {
  if (key.startsWith("cimi-"))
    throw new ProviderFault(
      "invalid",
      `the property key ${JSON.stringify(key)} is reserved; choose one that does not start with "cimi-"`,
    );
  if (foreign.includes(key))
    throw new ProviderFault(
      "conflict",
      `the metadata ${JSON.stringify(key)} exist and were not written through CIMI; choose another property key`,
    );
}

function fitsAsMetadata(wanted: Properties, others: number, isKey: (key: string) => boolean): boolean {
  const entries = Object.entries(wanted);
  return (
    entries.length + others + Object.keys(RESERVED).length <= ITEMS &&
    entries.every(([key, value]) => KEY.test(key) && isText(key) && isKey(key) && isText(value)) &&
    JSON.stringify(Object.keys(wanted)).length <= LENGTH
  );
}

function difference(metadata: Metadata, target: ReadonlyMap<string, string | undefined>): Pick<Rewriting, "set" | "remove"> {
  const entries = [...target].filter(([key, value]) => valueIn(metadata, key) !== value);
  return {
    set: Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    remove: entries.filter(([, value]) => value === undefined).map(([key]) => key),
  };
}

/** What a new object gets in the call that makes it, with its marker and what confines the cloud. */
export interface Fresh {
  readonly name: string;
  /** Absent: none. */
  readonly description?: string;
  readonly metadata: Properties;
}

export function fresh(rules: MetadataRules, marker: string, wanted: Described, isKey?: (key: string) => boolean): Fresh {
  const { name = nativeName(marker), description, set } = rewriting({}, wanted, rules, marker, isKey);
  return {
    name,
    ...(typeof description === "string" && { description }),
    metadata: { [RESERVED.marker]: marker, ...set, ...rules.scope },
  };
}

/** What something new cannot hold; absent: it holds all. */
export function freshOverlay(
  rules: MetadataRules,
  wanted: Described,
  isKey?: (key: string) => boolean,
): { readonly overlay?: Values } {
  const { overlay } = rewriting({}, wanted, rules, "", isKey);
  const left = Object.entries(overlay).filter(([, value]) => value !== null);
  return left.length === 0 ? {} : { overlay: Object.fromEntries(left) };
}
