import type { Edition, Model } from "@cimi-gateway/model";
import { jobInSecond } from "../edition1/job-in-second.js";
import { isTypeOf, metadataIn } from "../edition1/metadata.js";
import type { Parent } from "../route.js";
import type { Entity } from "./entity.js";
import type { Listing, Owner } from "./reader.js";
import type { View } from "./view.js";

/** What a consumer sees who speaks one of the editions. */
export interface Sight {
  find(type: string, id: string, parent?: Parent): Promise<Entity | undefined>;
  /** As it was last read, where that was a moment ago and no write was made since: the cloud is not asked for it. */
  lately(type: string, id: string, parent?: Parent): Promise<Entity | undefined>;
  /** Many resources of a type, by their ids; what does not exist is absent. */
  findAll(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, Entity>>;
  /** @param owner the parent, where it was read already */
  list(type: string, parent?: Parent, owner?: Owner): Promise<Listing>;
  /** The Collections of many resources, in the order of their owners. */
  lists(type: string, owners: readonly Owner[]): Promise<readonly Listing[]>;
}

/** The resources as they are; of ResourceMetadata, and of what Jobs name, what the edition has. */
export class PlainSight implements Sight {
  readonly #told = new WeakMap<Entity, Entity>();

  constructor(
    readonly view: View,
    readonly edition: Edition,
    readonly model: Model,
  ) {}

  async find(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const found = await this.view.find(type, id, parent);
    return found && this.#seen(found)[0];
  }

  async lately(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const found = await this.view.lately(type, id, parent);
    return found && this.#seen(found)[0];
  }

  async findAll(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, Entity>> {
    const found = await this.view.findAll(type, ids);
    if (!TOLD.has(type)) return found;
    return new Map([...found].flatMap(([id, entity]) => this.#seen(entity).map((seen) => [id, seen] as const)));
  }

  async list(type: string, parent?: Parent, owner?: Owner): Promise<Listing> {
    const listing = await this.view.list(type, parent, owner);
    return TOLD.has(type) ? { ...listing, entities: listing.entities.flatMap((entity) => this.#seen(entity)) } : listing;
  }

  lists(type: string, owners: readonly Owner[]): Promise<readonly Listing[]> {
    return this.view.reader.lists(type, owners);
  }

  /** As the edition tells it; empty: it has no word for it. */
  #seen(entity: Entity): readonly Entity[] {
    if (entity.type === "Job") return [this.edition === 2 ? this.#remembered(entity, jobInSecond) : entity];
    if (entity.type !== "ResourceMetadata") return [entity];
    return isTypeOf(entity.values, this.edition) ? [this.#remembered(entity, metadataIn)] : [];
  }

  #remembered(entity: Entity, tell: (entity: Entity, edition: Edition, model: Model) => Entity): Entity {
    const known = this.#told.get(entity) ?? tell(entity, this.edition, this.model);
    this.#told.set(entity, known);
    return known;
  }
}

/** The types of which the editions tell different things that the model's traits do not say. */
const TOLD: ReadonlySet<string> = new Set(["Job", "ResourceMetadata"]);
