import {
  actionUri,
  type Description,
  type Edition,
  type Model,
  model,
  type OperationLink,
  type Representation,
  type Values,
} from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { associating } from "./edition1/association.js";
import { VIEWS } from "./edition1/views.js";
import type { Entity } from "./read/entity.js";
import type { Source } from "./read/source.js";
import { collectionOf, type Parent } from "./route.js";
import { membershipOf } from "./write/membership.js";

const described: Model = model;

/** How entities look to consumers of one cloud. What was represented before is not represented again. */
export class Representer {
  readonly #items: Record<Edition, WeakMap<Entity, Representation>> = { 1: new WeakMap(), 2: new WeakMap() };
  readonly #lists: Record<Edition, WeakMap<readonly Entity[], Representation>> = { 1: new WeakMap(), 2: new WeakMap() };

  readonly #times = new WeakMap<readonly Entity[], string | undefined>();

  constructor(readonly cloud: Cloud) {}

  item(entity: Entity, edition: Edition): Representation {
    const known = this.#items[edition].get(entity);
    if (known) return known;
    const source = this.cloud.sources.get(entity.type)!;
    const values = (edition === 1 && VIEWS[entity.type]?.(entity.values, this.cloud.model)) || entity.values;
    const shown = { type: entity.type, values, operations: this.#operations(entity, source, edition) };
    this.#items[edition].set(entity, shown);
    return shown;
  }

  /** 4.2: the operations that this consumer may use on a resource, and whether its state allows them now. */
  #operations(entity: Entity, source: Source, edition: Edition): readonly OperationLink[] {
    const description = this.cloud.model[entity.type]!;
    return [
      ...(this.#mayEdit(entity, source, description) ? [{ rel: "edit", href: entity.path }] : []),
      ...this.#deleteLink(entity, source),
      ...this.operationNames(entity.type, edition).map((name) =>
        link(uriOf(description, name, edition), `${entity.path}/${name}`, allowed(entity, source, description, name)),
      ),
    ];
  }

  #mayEdit(entity: Entity, { adapter }: Source, { attributes }: Description): boolean {
    if (this.cloud.access !== "full" || !adapter.update || entity.native === undefined) return false;
    return (
      (adapter.editable?.(entity.native) ?? true) &&
      Object.entries(attributes).some(([key, { mutable }]) => mutable && key in adapter.attributes)
    );
  }

  /** What is only being made, or is being deleted, offers it later. */
  #deleteLink({ native, path, values }: Entity, { adapter }: Source): readonly OperationLink[] {
    if (this.cloud.access !== "full" || !adapter.delete) return [];
    if (native === undefined) return [link("delete", path, false)];
    return (adapter.deletable?.(native) ?? true) ? [link("delete", path, !BUSY.has(String(values.state)))] : [];
  }

  /** The custom operations that are served of a type; those that make something new are for who may do everything. */
  operationNames(type: string, edition: Edition): readonly string[] {
    const source = this.cloud.sources.get(type);
    if (!source || this.cloud.access === "read") return [];
    return Object.entries(this.cloud.model[type]!.operations)
      .filter(([name, { since }]) => since <= edition && servesOperation(this.cloud, source, name))
      .filter(([, { creates, inserts }]) => this.cloud.access === "full" || (creates === undefined && inserts === undefined))
      .map(([name]) => name);
  }

  /** The link by which edition 1 lists a resource that lives elsewhere (MachineSnapshot, VolumeVolumeImage). */
  linkItem(type: string, path: string, entity: Entity): Representation {
    const values = linkValues(type, path, entity);
    const { remove } = this.cloud.access === "full" ? associating(this.cloud, type) : NO_MEMBERSHIP;
    return { type, values, operations: remove ? [{ rel: "delete", href: String(values.id) }] : [] };
  }

  /** A whole Collection as it is listed, without any query. */
  list(entities: readonly Entity[], build: () => Representation, edition: Edition): Representation {
    const known = this.#lists[edition].get(entities);
    if (known) return known;
    const shown = build();
    this.#lists[edition].set(entities, shown);
    return shown;
  }

  /** 5.5.12: a Collection of a type, with the items given. */
  collection(type: string, path: string, { items, count, all }: Listed, edition: Edition, parent?: Parent): Representation {
    const updated = this.#newest(all);
    return {
      type,
      collects: true,
      values: {
        id: path,
        ...(updated !== undefined && { updated }),
        parent: { href: parent ? parentPath(parent) : "cloudEntryPoint" },
        count,
      },
      items,
      operations: this.collectionOperations(type, path, edition, parent),
    };
  }

  /** Clouds do not tell when a Collection changed: the last change of an item is the best that is known. */
  #newest(entities: readonly Entity[]): string | undefined {
    if (!this.#times.has(entities)) this.#times.set(entities, newest(entities));
    return this.#times.get(entities);
  }

  collectionOperations(type: string, path: string, edition: Edition, parent?: Parent): readonly OperationLink[] {
    const source = this.cloud.sources.get(type);
    if (this.cloud.access !== "full") return [];
    if (!source) return associating(this.cloud, type).insert ? [{ rel: "add", href: path }] : [];
    const { insert, remove } = parent && edition === 2 ? this.membership(source, parent) : NO_MEMBERSHIP;
    return [
      ...(source.adapter.create && isAddable(type, parent) ? [{ rel: "add", href: path }] : []),
      ...(insert ? [{ rel: "insert", href: path }] : []),
      ...(remove ? [{ rel: "remove", href: path }] : []),
    ];
  }

  /** 5.5.12.2, 5.5.12.3: what exists enters and leaves a Collection as the cloud can, or as an association of its own. */
  membership({ adapter }: Source, { type, attribute }: Parent): { readonly insert: boolean; readonly remove: boolean } {
    if (collectionOf(type, attribute)?.inserts)
      return { insert: adapter.create !== undefined, remove: adapter.delete !== undefined };
    const held = membershipOf(this.cloud, type, attribute);
    return { insert: held?.insert !== undefined, remove: held?.remove !== undefined };
  }
}

