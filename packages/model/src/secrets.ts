import type { Traits } from "./describe.js";
import type { Model } from "./model.js";
import type { DataType, Reference, Values } from "./types/data-type.js";

type Secrecy = Pick<Traits, "secret" | "secretEntry" | "shownEntries">;

/** An attribute of a resource, or a member of a structure: what it consists of, and what of it is secret. */
export type Confidential = Secrecy & { readonly type: DataType<unknown> };
export type Confidentials = Readonly<Record<string, Confidential>>;

/** Whether what an attribute holds, or what its map holds under a key, is a secret. */
export const isSecret = ({ secret, secretEntry, shownEntries }: Secrecy, entry?: string): boolean =>
  secret === true ||
  (entry !== undefined && ((shownEntries !== undefined && !shownEntries.includes(entry)) || secretEntry?.(entry) === true));

/** Whether an attribute may hold secrets itself; what it holds by value, or consists of, says so by its own attributes. */
export const mayHoldSecrets = ({ secret, secretEntry, shownEntries }: Secrecy): boolean =>
  secret === true || shownEntries !== undefined || secretEntry !== undefined;

/** The steps from the values to a secret in them: names of attributes, positions in arrays, keys of maps. */
export type SecretPath = readonly (string | number)[];

export interface SecretWalk {
  /** CIMI, with what the cloud adds to it: what is given by value may hold that, too. */
  readonly model: Model;
  /** What stands instead of a secret; undefined: nothing does. */
  readonly treat: (held: unknown, path: SecretPath) => unknown;
}

/**
 * The values with every secret in them treated: inside arrays, structures, and what is given by value. What becomes empty is not there any
 * more (5.5.15); an item stays in its array, so that the others keep their positions.
 */
export function mapSecrets(walk: SecretWalk, attributes: Confidentials, values: Values, path: SecretPath = []): Values {
  const mapped: Record<string, unknown> = { ...values };
  for (const [key, held] of Object.entries(values)) {
    const attribute = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (!attribute) continue;
    const made = mapSecretsOf(walk, attribute, held, [...path, key]);
    if (made === undefined) delete mapped[key];
    else mapped[key] = made;
  }
  return mapped;
}

/** The same for what one attribute holds; undefined: it holds nothing any more. */
export function mapSecretsOf(walk: SecretWalk, attribute: Confidential, held: unknown, path: SecretPath = []): unknown {
  if (held === undefined || held === null) return held;
  if (attribute.secret) return walk.treat(held, path);
  return mayHoldSecrets(attribute) ? mapEntries(walk, attribute, held, path) : mapHeld(walk, attribute.type, held, path);
}

function mapEntries({ treat }: SecretWalk, attribute: Confidential, held: object, path: SecretPath): unknown {
  const treated = Object.entries(held).map(
    ([entry, value]) => [entry, isSecret(attribute, entry) ? treat(value, [...path, entry]) : value] as const,
  );
  return unlessEmptied(held, Object.fromEntries(treated.filter(([, value]) => value !== undefined)));
}

function mapHeld(
  walk: SecretWalk,
  { item, members, target, collects }: DataType<unknown>,
  held: unknown,
  path: SecretPath,
): unknown {
  if (typeof held !== "object" || held === null || collects) return held;
  if (item) return (held as readonly unknown[]).map((entry, index) => mapHeld(walk, item, entry, [...path, index]) ?? {});
  if (members) return unlessEmptied(held, mapSecrets(walk, members, held as Values, path));
  return target === undefined ? held : mapReference(walk, target, held, path);
}

function mapReference(walk: SecretWalk, target: string, held: Reference, path: SecretPath): Reference | undefined {
  const { value, ...rest } = held;
  if (!value) return held;
  const made = unlessEmptied(value, mapSecrets(walk, walk.model[target]?.attributes ?? {}, value, path));
  return unlessEmptied(held, made === undefined ? rest : { ...rest, value: made });
}

/** Whatever was empty before is none of ours. */
const unlessEmptied = <T extends object>(before: object, after: T): T | undefined =>
  Object.keys(after).length === 0 && Object.keys(before).length > 0 ? undefined : after;

/** What of an attribute's value may be shown; undefined where nothing may. */
export function shownPart(model: Model, attribute: Confidential, held: unknown): unknown {
  if (typeof held !== "object" && !attribute.secret) return held;
  return mapSecretsOf({ model, treat: () => undefined }, attribute, held);
}
