import {
  type Description,
  type Edition,
  type Field,
  InvalidValue,
  isSecret,
  nameIn,
  shapeOf,
  shown,
  type Values,
} from "@cimi-gateway/model";

/**
 * How `$filter` and `$orderby` get at an attribute: as the edition shows it, in edition 1 from within the map where it is spread.
 * Undefined stands for what is not shown: an attribute that is absent or empty (5.5.15).
 */
export function seenValue({ key, entry, type }: Field, edition: Edition): (values: Values) => unknown {
  return (values) => {
    const held = values[key] ?? undefined;
    const value = held === undefined || entry === undefined ? held : (held as Values)[entry];
    if (value === undefined || type.isEmpty(value)) return undefined;
    return type.seenIn ? type.seenIn(value, edition) : value;
  };
}

/** The field of that name in the edition, if it is `usable`; else InvalidValue names those that are. A secret never is. */
export function usableField(
  name: string,
  description: Description,
  edition: Edition,
  usable: { readonly as: "filtered" | "sorted"; test(field: Field): boolean },
): Field {
  const { byJsonName, fields } = shapeOf(description, edition);
  const isUsable = (field: Field): boolean => usable.test(field) && !isSecret(field.attribute, field.entry);
  const field = byJsonName.get(name);
  if (field && isUsable(field)) return field;
  const problem = field
    ? `is of type ${field.type.label}, and nothing can be ${usable.as} by it`
    : `is no attribute of ${nameIn(description, edition)}`;
  const names = fields.filter(isUsable).map((known) => known.name);
  throw new InvalidValue(`${shown(name)} ${problem}; expected one of ${names.join(", ")}`);
}