/** What a Collection shows of what it holds. */
interface Listed {
  readonly items: readonly Representation[];
  /** Taken after filtering and before subsetting. */
  readonly count: number;
  /** Everything in it. */
  readonly all: readonly Entity[];
}

function newest(entities: readonly Entity[]): string | undefined {
  let found: string | undefined;
  for (const { values } of entities) {
    const time = (values.updated ?? values.created) as string | undefined;
    if (time !== undefined && (found === undefined || Date.parse(time) > Date.parse(found))) found = time;
  }
  return found;
}

const NO_MEMBERSHIP = { insert: false, remove: false } as const;

/** Something new is made in a Collection where it lives, and in one to which its template says that it belongs. */
export function isAddable(type: string, parent: Parent | undefined): boolean {
  const { collection, template } = described[type]!;
  const nested = parent && collectionOf(parent.type, parent.attribute);
  if (!nested || collection === undefined) return true;
  return nested.by !== undefined && template !== undefined && nested.by in described[template.type]!.attributes;
}

type Serving = Pick<Cloud, "sources" | "model">;

/** What names an operation: the URI of CIMI, or that of the provider who added it (5.1). */
export const uriOf = ({ operations }: Description, name: string, edition: Edition): string =>
  operations[name]!.uri ?? actionUri(name, edition);

/** Whether a cloud has an operation of a type: its adapter's own, or the insert into one of its Collections. */
export function servesOperation({ sources, model: types }: Serving, { type, adapter }: Source, name: string): boolean {
  const { inserts } = types[type]!.operations[name]!;
  if (inserts === undefined) return name in (adapter.operations ?? {});
  return sources.get(collectionOf(type, inserts)!.target)?.adapter.create !== undefined;
}

const BUSY: ReadonlySet<string> = new Set(["CREATING", "DELETING"]);

export const parentPath = ({ type, id, within }: Parent): string =>
  `${within ? `${parentPath(within)}/${within.attribute}` : described[type]!.collection}/${encodeURIComponent(id)}`;

const link = (rel: string, href: string, available: boolean): OperationLink => ({
  rel,
  href,
  ...(available ? {} : { available }),
});

/** Whether the state, and the cloud, allow an operation now. */
export function allowed(entity: Entity, source: Source, description: Description, name: string): boolean {
  const { from } = description.operations[name]!;
  const state = entity.values.state as string | undefined;
  if (from.length > 0 && (state === undefined || !from.includes(state))) return false;
  const action = (source.adapter.operations as Readonly<Record<string, { available?(native: unknown): boolean }>> | undefined)?.[
    name
  ];
  return action?.available?.(entity.native) ?? true;
}

function linkValues(link: string, path: string, entity: Entity): Values {
  const [key] = Object.entries(described[link]!.attributes).find(([, { type }]) => type.target === entity.type)!;
  return {
    id: `${path}/${encodeURIComponent(entity.id)}`,
    name: entity.values.name,
    [key]: { href: entity.path },
  };
}
