import type { Edition } from "../edition.js";
import type { Model } from "../model.js";
import type { XmlElement } from "../wire/xml-element.js";

/** What a writer needs to know: the edition, how a path inside the cloud becomes an absolute URI, and the model. */
export interface Writing {
  readonly edition: Edition;
  readonly model: Model;
  /** Whether what only existing clients look for is shown, too. */
  readonly tolerant?: boolean;
  /** Makes the absolute URI of a path such as `machines/7`; what is absolute, or empty, stays so. */
  href(path: string): string;
  /** Texts of representations that were written before with this very writing: a Representation is never changed, so its text is not either. */
  readonly written?: WeakMap<Representation, WrittenTexts>;
}

/** The text of a representation in each format in which it was written. */
export interface WrittenTexts {
  json?: string;
  xml?: string;
}

/** What a reader needs to know. */
export interface Reading {
  readonly edition: Edition;
  readonly model: Model;
  /** Lenient reading of what existing clients send (unknown members are dropped instead of refused). */
  readonly tolerant: boolean;
  /** An attribute sent as null or as an empty element erases that of the referenced template (4.2.1.1). */
  readonly erasable: boolean;
  /** 5.1: the namespace of the attribute whose content is read; what is inside it bears the same one. */
  readonly namespace?: string | undefined;
}

/** How `$filter` may compare values of a type (4.1.6.1). */
export type Operator = "<" | "<=" | "=" | ">=" | ">" | "!=";
export type LiteralKind = "integer" | "date" | "string" | "boolean";
export interface Filtering {
  readonly operators: readonly Operator[];
  readonly kinds: readonly LiteralKind[];
}

/** @param target the type of resource that the reference may name; `*`: any */
export type ReplaceReference = (reference: Reference, target: string) => Reference;

/**
 * One data type of clause 5.5: everything the gateway knows about it, in one place.
 * Shared code never asks which type it holds; it asks the type.
 */
export interface DataType<T> {
  /** Its name in the tables of the standard and in ResourceMetadata. */
  readonly label: string;
  /** 5.5.15: an empty value is never serialised. */
  isEmpty(value: T): boolean;
  /** The JSON text of a value. */
  toJson(value: T, writing: Writing): string;
  fromJson(json: unknown, reading: Reading): T;
  /** The elements that carry a value under this attribute name. */
  toXml(name: string, value: T, writing: Writing): string;
  fromXml(elements: readonly XmlElement[], reading: Reading): T;
  /** Another element name that is read in XML, where the standard leaves the form open. */
  xmlAlias?(name: string): string;
  /** The element name in XML, where it is not the attribute's. */
  xmlName?(name: string, edition: Edition): string;
  /** 4.1.6.6: a total order for `$orderby` and `$filter`. Absent: the type cannot be sorted. */
  compare?(a: T, b: T): number;
  readonly filtering?: Filtering;
  /** Scalars only: the text of a value, as in an XML attribute or a `$filter` literal. */
  toText?(value: T, edition: Edition): string;
  fromText?(text: string, edition: Edition): T;
  /** Reads what `$filter` compares with, where that may be more than a value can be. Absent: as fromText. */
  literal?(text: string, edition: Edition): T;
  /** The value as an edition shows it to `$filter` and `$orderby`. Absent: unchanged. */
  seenIn?(value: T, edition: Edition): T;
  /** Whether an edition has a form for the value. Absent: it has. */
  isShownIn?(value: T, edition: Edition): boolean;
  /** The value with every reference in it replaced, those by value among them. Absent: the type holds none. */
  mapReferences?(value: T, replace: ReplaceReference): T;
  /** JSON Schema (2020-12) of a value in JSON, for types that have no parts; types that have are walked. */
  readonly schema?: JsonSchema;
  /** The same, where it differs by edition. */
  schemaIn?(edition: Edition): JsonSchema;
  /** A value for the samples of the reference, for types that have no parts. */
  readonly example?: T;
  /** Strings of listed values only: those values. */
  readonly values?: readonly T[];
  /** Arrays only: the type of the items. */
  readonly item?: DataType<unknown>;
  /** The type of the resource referred to, for references and collections. */
  readonly target?: string;
  /** Attributes of this type hold a Collection (5.5.12). */
  readonly collects?: boolean;
  /** Nested attributes of a structure, or of the items of an array of structures. */
  readonly members?: Readonly<Record<string, { readonly type: DataType<unknown>; readonly consumerMandatory: boolean }>>;
  /** Structures only: the members of which each value has exactly one. */
  readonly oneOf?: readonly string[];
}

/** A JSON Schema, as far as it is said here: it goes into documents as it is. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type ValueOf<D> = D extends DataType<infer T> ? T : never;

/**
 * 5.5.6: a reference. Inside the gateway `href` is a path within the cloud (`machines/7`); a writer makes it absolute.
 * In a request `value` holds attributes of the resource referred to: a part given by value, or overrides (4.2.1.1).
 * In an answer `expanded` holds the resource itself (4.1.6.4).
 */
export interface Reference {
  readonly href?: string | undefined;
  readonly value?: Values;
  readonly expanded?: Representation;
}

/** A link of `operations` (4.2). `available` false is shown in edition 2 only; edition 1 leaves the operation out. */
export interface OperationLink {
  readonly rel: string;
  readonly href: string;
  readonly available?: boolean;
}

/** A resource, or a Collection of resources of a type, as it is shown to a consumer. */
export interface Representation {
  /** The type's name in the model; for a Collection, that of its items. */
  readonly type: string;
  readonly values: Values;
  readonly operations?: readonly OperationLink[];
  /** Set for a Collection (5.5.12). */
  readonly collects?: boolean;
  readonly items?: readonly Representation[];
}

/** Attributes by their names in the model; null erases (4.2.1.1). */
export type Values = Readonly<Record<string, unknown>>;
