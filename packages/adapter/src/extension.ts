import {
  type Attribute,
  attribute,
  type DataType,
  EXTENSION,
  type Operation,
  operation,
  type Traits,
  type Values,
} from "@cimi-gateway/model";
import type { Accepted } from "./adapter.js";
import type { WriteContext } from "./context.js";

/** 5.1: an attribute that CIMI does not define. What is `atCreation` may be said in the template, too, or in the new resource itself. */
export interface ExtensionAttribute<Native> extends Attribute<unknown> {
  readonly namespace: string;
  read(native: Native): unknown;
}

/** 5.1: an operation that CIMI does not define; `uri` names it in `operations` and in requests. */
export interface ExtensionOperation<Native> extends Operation {
  readonly uri: string;
  run(id: string, input: Values, context: WriteContext, parent?: string): Promise<Accepted>;
  /** Whether the native object allows it, beyond `from`. Absent: always. */
  available?(native: Native): boolean;
}

/** 5.11.1: a capability beside those of Table 7. */
export interface ExtensionCapability {
  readonly uri: string;
  readonly value: string | number | boolean;
  readonly description?: string;
}

/** What a cloud adds to a type, each under its name. The rest of the gateway treats it like what CIMI defines. */
export interface Extensions<Native> {
  readonly attributes?: Readonly<Record<string, ExtensionAttribute<Native>>>;
  readonly operations?: Readonly<Record<string, ExtensionOperation<Native>>>;
  readonly capabilities?: Readonly<Record<string, ExtensionCapability>>;
}

type Own = Partial<Traits> & { readonly help: string };

/** An attribute in a cloud's own namespace; its traits are those of 5.3, as of any other attribute. */
export const extensionAttribute = <T>(namespace: string, type: DataType<T>, traits: Own) => ({
  ...attribute(type, { ...EXTENSION, ...traits }),
  namespace,
});

/** An operation in a cloud's own namespace: `<namespace>/action/<name>`. */
export const extensionOperation = <const O extends Partial<Operation>>(namespace: string, name: string, described: O) => ({
  ...operation(described),
  uri: `${namespace}/action/${name}`,
});

export const extensionCapability = (
  namespace: string,
  name: string,
  value: ExtensionCapability["value"],
  description: string,
): ExtensionCapability => ({ uri: `${namespace}/capability/${name}`, value, description });

type Described = Readonly<Record<string, Attribute<unknown>>>;
type Held<A extends Described> = {
  readonly [K in keyof A]?: A[K] extends { readonly type: DataType<infer T> } ? T | null : never;
};

/** The extension attributes among what a consumer gave: a template, changes, the input of an operation. Null: it is to be removed. */
export const extensionValues = <A extends Described>(attributes: A, given: object): Held<A> =>
  Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(attributes, name))) as Held<A>;
