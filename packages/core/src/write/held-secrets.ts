import {
  type Confidential,
  type DataType,
  isSecret,
  type Model,
  mayHoldSecrets,
  type Reference,
  type SecretPath,
  shownPart,
  type Values,
} from "@cimi-gateway/model";
import { type Decided, matched, meansOther } from "./secret-items.js";

/**
 * What is given under an attribute, with the secrets of what there is that it leaves out, at any depth. Undefined: nothing. Throws
 * InvalidValue where it cannot be told to which item of an array they belong.
 */
export function withHeldOf(model: Model, attribute: Confidential, given: unknown, known: unknown, path: SecretPath): unknown {
  if (known === undefined || known === null || given === null) return given;
  if (mayHoldSecrets(attribute) && !attribute.secret) return withEntries(attribute, given as Values | undefined, known as Values);
  if (given !== undefined) return attribute.secret ? given : withHeldIn(model, attribute.type, given, known, path);
  return shownPart(model, attribute, known) === undefined ? known : undefined;
}

function withEntries(attribute: Confidential, given: Values | undefined, known: Values): Values | undefined {
  const missing = Object.entries(known).filter(([entry]) => isSecret(attribute, entry) && !Object.hasOwn(given ?? {}, entry));
  return missing.length === 0 ? given : { ...given, ...Object.fromEntries(missing) };
}

function withHeldIn(
  model: Model,
  { item, members, target, collects }: DataType<unknown>,
  given: unknown,
  known: unknown,
  path: SecretPath,
): unknown {
  if (collects) return given;
  if (item) return withItems(model, item, given as readonly unknown[], known as readonly unknown[], path);
  if (members) return withMembers(model, members, given as Values, known as Values, path);
  return target === undefined ? given : withReference(model, target, given as Reference, known as Reference, path);
}

function withItems(
  model: Model,
  item: DataType<unknown>,
  given: readonly unknown[],
  known: readonly unknown[],
  path: SecretPath,
): readonly unknown[] {
  const origins = matched({ model, item }, given, known, path);
  return given.map((entry, index) => {
    const origin = origins.get(index);
    return origin === undefined ? entry : withHeldIn(model, item, entry, origin, [...path, index]);
  });
}

type Members = Readonly<Record<string, Confidential & Decided>>;

function withMembers(model: Model, attributes: Members, given: Values, known: Values, path: SecretPath): Values {
  const made: Record<string, unknown> = { ...given };
  for (const [key, attribute] of Object.entries(attributes)) {
    if (meansOther(attribute, given, known)) continue;
    const held = withHeldOf(model, attribute, given[key], known[key], [...path, key]);
    if (held !== undefined) made[key] = held;
  }
  return made;
}

/** Another reference is something else, and the secrets of what stood there before are none of its own. */
function withReference(model: Model, target: string, given: Reference, known: Reference, path: SecretPath): Reference {
  if (given.href !== known.href || !known.value) return given;
  const value = withMembers(model, model[target]?.attributes ?? {}, given.value ?? {}, known.value, path);
  return Object.keys(value).length === 0 ? given : { ...given, value };
}
