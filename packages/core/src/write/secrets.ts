import { type Field, isSecret, mayHoldSecrets, type Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";

/** All that is known of a resource, with what is never shown of it: for what is made from it, and for what is changed. */
export const wholeValues = ({ cloud }: Session, { type, native, values }: Entity): Values => ({
  ...values,
  ...(native !== undefined && cloud.sources.get(type)!.reveal?.(native)),
});

/**
 * What a PUT gives, with the secrets that it leaves out: the consumer was not shown them, so that leaving them out does not erase them.
 * Null does, and naming them in `$select` without a value.
 */
export function withHeldSecrets(fields: readonly Field[], given: Values, known: Values, isSelected: boolean): Values {
  const made: Record<string, unknown> = { ...given };
  for (const field of fields) {
    const { key, attribute } = field;
    if (!mayHoldSecrets(attribute) || known[key] === undefined || given[key] === null) continue;
    if (!attribute.secret) Object.assign(made, heldEntries(field, made[key], known[key] as Values, isSelected));
    else if (made[key] === undefined && !isSelected) made[key] = known[key];
  }
  return made;
}

/** In edition 1 a field is one entry of the map, in edition 2 the map as a whole. */
function heldEntries({ key, entry, attribute }: Field, given: unknown, known: Values, isSelected: boolean): Values {
  const isErased = isSelected && (entry !== undefined || given === undefined);
  const missing = Object.entries(known).filter(
    ([name]) => isSecret(attribute, name) && (entry === undefined || entry === name) && !(name in ((given ?? {}) as Values)),
  );
  return isErased || missing.length === 0 ? {} : { [key]: { ...(given as Values | undefined), ...Object.fromEntries(missing) } };
}
