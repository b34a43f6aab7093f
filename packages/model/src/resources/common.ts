import {
  type Attributes,
  attribute,
  type Description,
  EXTENSION,
  immutable,
  type Operations,
  readOnly,
  type Template,
  type Traits,
} from "../describe.js";
import type { Edition } from "../edition.js";
import { dateTime } from "../types/date-time.js";
import { identifier } from "../types/identifier.js";
import { map } from "../types/map.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";

/** Table 5: the attributes that every resource has. */
export const common = {
  id: attribute(identifier, { ...immutable, consumerMandatory: true, help: "The URI of the resource." }),
  name: attribute(string, { example: "web", help: "A name for people, given by the creator; it need not be unique." }),
  description: attribute(string, { example: "serves the shop", help: "A description for people, given by the creator." }),
  created: attribute(dateTime, { ...immutable, providerMandatory: false, help: "When the resource was made." }),
  updated: attribute(dateTime, { ...readOnly, providerMandatory: false, help: "When an attribute was last changed by request." }),
  parent: attribute(ref("*", { plain: true }), {
    ...readOnly,
    since: 2,
    help: "The resource of which this one is a component (5.10.2).",
  }),
  properties: attribute(map, { providerMandatory: false, help: "Keys and values that the consumer keeps with the resource." }),
  resourceMetadata: attribute(ref("ResourceMetadata"), {
    providerMandatory: false,
    since: 2,
    help: "What governs this resource (5.11).",
  }),
};

/** 5.1: what the gateway adds to each resource of a cloud. */
export const native = {
  nativeId: attribute(string, {
    ...immutable,
    ...EXTENSION,
    example: "native-1",
    help: "The identifier by which the cloud itself knows the resource.",
  }),
  location: attribute(string, {
    ...immutable,
    ...EXTENSION,
    example: "zone-1",
    help: "The region or zone where the resource is.",
  }),
};

/** Traits of an attribute by which the gateway says what edition 2 leaves out: to which resource another belongs (ERRATA). */
export const extension = { ...EXTENSION, since: 2 } as const;

/** The same attributes, seen in fewer places: for types to which edition 1's schema gives no common attributes. */
export function limited<A extends Attributes>(attributes: A, traits: Partial<Traits>): A {
  return Object.fromEntries(Object.entries(attributes).map(([name, described]) => [name, { ...described, ...traits }])) as A;
}

interface Described<A extends Attributes, O extends Operations, B extends Attributes, T extends Template | undefined>
  extends Partial<Omit<Description, "attributes" | "operations" | "name" | "template">> {
  readonly clause: string;
  readonly template?: T;
  /** The common attributes, where they differ for this type. */
  readonly base?: B;
  readonly attributes: A;
  readonly operations?: O;
}

/** Keeps the names in the template as they are written, so that the type of a create request follows from them. */
type WithTemplate<T> = T extends Template ? { readonly template: T } : { readonly template?: never };

const DEFAULTS = { since: 1 as Edition, until: 2 as Edition, capabilities: [] as readonly string[] };

/** A resource type: the common attributes, its own, and those that the gateway adds. */
export function resource<
  const N extends string,
  A extends Attributes,
  O extends Operations = Record<never, never>,
  B extends Attributes = typeof common,
  const T extends Template | undefined = undefined,
>(name: N, { base = common as Attributes as B, attributes, operations, template, ...rest }: Described<A, O, B, T>) {
  return {
    ...DEFAULTS,
    ...rest,
    ...((template === undefined ? {} : { template }) as WithTemplate<T>),
    name,
    attributes: { ...base, ...attributes, ...native },
    operations: (operations ?? {}) as O,
  };
}
