import type { ResourceName, Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { AnyResourceAdapter } from "../read/source.js";
import type { Surroundings } from "./surroundings.js";
import type { Told, Wishes } from "./wishes.js";

/** What a change of a view comes to: attributes of the resource behind it, and what else is done to that. */
export interface Retold {
  readonly changes: Values;
  readonly operations?: readonly string[];
  /** Resources that enter and leave one of its Collections. */
  readonly members?: readonly Membership[];
}

export interface Membership {
  readonly kind: "insert" | "remove";
  readonly attribute: string;
  readonly item: Entity;
}

/** A type of edition 1 as a view of a type that replaced it in edition 2. Ids are the same; adapters know nothing of it. */
export interface Telling {
  readonly type: ResourceName;
  /** Which attributes of the type behind it each attribute is told from; without those the cloud does not have it. */
  readonly from: Readonly<Record<string, string>>;
  /** Attributes of the type behind it without which there is no such view. */
  readonly needs: readonly string[];
  /** Whether a resource of the type behind it is seen as one of this type. */
  shows(values: Values): boolean;
  /** Its values, beside those that all resources have. */
  values(entity: Entity, around: Surroundings): Values;
  /** Whether it is in the Collection of an owner, which is named by its path in edition 2; absent: it is in none. */
  within?(entity: Entity, owner: string, around: Surroundings): boolean;
  /** The path of the Collection in which it lives; absent: that of the Cloud Entry Point. */
  place?(values: Values): string;
  /** The operation of the type behind it for each of its own. */
  readonly operations: Readonly<Record<string, string>>;
  /** Whether the cloud can make one. Absent: wherever it can make what is behind it. */
  creatable?(adapter: AnyResourceAdapter): boolean;
  /** The template of the resource behind it, and what the gateway keeps beside. Throws InvalidValue. */
  made(held: Values, wishes: Wishes): Promise<Told>;
  /** Throws InvalidValue. */
  changed?(changes: Values, entity: Entity, around: Surroundings): Retold;
}

export interface ViewType extends Telling {
  /** The type behind it (`replacedBy` in the model). */
  readonly over: ResourceName;
}
