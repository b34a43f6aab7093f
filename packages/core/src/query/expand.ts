import { type Description, type Edition, type Field, shapeOf } from "@cimi-gateway/model";

/**
 * 4.1.6.4: the attributes to be expanded: references, Collections and arrays of references, in the order of the type.
 * A name that is unknown or no reference is ignored. For a Collection the description is that of its items.
 */
export function expansions(description: Description, expand: readonly string[], edition: Edition): readonly Field[] {
  const { fields, byJsonName } = shapeOf(description, edition);
  const named = new Set(expand.map((name) => byJsonName.get(name)));
  const all = expand.includes("*");
  return fields.filter((field) => field.type.target !== undefined && (all || named.has(field)));
}
