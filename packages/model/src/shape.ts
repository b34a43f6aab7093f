import type { Attribute, Attributes, Description } from "./describe.js";
import type { Edition } from "./edition.js";
import type { DataType } from "./types/data-type.js";

/** One member of a representation: where its value stands in the model and how it is called on the wire. */
export interface Field {
  /** Its name in JSON, and in XML unless `xml` differs. */
  readonly name: string;
  /** The attribute's name in XML. */
  readonly xml: string;
  readonly key: string;
  /** For an attribute spread in edition 1: the key in the map. */
  readonly entry?: string;
  readonly type: DataType<unknown>;
  readonly attribute: Attribute<unknown>;
}

/** A description as one edition sees it: its fields in the order of that edition, found by either format's name. */
export interface Shape {
  readonly fields: readonly Field[];
  readonly byJsonName: ReadonlyMap<string, Field>;
  readonly byXmlName: ReadonlyMap<string, Field>;
  /** Position among the fields before which XML has the operations. */
  readonly operationsAt: number;
}

interface Shaped {
  readonly attributes: Attributes;
  readonly order?: readonly string[];
}

const shapes: Record<Edition, WeakMap<Shaped, Shape>> = { 1: new WeakMap(), 2: new WeakMap() };

/** The shape of a description in an edition; computed once. */
export function shapeOf(description: Shaped, edition: Edition): Shape {
  const known = shapes[edition].get(description);
  if (known) return known;
  const shape = compile(description, edition);
  shapes[edition].set(description, shape);
  return shape;
}

function compile(description: Shaped, edition: Edition): Shape {
  const order = edition === 1 ? description.order : undefined;
  const found = Object.entries(description.attributes).flatMap(([key, attribute]) => fieldsOf(key, attribute, edition));
  const fields = order ? [...found].sort((a, b) => place(order, a.name) - place(order, b.name)) : found;
  return {
    fields,
    byJsonName: new Map(fields.flatMap((field) => names(field).map((name) => [name, field] as const))),
    byXmlName: new Map(fields.flatMap((field) => [...names(field), field.xml].flatMap((name) => xmlNames(field, name, edition)))),
    operationsAt: operationsAt(fields, order),
  };
}

/** In both editions only extension attributes follow the operations (`<xs:any>*`), unless edition 1's schema places them earlier. */
function operationsAt(fields: readonly Field[], order: readonly string[] | undefined): number {
  if (order?.includes("operations")) return fields.filter(({ name }) => place(order, name) < place(order, "operations")).length;
  const first = fields.findIndex(({ attribute }) => attribute.namespace !== undefined);
  return first < 0 ? fields.length : first;
}

/** Names that the order does not list come last, in the order of the table. */
const place = (order: readonly string[], name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);

function fieldsOf(key: string, attribute: Attribute<unknown>, edition: Edition): Field[] {
  if (attribute.since > edition || attribute.until < edition) return [];
  if (edition === 1 && attribute.spread) {
    return Object.entries(attribute.spread).map(([entry, type]) => ({
      name: entry,
      xml: entry,
      key,
      entry,
      type: type as DataType<unknown>,
      attribute,
    }));
  }
  const name = attribute.names?.[edition] ?? key;
  return [{ name, xml: attribute.xmlNames?.[edition] ?? name, key, type: attribute.type, attribute }];
}

const names = (field: Field): string[] => [...(field.entry === undefined ? (field.attribute.accepted ?? []) : []), field.name];

/** Both the name that the edition writes and the plain one are read, since existing clients mix them. */
const xmlNames = (field: Field, name: string, edition: Edition): (readonly [string, Field])[] =>
  [name, field.type.xmlName?.(name, edition) ?? name, field.type.xmlAlias?.(name) ?? name].map(
    (spelling) => [spelling, field] as const,
  );

/** A resource type's name in an edition. */
export const nameIn = (description: Pick<Description, "name" | "names">, edition: Edition): string =>
  description.names?.[edition] ?? description.name;
