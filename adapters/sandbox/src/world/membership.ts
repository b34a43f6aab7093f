import type { Cloud } from "./cloud.js";
import { Refusal } from "./refusal.js";
import type { AnyThing } from "./things.js";

/** Gives a thing to an owner; where it is there already nothing changes. @throws Refusal Conflict that names the present owner */
export function enter<T extends AnyThing>(cloud: Cloud, thing: T, owner: string, changes: Partial<T> = {}): T {
  if (thing.owner === owner) return thing;
  if (thing.owner !== undefined)
    throw new Refusal("Conflict", `${thing.kind} ${thing.id} belongs to ${thing.owner}; remove it there first`);
  return cloud.put<T>(thing, { ...changes, owner });
}

/** @throws Refusal NotFound when it does not belong to that owner */
export function leave<T extends AnyThing>(cloud: Cloud, thing: T, owner: string, changes: Partial<T> = {}): T {
  if (thing.owner !== owner) throw new Refusal("NotFound", `${thing.kind} ${thing.id} does not belong to ${owner}`);
  return cloud.put<T>(thing, { ...changes, owner: undefined });
}
