import { REGION, ZONES } from "./catalogue.js";
import type { Cloud } from "./cloud.js";
import { Refusal } from "./refusal.js";
import type { AnyThing, Labels } from "./things.js";

/** What every create says. */
export interface Making extends Labels {
  /** What the maker calls it; kept with it from its first moment. */
  readonly marker?: string | undefined;
  /** What it is filed under; what is made along with it is, too. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly zone?: string | undefined;
}

/** What every update may say; null takes away. */
export interface Relabelling {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** All of them; those that are missing are taken away. */
  readonly properties?: Readonly<Record<string, string>> | null | undefined;
}

/** @throws Refusal Invalid for a place that the cloud lacks */
export const inZone = (making: Making) => placed(making, ZONES);
/** What serves the region serves each of its zones: whoever names one gets what is in all of them. */
export const inRegion = (making: Making) => ({ ...placed(making, [REGION, ...ZONES]), zone: REGION });

function placed({ name, description, properties, marker, tags, zone }: Making, places: readonly string[]) {
  if (zone !== undefined && !places.includes(zone)) {
    throw new Refusal("Invalid", `the location ${JSON.stringify(zone)} is not accepted here; accepted: ${places.join(", ")}`);
  }
  return { name, description, properties, marker, tags, zone: zone ?? places[0]! };
}

type Relabelled = Labels & { readonly updated: string };

/** The labels after an update. */
export const relabelled = (cloud: Cloud, thing: AnyThing, changes: Relabelling): Relabelled => ({
  name: changed(thing.name, changes.name),
  description: changed(thing.description, changes.description),
  properties: changed(thing.properties, changes.properties),
  updated: new Date(cloud.now).toISOString(),
});

/** What an update leaves; null takes away. */
export const changed = <T>(before: T | undefined, after: T | null | undefined): T | undefined =>
  after === undefined ? before : (after ?? undefined);

/** @throws Refusal Conflict unless the thing is in one of the states */
export function requireState(thing: AnyThing, states: readonly string[], wish: string): void {
  if (states.includes(thing.state)) return;
  throw new Refusal("Conflict", `${thing.kind} ${thing.id} is ${thing.state}; to ${wish} it must be ${states.join(" or ")}`);
}

/** @throws Refusal Invalid unless it is a positive whole number that the cloud can hold */
export function requireAmount(amount: number, limit: number, what: string): number {
  if (Number.isInteger(amount) && amount > 0 && amount <= limit) return amount;
  throw new Refusal("Invalid", `${what} ${amount} is not accepted; accepted: whole numbers from 1 to ${limit}`);
}
