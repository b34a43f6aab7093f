import type { Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Surroundings } from "./surroundings.js";

/** What a wish in edition 1's words is in edition 2's. */
export interface Told {
  /** The template of edition 2's type; references are paths. */
  readonly template: Values;
  /** What no cloud has a word for: the gateway keeps it beside the resource. */
  readonly overlay?: Values;
  /** What reads show until the cloud has the resource, beside its name and state. */
  readonly preview?: Values;
}

/** What it takes to understand a wish: what there is, and what references in it lead to. */
export interface Wishes {
  readonly around: Surroundings;
  /** The existing resource of a type that a reference names. Throws InvalidValue with the place. */
  existing(held: unknown, type: string, place: string): Promise<Entity>;
  /** A configuration by value or by reference with overrides. */
  configuration(held: unknown, type: string, place: string): Promise<Values>;
  /** Whether the cloud has a type, or an attribute of it. */
  has(type: string, attribute?: string): boolean;
  /** Whether the cloud can make resources of a type. */
  makes(type: string): boolean;
}

/** Only what has a value. */
export const given = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, held]) => held !== undefined && held !== null));
