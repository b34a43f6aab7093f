import type { CreateRequest, Joining } from "@cimi-gateway/adapter";
import type { Reference, ResourceName, Values } from "@cimi-gateway/model";
import type { Json } from "@cimi-gateway/store";
import type { Parent } from "../route.js";

/** A resource that is made together with another, by a nested Job. */
export interface Part {
  /** Names the nested Job among those of the whole: the same in every run. */
  readonly name: string;
  /** Where the template of the whole takes it in, for what is made before the whole; absent: it is what the whole connects. */
  readonly into?: string;
  /** The attribute of the part's template that names the whole: what has one is made after the whole. */
  readonly by?: string;
  /** What the whole says of it beside the reference (initialLocation). */
  readonly accessories?: Values;
  readonly intent: Create;
}

/** An existing resource of which a Collection takes the new one in. */
export interface Entering {
  readonly type: ResourceName;
  readonly nativeId: string;
  readonly attribute: string;
}

export interface Create {
  readonly kind: "create";
  readonly type: ResourceName;
  readonly request: CreateRequest<ResourceName>;
  readonly parent?: Parent;
  readonly parts?: readonly Part[];
  readonly joins?: readonly Joining[];
  /** What governs the new resource, by its CIMI path (5.11): its template says so. */
  readonly metadata?: Reference;
  /** Existing resources into whose Collections it enters. */
  readonly enters?: readonly Entering[];
  /** Attributes that the gateway keeps beside the native object, whatever the cloud says. */
  readonly overlay?: Values;
  /** The answer shows a secret that is kept nowhere: when it is lost, what was made is of no use and is taken back. */
  readonly secret?: boolean;
  /** The operation of another resource by which it is made: `capture` of a Machine. */
  readonly by?: { readonly type: ResourceName; readonly nativeId: string; readonly operation: string };
}

interface OfResource {
  readonly type: ResourceName;
  readonly nativeId: string;
}

/** A resource with its path within the cloud. */
export interface Named extends OfResource {
  readonly path: string;
}

/** What is to be done, resolved and checked: all that it takes to run it again after a crash. References carry native ids. */
export type Intent =
  | Create
  /** Nothing is to be changed, and the Job says so. */
  | { readonly kind: "nothing"; readonly type: ResourceName }
  | ({
      readonly kind: "update";
      readonly changes: Values;
      readonly parent?: Parent;
      /** What is done afterwards, one after the other: one PUT in edition 1 may be several acts in edition 2. */
      readonly also?: readonly (Operate | Member)[];
    } & OfResource)
  | Delete
  | Operate
  | Member;

export interface Delete extends OfResource {
  readonly kind: "delete";
  readonly parent?: Parent;
  /** What might go with it, of that which the gateway's own resources name. */
  readonly along?: readonly Named[];
  /** The Collection that it leaves before. */
  readonly leaves?: Member;
  /** What goes before it, each by a nested Job, with its CIMI id. */
  readonly first?: readonly { readonly id: string; readonly intent: Delete }[];
}

export interface Operate extends OfResource {
  readonly kind: "operate";
  readonly operation: string;
  readonly input: Values;
}

/** An existing resource enters or leaves a Collection of another. */
export interface Member extends OfResource {
  readonly kind: "insert" | "remove";
  readonly attribute: string;
  readonly item: string;
  readonly of: ResourceName;
}

/** What a Job says of the write. */
export interface Submission {
  readonly intent: Intent;
  /** The operation's name or URI. */
  readonly action: string;
  /** Path of the resource on which it was invoked; for an add that of the Collection. */
  readonly target: string;
  /** Path of what it makes. */
  readonly created?: string;
  readonly affected?: readonly string[];
  /** What a read shows of the new resource until the cloud has it. */
  readonly preview?: Values;
  /** What the Job says of how the request was understood. */
  readonly note?: string;
  readonly parent?: string;
  readonly id?: string;
}

/** As a row holds it: whatever an intent holds is plain data. */
export function toJson(intent: Intent): Json {
  const values: Values = { ...intent };
  return values as Json;
}

const KINDS: Readonly<Record<Intent["kind"], true>> = {
  create: true,
  nothing: true,
  update: true,
  delete: true,
  operate: true,
  insert: true,
  remove: true,
};

const isIntent = (held: unknown): held is Intent =>
  typeof held === "object" && held !== null && "kind" in held && Object.hasOwn(KINDS, String(held.kind));

/** @throws Error where the row was not written by `toJson` */
export function fromJson(json: Json): Intent {
  const held: unknown = json;
  if (!isIntent(held)) throw new Error(`the row of a write holds no intent; known kinds: ${Object.keys(KINDS).join(", ")}`);
  return held;
}
