import { type Edition, EXTENSION_NAMESPACE } from "./edition.js";
import type { DataType } from "./types/data-type.js";
import type { Vocabulary } from "./vocabulary/vocabulary.js";

/** A resource referred to has one of these values, unless the cloud has a capability of the type on which the operation is. */
export interface Restriction {
  readonly attribute: string;
  readonly values: readonly string[];
  readonly unless: string;
}

/** The constraints of clause 5.3 and the traits by which the two editions differ. */
export interface Traits {
  /** 5.3: shown whenever it has a value. Default true. */
  readonly providerMandatory: boolean;
  /** 5.3: present in what a consumer sends. Default false. */
  readonly consumerMandatory: boolean;
  /** 5.3: may change after creation. Default true. */
  readonly mutable: boolean;
  /** 5.3: may be set by an update request. Default true; false whenever `mutable` is false. */
  readonly consumerWritable: boolean;
  /** The first edition that has the attribute. */
  readonly since: Edition;
  /** The last edition that has it. */
  readonly until: Edition;
  /** Its name in an edition, where that differs from the key in the description. */
  readonly names?: { readonly [E in Edition]?: string };
  /** Its element in an edition's XML, where only XML spells it otherwise (the schema's `shapshot`). */
  readonly xmlNames?: { readonly [E in Edition]?: string };
  /** Other spellings that requests may use (errata of the standard). */
  readonly accepted?: readonly string[];
  /** In edition 1 the entries of this map are attributes of the resource (Credential's userName, password and key). */
  readonly spread?: { readonly [key: string]: DataType<string> };
  /** Structures only: in edition 1 what this reference holds stands directly in the structure. */
  readonly merged?: Edition;
  /** Structures only: the text of the element in XML (a capability's value). */
  readonly content?: boolean;
  /** 5.1: the namespace of an attribute that CIMI does not define. */
  readonly namespace?: string;
  /** The first edition whose JSON shows it; existing clients of edition 1 refuse members that they do not know. */
  readonly jsonSince?: Edition;
  /** 5.1: an extension that may be said when the resource is made: in its template, where it is made from one. */
  readonly atCreation?: boolean;
  /** The first edition whose XML shows it (edition 1's schema gives Disk no common attributes). */
  readonly xmlSince?: Edition;
  /** Structures only: the edition whose schema wants the element even where there is no value; it is then empty. */
  readonly shownEmpty?: Edition;
  /** Templates only: must be there, unless the Collection that the resource is added to says it (5.16.7, 5.16.19). */
  readonly placed?: boolean;
  /** Templates only: one of these attributes is there, or this one. */
  readonly instead?: readonly string[];
  /** Templates only: the Collection of the new resource into which these existing resources are inserted. */
  readonly joins?: string;
  /** Templates only: the Collection of the new resource for which a resource is made from each of these templates. */
  readonly makes?: string;
  /** References only: a resource with these values is deleted with the one that it refers to (Table 21). */
  readonly goesAlong?: Readonly<Record<string, string>>;
  /** Input of operations only: what the resource referred to must be (5.14.1.2). */
  readonly only?: Restriction;
  /** Templates only: data that the cloud hands to the guest of what is made, in Base64 (5.14.3). */
  readonly payload?: boolean;
  /** Write-only: never shown or logged; kept only where something is made from it later, and then encrypted. */
  readonly secret?: boolean;
  /** Maps only: the keys that are no secrets; what is held under any other is one. */
  readonly shownEntries?: readonly string[];
  /** Maps only: whether what is held under a key is a secret, where the keys cannot be listed. */
  readonly secretEntry?: (key: string) => boolean;
  /** Maps only: what their keys and values mean, by the value of another attribute of the resource. */
  readonly vocabulary?: { readonly by: string; readonly of: Readonly<Record<string, Vocabulary>> };
  /** 5.6: the unit of an amount. */
  readonly unit?: string;
}

export interface Attribute<T> extends Traits {
  readonly type: DataType<T>;
  /** What the attribute means, for the reference pages. */
  readonly help?: string;
  /** A value for the samples of the reference pages, where that of the type tells little. */
  readonly example?: T;
}

