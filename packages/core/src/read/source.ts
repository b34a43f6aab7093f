import type { ResourceAdapter } from "@cimi-gateway/adapter";
import {
  type Attribute,
  type Attributes,
  type CollectionType,
  type Description,
  type Model,
  model,
  type Reference,
  type ResourceName,
  shownPart,
  type Values,
} from "@cimi-gateway/model";
import type { Scope, Store } from "@cimi-gateway/store";
import type { Entity } from "./entity.js";
import { mapEntries, type Texts } from "./entries.js";

/** Where the resources of one type come from: a cloud, or the gateway's own store. */
export type AnyResourceAdapter = ResourceAdapter<ResourceName, unknown>;

export interface Source {
  readonly type: string;
  readonly adapter: AnyResourceAdapter;
  /** The gateway's own resources hold CIMI paths already and have no native side. */
  readonly kept: boolean;
  /** The type behind a view of edition 1: its resources are read and written as those. */
  readonly over?: ResourceName;
  /** The attributes of the gateway's own resources that may hold secrets, as they were given. Absent: there are none. */
  readonly reveal?: (native: unknown) => Values;
}

interface Place {
  /** The path of the Collection that holds the items. */
  readonly collection: string;
  readonly parent?: { readonly nativeId: string; readonly path: string };
}

const described: Model = model;

interface Overlay {
  readonly version: number;
  readonly value: unknown;
}

interface Remembered {
  readonly overlay: number;
  readonly collection: string;
  readonly entity: Entity;
}

const areAll = (entities: readonly (Entity | undefined)[]): entities is readonly Entity[] => !entities.includes(undefined);

/** Turns what adapters give into entities: ids, references, overlays, places of Collections. */
export class Translator {
  readonly #memory = new WeakMap<object, Remembered>();

  constructor(
    readonly store: Store,
    readonly scope: Scope,
    readonly model: Model = described,
  ) {}

  /** One look-up of each kind for a whole page. */
  async entities(source: Source, natives: readonly unknown[], place: Place): Promise<readonly Entity[]> {
    if (source.kept)
      return natives.map((native) =>
        this.#build(source, native, source.adapter.identify(native).id, undefined, place, new Map()),
      );
    const identities = natives.map((native) => source.adapter.identify(native));
    const nativeIds = identities.map(({ id }) => id);
    const overlays = await this.store.overlays.get(this.scope, source.type, nativeIds);
    const remembered = natives.map((native, index) => this.#remembered(native, overlays.get(nativeIds[index]!), place));
    if (areAll(remembered)) return remembered;
    const [ids, known] = await Promise.all([this.#ids(source.type, identities), this.#referenced(source, natives)]);
    return natives.map(
      (native, index) =>
        remembered[index] ??
        this.#build(source, native, ids.get(nativeIds[index]!)!, overlays.get(nativeIds[index]!), place, known),
    );
  }

  #remembered(native: unknown, overlay: Overlay | undefined, place: Place): Entity | undefined {
    const found = this.#memory.get(native as object);
    return found && found.overlay === (overlay?.version ?? 0) && found.collection === place.collection ? found.entity : undefined;
  }

  /**
   * 5.7.1: an id is decided once. What the gateway made carries its id as a marker, and the store knows which native object got it;
   * a copy of a marker, as some clouds make, does not count. Everything else is named by its native id.
   */
  async #ids(
    type: string,
    identities: readonly { id: string; marker?: string | undefined }[],
  ): Promise<ReadonlyMap<string, string>> {
    const marked = identities.filter(({ marker }) => marker !== undefined);
    const owners =
      marked.length === 0
        ? NONE
        : await this.store.identities.nativeIds(
            this.scope,
            type,
            marked.map(({ marker }) => marker!),
          );
    return new Map(
      identities.map(({ id, marker }) => [id, marker !== undefined && (owners.get(marker) ?? id) === id ? marker : id] as const),
    );
  }

  #build(
    source: Source,
    native: unknown,
    id: string,
    overlay: Overlay | undefined,
    place: Place,
    known: ReadonlyMap<string, string>,
  ): Entity {
    const path = `${place.collection}/${encodeURIComponent(id)}`;
    const nativeId = source.adapter.identify(native).id;
    const values = this.#values(source, native, path, place, known);
    if (overlay) Object.assign(values, overlay.value);
    const entity: Entity = { type: source.type, id, path, nativeId, native, values };
    if (!source.kept && typeof native === "object" && native !== null)
      this.#memory.set(native, { overlay: overlay?.version ?? 0, collection: place.collection, entity });
    return entity;
  }

