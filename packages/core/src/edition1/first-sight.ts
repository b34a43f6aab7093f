import { type Model, model, type Values } from "@cimi-gateway/model";
import type { Cloud } from "../cloud.js";
import type { Entity } from "../read/entity.js";
import type { Listing, Owner } from "../read/reader.js";
import { PlainSight } from "../read/sight.js";
import type { View } from "../read/view.js";
import type { Parent } from "../route.js";
import { Prospect } from "./prospect.js";
import { isRetold, retold } from "./retold.js";
import { SAME } from "./sources.js";
import type { Surroundings } from "./surroundings.js";
import type { ViewType } from "./view-type.js";
import { pathIn, VIEW_TYPES } from "./view-types.js";
import { given } from "./wishes.js";

const described: Model = model;

interface Shown {
  readonly around: Surroundings;
  readonly entity: Entity;
}

/** What consumers of edition 1 see: what edition 2 replaced, told from what replaced it. Lists cost as many native calls as those do. */
export class FirstSight extends PlainSight {
  readonly prospect: Prospect;
  readonly #shown = new WeakMap<Entity, Shown>();

  constructor(
    view: View,
    readonly cloud: Cloud,
  ) {
    super(view, 1, cloud.model);
    this.prospect = new Prospect(view, cloud);
  }

  override async find(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const view = this.#viewOf(type);
    if (!view) return this.#retoldOne(await super.find(type, id, parent));
    const [entity, { around }] = await Promise.all([this.view.find(view.over, id), this.prospect.look()]);
    return entity && isSeen(view, entity, parent, around) ? this.#as(view, entity, around) : undefined;
  }

  override async lately(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const view = this.#viewOf(type);
    if (!view) return this.#retoldOne(await super.lately(type, id, parent));
    const entity = await this.view.lately(view.over, id);
    return entity && (await this.#views(view, [entity], parent))[0];
  }

  override async findAll(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, Entity>> {
    const view = this.#viewOf(type);
    const found = view ? await this.view.findAll(view.over, ids) : await super.findAll(type, ids);
    if (!view && !isRetold(type)) return found;
    const seen = view ? await this.#views(view, [...found.values()], undefined) : await retold(this, [...found.values()]);
    return new Map(seen.map((entity) => [entity.id, entity]));
  }

  override async list(type: string, parent?: Parent, owner?: Owner): Promise<Listing> {
    const view = this.#viewOf(type);
    if (view) {
      const { around, readAt } = await this.prospect.look();
      return { entities: this.#among(view, await this.#behind(view), parent, around), readAt };
    }
    const listing = await super.list(type, parent, owner);
    return isRetold(type) ? { ...listing, entities: await retold(this, listing.entities) } : listing;
  }

  override lists(type: string, owners: readonly Owner[]): Promise<readonly Listing[]> {
    const isOther = this.#viewOf(type) !== undefined || isRetold(type);
    return isOther ? Promise.all(owners.map(({ parent }) => this.list(type, parent))) : super.lists(type, owners);
  }

  #viewOf(type: string): ViewType | undefined {
    return this.cloud.sources.get(type)?.over === undefined ? undefined : VIEW_TYPES.get(type);
  }

  async #behind({ over }: ViewType): Promise<readonly Entity[]> {
    return (await this.view.list(over)).entities;
  }

  async #retoldOne(entity: Entity | undefined): Promise<Entity | undefined> {
    return entity && isRetold(entity.type) ? (await retold(this, [entity]))[0] : entity;
  }

  async #views(view: ViewType, entities: readonly Entity[], parent: Parent | undefined): Promise<readonly Entity[]> {
    return this.#among(view, entities, parent, (await this.prospect.look()).around);
  }

  #among(view: ViewType, entities: readonly Entity[], parent: Parent | undefined, around: Surroundings): readonly Entity[] {
    return entities.filter((entity) => isSeen(view, entity, parent, around)).map((entity) => this.#as(view, entity, around));
  }

  /** The same object for the same look at the same resource, so that whatever is derived from it is remembered. */
  #as(view: ViewType, entity: Entity, around: Surroundings): Entity {
    const known = this.#shown.get(entity);
    if (known?.around === around) return known.entity;
    const made = this.#made(view, entity, around);
    this.#shown.set(entity, { around, entity: made });
    return made;
  }

  #made(view: ViewType, entity: Entity, around: Surroundings): Entity {
    const { id, nativeId, native, values } = entity;
    const path = pathIn(view, entity);
    const held = { ...same(values), ...this.#collections(view, path), ...given(view.values(entity, around)), id: path };
    return { type: view.type, id, path, nativeId, native, values: held, under: entity };
  }

  #collections({ type }: ViewType, path: string): Values {
    const { attributes } = this.cloud.sources.get(type)!.adapter;
    const keys = Object.keys(attributes).filter((key) => described[type]!.attributes[key]!.type.collects);
    return Object.fromEntries(keys.map((key) => [key, { href: `${path}/${key}` }]));
  }
}

const same = (values: Values): Values => given(Object.fromEntries(SAME.map((key) => [key, values[key]])));

function isSeen(view: ViewType, entity: Entity, parent: Parent | undefined, around: Surroundings): boolean {
  if (!view.shows(entity.values)) return false;
  return !parent || (view.within?.(entity, ownerPath(parent), around) ?? false);
}

/** The owner of a Collection, by the path that it has in edition 2. */
function ownerPath({ type, id }: Parent): string {
  const behind = VIEW_TYPES.get(type)?.over ?? type;
  return `${described[behind]!.collection}/${encodeURIComponent(id)}`;
}
