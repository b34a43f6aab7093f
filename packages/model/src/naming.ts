/** `volumes` → `volume`, `addresses` → `address`, `properties` → `property`: the item name of an array or a map (5.5.11). */
export function singular(name: string): string {
  if (name.endsWith("ies")) return `${name.slice(0, -3)}y`;
  if (name.endsWith("sses")) return name.slice(0, -2);
  if (name.endsWith("ss")) return name;
  return name.endsWith("s") ? name.slice(0, -1) : name;
}

/** The grouping name of a collection: the plural of the item type in lower camel case (5.5.12). */
export function plural(typeName: string): string {
  const lower = typeName.charAt(0).toLowerCase() + typeName.slice(1);
  if (lower.endsWith("ss")) return `${lower}es`;
  return lower.endsWith("y") ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
