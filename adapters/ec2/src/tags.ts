import type { Tag } from "@aws-sdk/client-ec2";
import type { Ec2Settings } from "./read-settings.js";

export type Tags = readonly Tag[] | undefined;

/** Tag keys that the gateway keeps to itself. CIMI's name is the tag `Name`, as the consoles of EC2 show it. */
export const RESERVED = {
  name: "Name",
  /** Set in the call that makes the object: the CIMI id. */
  marker: "cimi-op",
  description: "cimi-description",
  /** The keys written through CIMI, as a JSON array; in base 64 where values may have no quotes. */
  properties: "cimi-properties",
  /** IMAGE or SNAPSHOT, of an image; DISK, of a volume. */
  type: "cimi-type",
  /** On a SNAPSHOT: the one before it. */
  related: "cimi-related",
  /** On a machine: the SNAPSHOT last taken or restored. */
  snapshot: "cimi-snapshot",
  /** On an interface: the CIMI id of the endpoint that its first address is; empty until that is made. */
  primary: "cimi-primary",
  /** On a route table: the names of its routes by their destinations, as JSON. */
  routes: "cimi-routes",
  /** On a NAT gateway: the Elastic IP address that was allocated for it and goes with it. */
  address: "cimi-address",
  /** On a VPN connection: the VPN gateway that was made for it and goes with it. */
  gateway: "cimi-gateway",
  /** On a load balancer: the security group that was made for it and goes with it. */
  firewall: "cimi-firewall",
} as const;

const reserved: ReadonlySet<string> = new Set(Object.values(RESERVED));

/** What the operator says of tags: which foreign ones are properties, and which confine the cloud. */
export type TagRules = Pick<Ec2Settings, "tagPrefixes" | "scope"> & {
  /** The characters that keys and values may have. Absent: nearly all. */
  readonly alphabet?: RegExp;
};

export const tagIn = (tags: Tags, key: string): string | undefined => tags?.find(({ Key }) => Key === key)?.Value;

export const markerIn = (tags: Tags): string | undefined => tagIn(tags, RESERVED.marker);

/** The keys that were written through CIMI; a list that somebody spoiled is taken for empty. */
export function propertyKeys(tags: Tags): readonly string[] {
  try {
    const text = tagIn(tags, RESERVED.properties) ?? "[]";
    const keys: unknown = JSON.parse(text.startsWith("[") ? text : Buffer.from(text, "base64").toString());
    return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === "string") : [];
  } catch {
    return [];
  }
}

/** Whether a tag is a property: written through CIMI, or of a prefix that the operator named. */
export function propertyTest(tags: Tags, { tagPrefixes, scope }: TagRules): (key: string) => boolean {
  const keys = new Set(propertyKeys(tags));
  const isKept = (key: string): boolean => reserved.has(key) || Object.hasOwn(scope, key);
  return (key) => !isKept(key) && (keys.has(key) || tagPrefixes.some((prefix) => key.startsWith(prefix)));
}

/** 5.1: foreign and reserved tags are no properties. */
export function propertiesIn(tags: Tags, rules: TagRules): Readonly<Record<string, string>> | undefined {
  const isProperty = propertyTest(tags, rules);
  const entries = (tags ?? [])
    .filter(({ Key }) => Key !== undefined && isProperty(Key))
    .map(({ Key, Value }) => [Key!, Value ?? ""] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** How the common attributes are read of whatever bears tags. */
export const described = <Native>(tagsOf: (native: Native) => Tags, rules: TagRules) => ({
  name: (native: Native) => tagIn(tagsOf(native), RESERVED.name),
  description: (native: Native) => tagIn(tagsOf(native), RESERVED.description),
  properties: (native: Native) => propertiesIn(tagsOf(native), rules),
});
