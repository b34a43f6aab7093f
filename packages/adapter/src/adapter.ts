import type {
  Input,
  OperationName,
  Reference,
  Resource,
  ResourceName,
  TemplateOf,
  ValueScope,
  Values,
} from "@cimi-gateway/model";
import type { Activity } from "./activity.js";
import type { Context, WriteContext } from "./context.js";
import type { Extensions } from "./extension.js";

/** What a cloud offers. A type that is absent is not in the Cloud Entry Point. */
export interface Adapter {
  readonly name: string;
  readonly resources: { readonly [N in ResourceName]?: ResourceAdapter<N, unknown> };
  /**
   * What the provider itself logged since a moment, oldest first; what was begun earlier and has ended since is among it. Absent: the
   * provider keeps no such log, or none that can be read by what changed.
   */
  activity?(since: Date, context: Context): AsyncIterable<Activity>;
  close?(): Promise<void>;
}

/** Written so that a function over one native type fits where the type is not known. */
type Reader<Native, T> = { bivariant(native: Native): T | undefined }["bivariant"];

/** A Collection may be read as the references to its items, where those do not say themselves in whose Collection they are. */
type Read<T> = T | (Reference extends T ? readonly Reference[] : never);

/** How each supported attribute is read from the native object. A missing key is an unsupported attribute (5.3). */
export type Mapping<Native, N extends ResourceName> = {
  readonly [K in keyof Resource<N>]?: Reader<Native, Read<Resource<N>[K]>>;
};

/** Which native object this is. */
export interface Identity {
  readonly id: string;
  /** What the gateway set on it when it made it: its CIMI id. */
  readonly marker?: string | undefined;
}

export interface ListQuery<Parent = unknown> {
  /** The native id of the resource whose components or associations are listed. */
  readonly parent?: string;
  /** That resource itself, where the same request has read it: what it tells of them need not be asked again. */
  readonly holder?: Parent;
}

/** Resources whose components or associations are listed, as the same request has read them, by their native ids. */
export type Holders<Parent> = ReadonlyMap<string, Parent>;

/** A resource that is made in a new one. */
export interface Following {
  readonly type: ResourceName;
  /** Resolved; without the reference to the new resource, which does not exist yet. */
  readonly template: Values;
}

/** An existing resource that a new one takes into one of its Collections. */
export interface Joining {
  readonly attribute: string;
  /** Its native id. */
  readonly item: string;
}

/** References inside `template` and `input` are paths with native ids: read them with `nativeId`. */
export interface CreateRequest<N extends ResourceName> {
  /** The CIMI id of the new resource. */
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** Region or zone. */
  readonly location?: string;
  /** What was made for it just before, and stands in the template: a cloud may let it go with the new resource. */
  readonly made?: readonly Reference[];
  /** What is to be made in it right afterwards, in order: a cloud may have to know (the segment of an interface, the prefixes of a network). */
  readonly following?: readonly Following[];
  /** What is to enter its Collections right afterwards, by `collections`: a cloud may have to know (the segments that a load balancer is in). */
  readonly joining?: readonly Joining[];
  /** The template, merged and resolved; for types made without one, the representation itself. */
  readonly template: Resource<TemplateOf<N>>;
}

/** What changes: an attribute that is null is to be removed. */
export type Changes<N extends ResourceName> = { readonly [K in keyof Resource<N>]?: Resource<N>[K] | null };

/** What the provider promised. */
export interface Accepted {
  /** The native id of what was made or changed. */
  readonly id: string;
  /** A native operation object that `poll` can ask about. */
  readonly handle?: string;
  /** Attributes that do not fit natively; the gateway keeps them. Null: nothing is kept any more. */
  readonly overlay?: Values;
  /** What the provider called the request. */
  readonly requestId?: string;
}

/** How far a native operation object has come. */
export interface Progress {
  readonly done: boolean;
  /** 0 to 100. */
  readonly percent?: number;
  readonly error?: Error;
}

