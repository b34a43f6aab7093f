import { type Model, model } from "@cimi-gateway/model";
import type { OpenOperation, OpenOperations } from "../jobs/open-operations.js";
import type { Parent } from "../route.js";
import type { Entity } from "./entity.js";
import { existing, type Listing, type Owner, type Reader } from "./reader.js";

const described: Model = model;

/** What a consumer sees: the cloud's resources, with the writes that are under way. */
export class View {
  constructor(
    readonly reader: Reader,
    readonly open: OpenOperations,
  ) {}

  async find(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    return this.#shown(type, id, parent, await this.reader.find(type, id, parent));
  }

  /** As `lately` of a reader; undefined also while a write is under way. */
  async lately(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const found = await this.reader.lately(type, id, parent);
    return found && this.open.on(this.reader.cloud.name, found.path) ? undefined : found;
  }

  /** Many resources of a type, by their ids; what does not exist is absent. */
  async findAll(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, Entity>> {
    const found = await this.reader.findAll(type, ids);
    return existing(
      ids,
      ids.map((id) => this.#shown(type, id, undefined, found.get(id))),
    );
  }

  #shown(type: string, id: string, parent: Parent | undefined, found: Entity | undefined): Entity | undefined {
    const path = found?.path ?? `${placeOf(type, parent)}/${encodeURIComponent(id)}`;
    const open = this.open.on(this.reader.cloud.name, path);
    if (!open) return found;
    return found ? shownDuring(found, open) : preview(open);
  }

  async list(type: string, parent?: Parent, owner?: Owner): Promise<Listing> {
    const listing = await this.reader.list(type, parent, owner);
    const cloud = this.reader.cloud.name;
    const paths = new Set(listing.entities.map(({ path }) => path));
    const made = parent ? [] : this.open.creating(cloud, type).filter(({ path }) => !paths.has(path));
    const shown = listing.entities.map((entity) => during(entity, this.open.on(cloud, entity.path)));
    if (made.length === 0 && shown.every((entity, index) => entity === listing.entities[index])) return listing;
    const entities = [...shown, ...made.map(preview)].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { ...listing, entities };
  }
}

/** The path of the Collection in which items of a type stand. */
const placeOf = (type: string, parent: Parent | undefined): string =>
  described[type]!.collection ?? `${described[parent!.type]!.collection}/${encodeURIComponent(parent!.id)}/${parent!.attribute}`;

const during = (entity: Entity, open: OpenOperation | undefined): Entity => (open ? shownDuring(entity, open) : entity);

/**
 * 4.2.1.1, 4.2.1.4, 5.8: while an operation runs the resource is in the state that belongs to it, also where the cloud
 * has no such state, or reports the old one for a while. A transient state or an error of the cloud's own says more.
 */
function shownDuring(entity: Entity, { during: state }: OpenOperation): Entity {
  const held = entity.values.state as string | undefined;
  if (state === undefined || held === undefined || !described[entity.type]!.stable?.includes(held)) return entity;
  return held === "ERROR" || held === "FAILED" ? entity : { ...entity, values: { ...entity.values, state } };
}

function preview({ type, path, preview: values }: OpenOperation): Entity {
  return {
    type,
    path,
    id: decodeURIComponent(path.replace(/^.*\//, "")),
    nativeId: "",
    native: undefined,
    values: { ...values, id: path },
  };
}
