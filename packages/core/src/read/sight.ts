import type { Edition } from "@cimi-gateway/model";
import { isTypeOf, metadataIn } from "../edition1/metadata.js";
import type { Parent } from "../route.js";
import type { Entity } from "./entity.js";
import type { Listing, Owner } from "./reader.js";
import type { View } from "./view.js";

/** What a consumer sees who speaks one of the editions. */
export interface Sight {
  find(type: string, id: string, parent?: Parent): Promise<Entity | undefined>;
  /** Many resources of a type, by their ids; what does not exist is absent. */
  findAll(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, Entity>>;
  list(type: string, parent?: Parent): Promise<Listing>;
  /** The Collections of many resources, in the order of their owners. */
  lists(type: string, owners: readonly Owner[]): Promise<readonly Listing[]>;
}

/** The resources as they are; of ResourceMetadata what the edition has. */
export class PlainSight implements Sight {
  readonly #told = new WeakMap<Entity, Entity>();

  constructor(
    readonly view: View,
    readonly edition: Edition,
  ) {}

  async find(type: string, id: string, parent?: Parent): Promise<Entity | undefined> {
    const found = await this.view.find(type, id, parent);
    return found && this.#seen(found)[0];
  }

  async findAll(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, Entity>> {
    const found = await this.view.findAll(type, ids);
    if (type !== METADATA) return found;
    return new Map([...found].flatMap(([id, entity]) => this.#seen(entity).map((seen) => [id, seen] as const)));
  }

  async list(type: string, parent?: Parent): Promise<Listing> {
    const listing = await this.view.list(type, parent);
    return type === METADATA ? { ...listing, entities: listing.entities.flatMap((entity) => this.#seen(entity)) } : listing;
  }

  lists(type: string, owners: readonly Owner[]): Promise<readonly Listing[]> {
    return this.view.reader.lists(type, owners);
  }

  #seen(entity: Entity): readonly Entity[] {
    if (entity.type !== METADATA) return [entity];
    if (!isTypeOf(entity.values, this.edition)) return [];
    const known = this.#told.get(entity) ?? metadataIn(entity, this.edition);
    this.#told.set(entity, known);
    return [known];
  }
}

const METADATA = "ResourceMetadata";