/** A custom operation on a type. */
export interface Action<N extends ResourceName, O extends OperationName<N>, Native> {
  run(
    id: string,
    input: Input<N, O> & { readonly creates?: CreateRequest<ResourceName> },
    context: WriteContext,
    parent?: string,
  ): Promise<Accepted>;
  /** Whether the native object allows it, beyond what the model says of states. Absent: always. */
  available?(native: Native): boolean;
}

/** Takes existing resources, by their native ids, into a Collection of a resource and out of it (5.5.12.2, 5.5.12.3). */
export interface Membership {
  insert?(id: string, item: string, context: WriteContext): Promise<Accepted>;
  remove?(id: string, item: string, context: WriteContext): Promise<Accepted>;
}

/** How a cloud hands data to the guest of a new resource (5.14.3). */
export interface Payload {
  /** How many bytes it takes at most, before any encoding. */
  readonly limit: number;
}

/**
 * What a cloud can do with one type. A missing member is an unsupported operation; nothing else says so. `Parent` is the native type of
 * those in whose Collections its resources are.
 */
export interface ResourceAdapter<N extends ResourceName, Native, Parent = unknown> {
  identify(native: Native): Identity;
  readonly attributes: Mapping<Native, N>;
  /** The capabilities of Table 7 that the cloud decides, by name. */
  readonly capabilities?: Readonly<Record<string, string | number | boolean>>;
  /** 5.1: what the cloud has beyond CIMI. */
  readonly extensions?: Extensions<Native>;
  /** 5.5.14: the values that attributes may take; a value must fit one of the scopes. */
  readonly scope?: readonly ValueScope[];
  /** Page by page, in the provider's pages: one native call each. */
  list(query: ListQuery<Parent>, context: Context): AsyncIterable<readonly Native[]>;
  /**
   * The components or associations of many resources together, by the native id of the parent; who has none may be missing. In no
   * more native calls than it takes for all. Absent: each parent is listed by itself.
   *
   * @param holders the parents themselves: what they tell need not be asked again
   */
  listWithin?(
    parents: readonly string[],
    context: Context,
    holders: Holders<Parent>,
  ): Promise<ReadonlyMap<string, readonly Native[]>>;
  /** Many at a time, by native id; what is missing in the answer does not exist. */
  read(ids: readonly string[], context: Context, parent?: string): Promise<ReadonlyMap<string, Native>>;
  create?(request: CreateRequest<N>, context: WriteContext): Promise<Accepted>;
  /**
   * Attributes of the template that stand in for one which the model demands there: it is dispensable where one of them is given (the
   * `volumes` of which a machine starts, for its `machineImage`). Absent: what the model demands is demanded.
   */
  readonly instead?: Readonly<Record<string, readonly string[]>>;
  /** Absent: what is made gets no data for its guest, and the template's attribute for it is unsupported. */
  readonly payload?: Payload;
  update?(id: string, changes: Changes<N>, context: WriteContext, parent?: string): Promise<Accepted>;
  delete?(id: string, context: WriteContext, parent?: string): Promise<Accepted>;
  /** Whether the native object may be changed at all. Absent: yes, if there is `update`. */
  editable?(native: Native): boolean;
  /** Whether the native object may be deleted now. Absent: in every settled state. */
  deletable?(native: Native): boolean;
  readonly operations?: { readonly [O in OperationName<N>]?: Action<N, O, Native> };
  /** Collections whose items exist without them. One that takes nothing in and lets nothing go needs no entry. */
  readonly collections?: { readonly [K in keyof Resource<N>]?: Membership };
  /** Native operation objects, many at a time. Absent: a Job is read off the resource's own state. */
  poll?(handles: readonly string[], context: Context): Promise<ReadonlyMap<string, Progress>>;
}

/** Declares what a cloud does with a type; `resourceAdapter<Instance>()("Machine", {…})`. */
export const resourceAdapter =
  <Native, Parent = unknown>() =>
  <N extends ResourceName>(_name: N, adapter: ResourceAdapter<N, Native, Parent>): ResourceAdapter<N, unknown> =>
    adapter;
