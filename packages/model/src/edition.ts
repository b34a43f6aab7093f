/** Which edition of DSP0263 a message speaks. It decides names, wrappers, the namespace and some values. */
export type Edition = 1 | 2;

export const EDITIONS: readonly Edition[] = [1, 2];

const NAMESPACES = { 1: "http://schemas.dmtf.org/cimi/1", 2: "http://schemas.dmtf.org/cimi/2" } as const;

/** Table 1: the XML namespace of an edition; every type, action and capability URI starts with it. */
export const namespaceOf = (edition: Edition): string => NAMESPACES[edition];

/** The edition that a namespace belongs to; undefined for any other namespace. */
export const editionOf = (namespace: string): Edition | undefined =>
  EDITIONS.find((edition) => NAMESPACES[edition] === namespace);

/** The URI of a type, e.g. `http://schemas.dmtf.org/cimi/2/Machine`. */
export const typeUri = (name: string, edition: Edition): string => `${NAMESPACES[edition]}/${name}`;

/**
 * The neutral model speaks edition 2. A URI inside the CIMI namespace is written in the namespace of the edition spoken
 * (`…/cimi/2/mapped` is `…/cimi/1/mapped` in edition 1); any other URI is left alone.
 */
export function uriIn(edition: Edition, uri: string): string {
  const other = NAMESPACES[edition === 1 ? 2 : 1];
  return uri.startsWith(`${other}/`) ? NAMESPACES[edition] + uri.slice(other.length) : uri;
}

/** The URI of an operation (Table of each resource, "link@rel"); the four of 4.2 and 5.5.12 keep their short names. */
export const actionUri = (name: string, edition: Edition): string =>
  SHORT.has(name) ? name : `${NAMESPACES[edition]}/action/${name}`;

const SHORT: ReadonlySet<string> = new Set(["add", "edit", "delete", "insert", "remove"]);

/** 5.11.1: the URI of a capability, e.g. `http://schemas.dmtf.org/cimi/2/capability/Machine/UserData`. */
export const capabilityUri = (resource: string, name: string, edition: Edition): string =>
  `${NAMESPACES[edition]}/capability/${resource}/${name}`;

/** Whether a namespace is neither CIMI's nor the gateway's; elements without one are taken for CIMI's. */
export const isForeign = (namespace: string): boolean =>
  namespace !== "" && namespace !== EXTENSION_NAMESPACE && editionOf(namespace) === undefined;

/** The namespace of what the gateway adds to CIMI (5.1: extension attributes). */
export const EXTENSION_NAMESPACE = "urn:cimi-gateway:extension:1";

/** 5.11.1: the URI of a capability that the gateway adds to those of Table 7. */
export const extensionCapabilityUri = (resource: string, name: string): string =>
  `${EXTENSION_NAMESPACE}/capability/${resource}/${name}`;