  #values(
    source: Source,
    native: unknown,
    path: string,
    place: Place,
    known: ReadonlyMap<string, string>,
  ): Record<string, unknown> {
    const { attributes } = this.model[source.type]!;
    const mapping = source.adapter.attributes as Readers;
    const values: Record<string, unknown> = { id: path, parent: { href: place.parent ? place.collection : ENTRY } };
    for (const key in mapping) {
      const attribute = attributes[key];
      if (!attribute || key === "id" || key === "parent") continue;
      const value = attribute.type.collects
        ? { href: `${path}/${key}` }
        : shownPart(this.model, attribute, mapping[key]!(native));
      if (value === undefined || value === null) continue;
      values[key] = source.kept ? value : this.#translated(attribute, value, mapping, native, known);
    }
    const whole = wholeOf(source.type, values);
    if (whole !== undefined) values.parent = { href: whole };
    return values;
  }

  #translated(
    attribute: Attribute<unknown>,
    value: unknown,
    mapping: Readers,
    native: unknown,
    known: ReadonlyMap<string, string>,
  ): unknown {
    const { type, vocabulary } = attribute;
    const replace = (held: Reference) => translated(held, known);
    if (vocabulary) return mapEntries(vocabulary, value as Texts, mapping[vocabulary.by]?.(native), replace);
    return type.mapReferences ? type.mapReferences(value, replace) : value;
  }

  /** The CIMI paths of everything that these native objects refer to. */
  async #referenced(source: Source, natives: readonly unknown[]): Promise<ReadonlyMap<string, string>> {
    const paths = new Set<string>();
    const fields = referring(this.model[source.type]!.attributes, source.adapter.attributes);
    for (const native of natives) for (const read of fields) read(native, (path) => paths.add(path));
    return paths.size === 0 ? NONE : this.cimiPaths([...paths]);
  }

  /** CIMI paths for paths with native ids, such as `volumes/vol-1`. */
  async cimiPaths(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const [collection, nativeIds] of byCollection(paths)) {
      const ids = await this.store.identities.ids(this.scope, typeOf(collection), nativeIds);
      for (const nativeId of nativeIds) {
        const id = ids.get(nativeId);
        if (id !== undefined)
          found.set(`${collection}/${encodeURIComponent(nativeId)}`, `${collection}/${encodeURIComponent(id)}`);
      }
    }
    return found;
  }
}

/** For each type: the Collections of others whose items are components although they live elsewhere, with the attribute that names the owner. */
const WHOLES: ReadonlyMap<string, readonly Whole[]> = wholes();

interface Whole {
  readonly collection: string;
  readonly by: string;
}

function wholes(): Map<string, readonly Whole[]> {
  const found = new Map<string, readonly Whole[]>();
  for (const { attributes } of Object.values(model) as readonly Description[]) {
    for (const [collection, { type }] of Object.entries(attributes)) {
      const { components, by, target } = type as Partial<CollectionType>;
      if (components && by !== undefined) found.set(target!, [...(found.get(target!) ?? []), { collection, by }]);
    }
  }
  return found;
}

/** 5.10.2: the Collection of the resource of which this one is a component. */
function wholeOf(type: string, values: Values): string | undefined {
  const whole = WHOLES.get(type)?.find(({ by }) => values[by] !== undefined);
  return whole && `${(values[whole.by] as Reference).href}/${whole.collection}`;
}

const NONE: ReadonlyMap<string, string> = new Map();
const ENTRY = "cloudEntryPoint";

const translated = (held: Reference, known: ReadonlyMap<string, string>): Reference => ({
  ...held,
  ...(held.href !== undefined && { href: known.get(held.href) ?? held.href }),
});

type Reader = (native: unknown) => unknown;
type Readers = Readonly<Record<string, Reader | undefined>>;

type Visit = (native: unknown, found: (path: string) => void) => void;

/** For each attribute that may hold references: a function that names them. */
function referring(attributes: Attributes, mapping: object): readonly Visit[] {
  const readers = mapping as Readers;
  return Object.entries(mapping).flatMap(([key, read]: [string, (native: unknown) => unknown]) => {
    const attribute = attributes[key];
    const type = attribute?.type;
    if (attribute?.vocabulary) return [entriesOf(attribute.vocabulary, read, readers[attribute.vocabulary.by])];
    if (!type?.mapReferences || type.collects) return [];
    return [(native: unknown, found: (path: string) => void) => collect(type.mapReferences!, read(native), found)];
  });
}

type Vocabularies = NonNullable<Attribute<unknown>["vocabulary"]>;

/** References in texts whose keys the model describes. */
const entriesOf =
  (vocabulary: Vocabularies, read: (native: unknown) => unknown, deciding: Reader | undefined): Visit =>
  (native, found) => {
    const visit = (held: Reference): Reference => {
      found(held.href!);
      return held;
    };
    const held = read(native) as Texts | undefined;
    if (held) mapEntries(vocabulary, held, deciding?.(native), visit);
  };

function collect(
  map: (value: never, replace: (held: Reference) => Reference) => unknown,
  value: unknown,
  found: (path: string) => void,
): void {
  if (value === undefined || value === null) return;
  map(value as never, (held) => {
    if (held.href !== undefined) found(held.href);
    return held;
  });
}

function byCollection(paths: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const cut = path.lastIndexOf("/");
    const group = groups.get(path.slice(0, cut)) ?? [];
    group.push(decodeURIComponent(path.slice(cut + 1)));
    groups.set(path.slice(0, cut), group);
  }
  return groups;
}

const typeOf = (collection: string): string =>
  Object.values(described).find((description) => description!.collection === collection)?.name ?? collection;

/** The values that are written down for an operation or compared: without what the gateway computes. */
export const ownValues = ({ id: _, parent: __, ...values }: Values): Values => values;
