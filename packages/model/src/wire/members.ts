import type { Attributes } from "../describe.js";
import { type Edition, isForeign } from "../edition.js";
import { InvalidValue, inside, shown } from "../fault.js";
import { mayHoldSecrets } from "../secrets.js";
import { type Field, shapeOf } from "../shape.js";
import type { DataType, Reading, Values, Writing } from "../types/data-type.js";
import type { XmlElement } from "./xml-element.js";

interface Described {
  readonly attributes: Attributes;
  readonly order?: readonly string[];
}

/** The value of a field; undefined where there is nothing to show (5.5.15). */
function heldBy(field: Field, values: Values, edition: Edition): unknown {
  const held = values[field.key];
  if (held === undefined || held === null) return undefined;
  const { entry, type } = field;
  const value = entry === undefined ? held : (held as Values)[entry];
  if (value === undefined || type.isEmpty(value)) return undefined;
  return type.item && type.seenIn ? someOf(type, type.seenIn(value, edition)) : value;
}

/** Items for which an edition has no form are left out; where none is left there is nothing to show. */
const someOf = (type: DataType<unknown>, items: unknown): unknown => (type.isEmpty(items) ? undefined : items);

/** The members of a JSON object, without braces: `"name":"web","cpu":2`. */
export function membersToJson(described: Described, values: Values, writing: Writing): string {
  let text = "";
  for (const field of shapeOf(described, writing.edition).fields) {
    const value = heldBy(field, values, writing.edition);
    if (value === undefined || (field.attribute.jsonSince ?? 1) > writing.edition) continue;
    text += `${text === "" ? "" : ","}"${field.name}":${field.type.toJson(value, writing)}`;
  }
  return text;
}

/** The child elements of a resource; `operations` is placed where the edition wants it. */
export function membersToXml(described: Described, values: Values, writing: Writing, operations = ""): string {
  const { fields, operationsAt } = shapeOf(described, writing.edition);
  let text = "";
  for (let index = 0; index < fields.length; index++) {
    if (index === operationsAt) text += operations;
    text += fieldToXml(fields[index]!, values, writing);
  }
  return operationsAt >= fields.length ? text + operations : text;
}

function fieldToXml(field: Field, values: Values, writing: Writing): string {
  const { attribute, xml, type } = field;
  const value = heldBy(field, values, writing.edition);
  if (value === undefined || (attribute.xmlSince ?? 1) > writing.edition) return "";
  const text = type.toXml(xml, value, writing);
  return attribute.namespace === undefined ? text : inNamespace(text, xml, field, writing.edition);
}

/** Edition 1 writes an array without a wrapper: each of its items then says the namespace. */
function inNamespace(text: string, xml: string, { type, attribute }: Field, edition: Edition): string {
  const element = type.xmlName?.(xml, edition) ?? xml;
  const flags = element === xml ? "" : "g";
  return text.replace(new RegExp(`<${element}(?=[\\s/>])`, flags), `<${element} xmlns="${attribute.namespace}"`);
}

/** Members that every reader passes over: they say what the message is, not what the resource is (4.1.4, 4.2). */
const ENVELOPE: ReadonlySet<string> = new Set(["resourceURI", "operations", "operation"]);

/** Reads the members of a JSON object; 5.3: an unknown attribute is refused. `skipped` names members that somebody else reads. */
export function membersFromJson(
  described: Described,
  json: object,
  reading: Reading,
  skipped: ReadonlySet<string> = ENVELOPE,
): Values {
  const { byJsonName } = shapeOf(described, reading.edition);
  const values = newValues();
  for (const [name, held] of Object.entries(json)) {
    const field = byJsonName.get(name);
    if (field)
      discreetly(field, name, () => assign(values, field, held === null ? erased(reading) : field.type.fromJson(held, reading)));
    else if (!skipped.has(name) && !ENVELOPE.has(name)) unknown(name, byJsonName, reading);
  }
  return values;
}

/** Reads child elements; those of one name are handed to their type together. */
export function membersFromXml(described: Described, element: XmlElement, reading: Reading): Values {
  const { byXmlName } = shapeOf(described, reading.edition);
  const groups = new Map<Field, XmlElement[]>();
  for (const child of element.children) {
    const field = named(child, byXmlName.get(child.name), reading);
    const group = field && groups.get(field);
    if (group) group.push(child);
    else if (field) groups.set(field, [child]);
    else if (!ENVELOPE.has(child.name)) unknown(child.name, byXmlName, reading);
  }
  const values = newValues();
  for (const [field, elements] of groups) {
    discreetly(field, field.name, () =>
      assign(values, field, isErased(elements, reading) ? null : field.type.fromXml(elements, within(field, reading))),
    );
  }
  return values;
}

/** 5.1: an element of a namespace that is not CIMI's is the attribute of that namespace, or none. */
function named({ namespace }: XmlElement, field: Field | undefined, reading: Reading): Field | undefined {
  const own = field?.attribute.namespace ?? reading.namespace;
  return isForeign(namespace) && namespace !== own ? undefined : field;
}

const within = ({ attribute: { namespace } }: Field, reading: Reading): Reading =>
  namespace === undefined ? reading : { ...reading, namespace };

/** RELIABILITY, rule 12: no message repeats what may be a secret. */
function discreetly({ attribute }: Field, step: string, read: () => void): void {
  inside(step, () => {
    try {
      read();
    } catch (error) {
      throw error instanceof InvalidValue && mayHoldSecrets(attribute) ? error.withoutValue() : error;
    }
  });
}

const newValues = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

function assign(values: Record<string, unknown>, field: Field, value: unknown): void {
  if (value === undefined) return;
  if (field.entry === undefined) {
    if (field.key in values) throw new InvalidValue("is given under two names");
    values[field.key] = value;
  } else if (value !== null) {
    values[field.key] = { ...(values[field.key] as Values | undefined), [field.entry]: value };
  }
}

const erased = (reading: Reading): null | undefined => (reading.erasable ? null : undefined);

/** 4.2.1.1: `<attribute/>` erases. An element with content, attributes or children is a value. */
function isErased(elements: readonly XmlElement[], { erasable }: Reading): boolean {
  const [first] = elements;
  return erasable && elements.length === 1 && first!.text === "" && first!.children.length === 0 && first!.attributes.size === 0;
}

function unknown(name: string, known: ReadonlyMap<string, Field>, { tolerant }: Reading): void {
  if (tolerant) return;
  throw new InvalidValue(`unknown attribute ${shown(name)}; known here: ${[...known.keys()].join(", ")} (5.3)`);
}