const DEFAULTS = {
  providerMandatory: true,
  consumerMandatory: false,
  mutable: true,
  consumerWritable: true,
  since: 1,
  until: 2,
} as const satisfies Traits;

/** One attribute of a resource or a structure: its data type and whatever differs from the defaults of 5.3. */
export function attribute<T>(type: DataType<T>, traits: Partial<Attribute<T>> = {}): Attribute<T> {
  return { ...DEFAULTS, ...traits, type };
}

/** Traits of an attribute that only the provider sets and that changes. */
export const readOnly = { consumerWritable: false } as const;
/** Traits of an attribute that never changes. */
export const immutable = { mutable: false, consumerWritable: false } as const;

/** Traits of an attribute that the gateway adds to CIMI (5.1); edition 1's JSON clients refuse what they do not know. */
export const EXTENSION = { namespace: EXTENSION_NAMESPACE, providerMandatory: false, jsonSince: 2 } as const;

export type Attributes = Readonly<Record<string, Attribute<unknown>>>;

/** A custom operation of a resource (the "Operations" clause of its type). */
export interface Operation {
  /** The states from which it may be asked for; empty: in any. */
  readonly from: readonly string[];
  /** The states that the resource passes through meanwhile (5.8). */
  readonly during: readonly string[];
  /** The state in which it ends; absent: the state is not changed. */
  readonly after?: string;
  readonly input: Attributes;
  /** 5.1: what names an operation that CIMI does not define. */
  readonly uri?: string;
  /** The type that the operation makes, for operations whose request is a new resource (capture, snapshot). */
  readonly creates?: string;
  /** The values of `type` that what it makes may have, the one that it has without a word first; absent: the new type has none. */
  readonly kinds?: readonly string[];
  /** The attribute whose Collection takes in what the request names: the operation is its `insert` (connectvolume). */
  readonly inserts?: string;
  readonly since: Edition;
}

export const operation = <const O extends Partial<Operation>>(described: O): Omit<Operation, keyof O> & O => ({
  from: [],
  during: [],
  input: {},
  since: 1,
  ...described,
});

/** How instances of a type are made (4.2.1.1): from a template, or from a representation of themselves. */
export interface Template {
  /** The attribute of the create request that holds the template, e.g. `machineTemplate`. */
  readonly attribute: string;
  readonly type: string;
}

export interface Description<N extends string = string, A extends Attributes = Attributes, O extends Operations = Operations> {
  readonly name: N;
  /** The clause of DSP0263 2.0.0 that defines it. */
  readonly clause: string;
  readonly attributes: A;
  readonly operations: O;
  /** Custom operations of the Collection that lists instances (5.13.2.1). */
  readonly collectionOperations?: Operations;
  /** The attribute of the Cloud Entry Point that lists instances; absent for types that live only inside others. */
  readonly collection?: string;
  readonly template?: Template;
  /** Its name in an edition, where that differs. */
  readonly names?: { readonly [E in Edition]?: string };
  /** The grouping name of its collections (5.5.12), where it is not the plural of the type's name. */
  readonly grouping?: string;
  /** Another grouping name, for which existing clients of edition 1 look in JSON; tolerant faces show the items under either. */
  readonly alsoGrouped?: string;
  /** Names of attributes, and `operations`, in the order of edition 1's schema where that differs from the table. */
  readonly order?: readonly string[];
  /** States in which nothing is under way (5.8); absent for types without a state. */
  readonly stable?: readonly string[];
  readonly since: Edition;
  readonly until: Edition;
  /** Types of edition 1 only: the type that stands for it in edition 2, of which it is a view. */
  readonly replacedBy?: string;
  /** Edition 1's schema gives it no operations (Disk, Event, Sample). */
  readonly bare?: Edition;
  /** Edition 1's schema gives the collections of this type no operations. */
  readonly closed?: boolean;
  /** The capabilities of Table 7 that belong to the type. */
  readonly capabilities: readonly string[];
}

export type Operations = Readonly<Record<string, Operation>>;
