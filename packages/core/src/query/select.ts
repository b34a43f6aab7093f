import {
  type Description,
  type Edition,
  type Field,
  groupingName,
  type Model,
  type Representation,
  shapeOf,
  type Values,
} from "@cimi-gateway/model";

/** Not an attribute in the tables, but selected like one (4.1.6.3). */
const OPERATIONS = "operations";

/**
 * 4.1.6.3: what `$select` leaves of a resource or of a Collection; a new value. Names that nothing has are ignored.
 * resourceURI is not concerned: writers add it in any case (4.1.4).
 * @param tolerant a name that a Collection and its items share is for both: existing clients select `id` of the items
 */
export function selectAttributes(
  shown: Representation,
  select: readonly string[],
  edition: Edition,
  model: Model,
  tolerant = false,
): Representation {
  if (select.includes("*")) return shown;
  return shown.collects
    ? selectInCollection(shown, select, edition, model, tolerant)
    : picker(model[shown.type]!, select, edition)(shown);
}

/** The attributes that `$select` names, in the order of the type; for partial updates too (4.2.1.3.1). */
export function selectedFields(description: Description, select: readonly string[], edition: Edition): readonly Field[] {
  const { fields, byJsonName } = shapeOf(description, edition);
  if (select.includes("*")) return fields;
  const named = new Set(select.map((name) => byJsonName.get(name)));
  return fields.filter((field) => named.has(field));
}

type Pick = (shown: Representation) => Representation;

function picker(description: Description, select: readonly string[], edition: Edition): Pick {
  const fields = selectedFields(description, select, edition);
  const withOperations = select.includes(OPERATIONS) || select.includes("*");
  return ({ values, operations, items: _, ...rest }) => ({
    ...rest,
    values: pick(values, fields),
    ...(withOperations && operations && { operations }),
  });
}

/** An attribute that edition 1 takes from a map brings its entry only. */
function pick(values: Values, fields: readonly Field[]): Values {
  const picked: Record<string, unknown> = {};
  for (const { key, entry } of fields) {
    const held = values[key];
    if (held === undefined || held === null) continue;
    picked[key] = entry === undefined ? held : { ...(picked[key] as Values | undefined), [entry]: (held as Values)[entry] };
  }
  return picked;
}

/** A name of the Collection's own is that; any other is for each of its items, as is `collectionName/attributeName`. */
function selectInCollection(
  shown: Representation,
  select: readonly string[],
  edition: Edition,
  model: Model,
  tolerant: boolean,
): Representation {
  const itemType = model[shown.type]!;
  const own = new Set([OPERATIONS, ...(tolerant ? [] : shapeOf(model.Collection!, edition).byJsonName.keys())]);
  const collection = picker(model.Collection!, select, edition)(shown);
  const wanted = itemNames(select, own, collectionNames(shown.type, edition, model));
  if (select.includes(groupingName(itemType, edition)) || wanted.includes("*")) return withItems(collection, shown.items);
  const known = shapeOf(itemType, edition).byJsonName;
  if (!wanted.some((name) => name === OPERATIONS || known.has(name))) return collection;
  return withItems(collection, shown.items?.map(picker(itemType, wanted, edition)));
}

const withItems = (collection: Representation, items: readonly Representation[] | undefined): Representation =>
  items ? { ...collection, items } : collection;

function itemNames(select: readonly string[], own: ReadonlySet<string>, collections: ReadonlySet<string>): readonly string[] {
  return select.flatMap((name) => {
    const slash = name.indexOf("/");
    if (slash < 0) return own.has(name) ? [] : [name];
    return collections.has(name.slice(0, slash)) ? [name.slice(slash + 1)] : [];
  });
}

/** The names of a Collection: that under which it holds its items, and those by which other resources hold it (`machines`, `disks`). */
function collectionNames(type: string, edition: Edition, model: Model): ReadonlySet<string> {
  const fields = Object.values(model).flatMap((description) => (description ? shapeOf(description, edition).fields : []));
  const held = fields.filter((field) => field.type.collects && itemTypes(field.type).includes(type));
  return new Set([groupingName(model[type]!, edition), ...held.map(({ name }) => name)]);
}

/** Edition 1 lists some resources through links. */
const itemTypes = (type: Field["type"]): readonly unknown[] => ["link" in type ? type.link : undefined, type.target];
