import { type Description, type Field, type Format, InvalidValue, shapeOf, type Values } from "@cimi-gateway/model";
import { selectedFields } from "../query/select.js";
import type { Session } from "../session.js";
import type { Face } from "../types.js";

/** The fields that the request is about. 4.2.1.3.1: what it holds beside those that `$select` names is an error. */
export function concerned({ query, face }: Session, description: Description, given: Values, format: Format): readonly Field[] {
  const { fields } = shapeOf(description, face.edition);
  if (!query.select) return fields.filter((field) => isGiven(field, given) || (!face.tolerant && isShown(field, face, format)));
  const selected = selectedFields(description, query.select, face.edition);
  const other = fields.find((field) => isGiven(field, given) && !selected.includes(field));
  if (other && !face.tolerant) throw new InvalidValue(`is in the body but not in $select (4.2.1.3.1)`, [other.name]);
  return selected;
}

/** What a format of an edition has no form for was not shown, so that leaving it out does not erase it. */
const isShown = ({ attribute }: Field, { edition }: Face, format: Format): boolean =>
  ((format === "json" ? attribute.jsonSince : attribute.xmlSince) ?? 1) <= edition;

/** In edition 1 some attributes are entries of one map (Credential). */
const isGiven = ({ key, entry }: Field, given: Values): boolean =>
  key in given && (entry === undefined || given[key] === null || entry in (given[key] as object));

export const isWritable = ({ attribute }: Field): boolean => attribute.mutable && attribute.consumerWritable;

/** 4.2.1.3: what is read-only is passed over before anything is made of it. */
export const writableOf = (given: Values, fields: readonly Field[]): Values =>
  Object.fromEntries(fields.filter((field) => isWritable(field) && field.key in given).map(({ key }) => [key, given[key]]));

/** What of these fields would change, by the values that there are and those that are given. */
export function differences({ face }: Session, fields: readonly Field[], values: Values, given: Values): Values {
  const changes: Record<string, unknown> = {};
  for (const field of fields) {
    if (!isWritable(field) || field.type.collects) continue;
    const [before, after] = [heldBy(field, values), heldBy(field, given)];
    const seen = (held: unknown): unknown => (held !== null && field.type.seenIn ? field.type.seenIn(held, face.edition) : held);
    if (stable(seen(before)) !== stable(seen(after))) change(changes, field, after, values);
  }
  return changes;
}

/** 5.5.15: what is empty is not there. */
export function heldBy({ key, entry, type }: Field, values: Values): unknown {
  const held = values[key] ?? null;
  const value = entry === undefined || held === null ? held : ((held as Values)[entry] ?? null);
  return value !== null && type.isEmpty(value) ? null : value;
}

/** An entry is changed within its map. */
function change(changes: Record<string, unknown>, { key, entry }: Field, after: unknown, before: Values): void {
  if (entry === undefined) {
    changes[key] = after;
    return;
  }
  const { [entry]: _, ...rest } = (changes[key] ?? before[key] ?? {}) as Values;
  const made = after === null ? rest : { ...rest, [entry]: after };
  changes[key] = Object.keys(made).length === 0 ? null : made;
}

/** Text that does not depend on the order of keys. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, held: unknown) =>
    typeof held === "object" && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
