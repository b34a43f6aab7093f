import type { Dialect } from "./dialect.js";
import { seenInJson } from "./seen-json.js";
import { seenInXml } from "./seen-xml.js";

export interface Link {
  readonly rel: string;
  readonly href: string;
  readonly available: boolean;
}

/** A representation as a consumer reads it, whatever its format and edition. Read without the gateway's own model, on purpose. */
export interface Seen {
  /** The type's name: the end of resourceURI, or the root element. */
  readonly type: string;
  /** The value of a simple attribute as text. */
  text(name: string): string | undefined;
  href(name: string): string | undefined;
  /** The references of an array; named in the plural. */
  hrefs(name: string): readonly string[];
  /** A structure, or what a reference was expanded to. */
  part(name: string): Seen | undefined;
  /** The entries of an array; named in the plural. */
  parts(name: string): readonly Seen[];
  readonly names: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  /** A map: parameters, policies. */
  map(name: string): Readonly<Record<string, string>>;
  readonly operations: readonly Link[];
  /** The items of a Collection. */
  readonly items: readonly Seen[];
}

export const seenIn = (text: string, { format, edition }: Dialect): Seen =>
  format === "json" ? seenInJson(text, edition) : seenInXml(text, edition);

export const linkOf = ({ operations }: Seen, rel: string): Link | undefined =>
  operations.find((link) => link.rel === rel || link.rel.endsWith(`/action/${rel}`));

/** Whether an operation may be used now: edition 1 leaves out what may not, edition 2 says so. */
export const offers = (seen: Seen, rel: string): boolean => linkOf(seen, rel)?.available ?? false;

/** What has to be there, or the test has failed. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the answer holds no ${what}`);
  return value;
}

export const idOf = (seen: Seen): string => required(seen.text("id"), "id");
