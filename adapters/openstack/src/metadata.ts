import { markerOfName } from "./native-name.js";
import type { OpenstackSettings } from "./read-settings.js";

/** Metadata of a server, a volume or a snapshot, or the properties of an image. */
export type Metadata = Readonly<Record<string, string>> | undefined;

/** Keys that the gateway keeps to itself. */
export const RESERVED = {
  /** Set in the call that makes the object: the CIMI id. */
  marker: "cimi-op",
  /** Of an image, which has no description of its own. */
  description: "cimi-description",
  /** The keys written through CIMI, as a JSON array. */
  properties: "cimi-properties",
  /** IMAGE or SNAPSHOT, of an image. */
  type: "cimi-type",
  /** On a SNAPSHOT: the one before it. */
  related: "cimi-related",
  /** On a server: the SNAPSHOT last taken or restored. */
  snapshot: "cimi-snapshot",
} as const;

const reserved: ReadonlySet<string> = new Set(Object.values(RESERVED));
export const isReserved = (key: string): boolean => reserved.has(key);

/** What the operator says of metadata: which foreign ones are properties, and which confine the cloud. */
export type MetadataRules = Pick<OpenstackSettings, "propertyPrefixes" | "scope">;

export const valueIn = (metadata: Metadata, key: string): string | undefined =>
  metadata && Object.hasOwn(metadata, key) ? metadata[key] : undefined;

export const markerIn = (metadata: Metadata): string | undefined => valueIn(metadata, RESERVED.marker);

/** The keys that were written through CIMI; a list that somebody spoiled is taken for empty. */
export function propertyKeys(metadata: Metadata): readonly string[] {
  try {
    const keys: unknown = JSON.parse(valueIn(metadata, RESERVED.properties) || "[]");
    return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === "string") : [];
  } catch {
    return [];
  }
}

/** Whether a key is a property: written through CIMI, or of a prefix that the operator named. */
export function propertyTest(metadata: Metadata, { propertyPrefixes, scope }: MetadataRules): (key: string) => boolean {
  const keys = new Set(propertyKeys(metadata));
  return (key) =>
    !reserved.has(key) &&
    !Object.hasOwn(scope, key) &&
    (keys.has(key) || propertyPrefixes.some((prefix) => key.startsWith(prefix)));
}

/** 5.1: foreign and reserved metadata are no properties. */
export function propertiesIn(metadata: Metadata, rules: MetadataRules): Readonly<Record<string, string>> | undefined {
  const isProperty = propertyTest(metadata, rules);
  const entries = Object.entries(metadata ?? {}).filter(([key]) => isProperty(key));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** What bears a name, a description and metadata. */
export interface Bearer {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Metadata;
}

/** A native name that was made up because OpenStack wants one is no name. */
export const nameOf = ({ name, metadata }: Bearer): string | undefined =>
  !name || (markerOfName(name) !== undefined && markerOfName(name) === markerIn(metadata)) ? undefined : name;

/** How the common attributes are read of whatever bears metadata. */
export const described = <Native>(bearerOf: (native: Native) => Bearer, rules: MetadataRules) => ({
  name: (native: Native) => nameOf(bearerOf(native)),
  description: (native: Native) => bearerOf(native).description || undefined,
  properties: (native: Native) => propertiesIn(bearerOf(native).metadata, rules),
});
