import { type Field, isSecret, type Model, type Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import { withHeldOf } from "./held-secrets.js";
import { meansOther } from "./secret-items.js";

/** All that is known of a resource, with what is never shown of it: for what is made from it, and for what is changed. */
export const wholeValues = ({ cloud }: Session, { type, native, values }: Entity): Values => ({
  ...values,
  ...(native !== undefined && cloud.sources.get(type)!.reveal?.(native)),
});

/** A PUT: what it is about and what it gives, every href as a path. */
export interface Replacing {
  readonly fields: readonly Field[];
  readonly given: Values;
  /** Whether `$select` names what is replaced. */
  readonly isSelected: boolean;
}

/**
 * What a PUT gives, with the secrets that it leaves out: the consumer was not shown them, so that leaving them out does not erase them.
 * Null does, and naming them in `$select` without a value. Throws InvalidValue where it cannot be told to which item of an array they belong.
 */
export function withHeldSecrets(model: Model, { fields, given, isSelected }: Replacing, known: Values): Values {
  const made: Record<string, unknown> = { ...given };
  for (const field of fields) {
    const { key, entry, attribute } = field;
    const isErased = given[key] === null || (isSelected && (entry !== undefined || given[key] === undefined));
    if (isErased || known[key] === undefined || meansOther(attribute, given, known)) continue;
    const held = entry === undefined ? withHeldOf(model, attribute, made[key], known[key], [key]) : withEntry(field, made, known);
    if (held !== undefined) made[key] = held;
  }
  return made;
}

/** In edition 1 a field is one entry of the map. */
function withEntry({ key, entry, attribute }: Field, given: Values, known: Values): unknown {
  const { [entry!]: held } = known[key] as Values;
  return held === undefined || !isSecret(attribute, entry)
    ? given[key]
    : { [entry!]: held, ...(given[key] as Values | undefined) };
}
