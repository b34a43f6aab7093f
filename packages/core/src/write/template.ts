import {
  type Attributes,
  type DataType,
  type Description,
  InvalidValue,
  inside,
  type Reference,
  type Values,
} from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { ownValues } from "../read/source.js";
import { checkServed } from "../served.js";
import type { Session } from "../session.js";
import { referred } from "./references.js";
import { wholeValues } from "./secrets.js";

/** Attributes of a template that are its own and say nothing about what is made from it. */
const ITS_OWN: ReadonlySet<string> = new Set([
  "id",
  "name",
  "description",
  "created",
  "updated",
  "parent",
  "properties",
  "resourceMetadata",
  "nativeId",
  "location",
]);

/**
 * 4.2.1.1: the template of a create request, given by value, or by reference with overrides, of which null erases.
 * Configurations inside it are put in by value too. What is mandatory must be there.
 */
export async function mergedTemplate(session: Session, description: Description, values: Values): Promise<Values> {
  const { attribute, type } = description.template!;
  const held = values[attribute] as Reference | null | undefined;
  if (!held) throw new InvalidValue(`the attribute ${attribute} is missing: a ${type} by reference or by value`);
  const template = session.cloud.model[type]!;
  const merged = await inPlace(attribute, () => overridden(session, type, held));
  inside(attribute, () => checkServed(session.cloud, template.attributes, merged));
  inside(attribute, () => checkMandatory(template.attributes, merged));
  inside(attribute, () => checkInstead(template.attributes, merged));
  return merged;
}

type Members = NonNullable<DataType<unknown>["members"]>;

/** A template may have lost what it referred to (5.10.1), also within its structures. */
function checkMandatory(attributes: Members, values: Values): void {
  for (const [name, { type, consumerMandatory }] of Object.entries(attributes)) {
    const held = values[name];
    if (held !== undefined && held !== null) inside(name, () => checkMembers(type, held));
    else if (consumerMandatory && name !== "id") throw new InvalidValue("is missing", [name]);
  }
}

/** What may be missing as long as something else is there. */
function checkInstead(attributes: Attributes, values: Values): void {
  for (const [name, { type, instead = [] }] of Object.entries(attributes)) {
    const isThere = [name, ...instead].some((one) => isGiven(attributes[one]?.type ?? type, values[one]));
    if (instead.length > 0 && !isThere)
      throw new InvalidValue(`is missing, and so is what may stand in for it: ${instead.join(" or ")}`, [name]);
  }
}

const isGiven = (type: DataType<unknown>, held: unknown): boolean => held !== undefined && held !== null && !type.isEmpty(held);

function checkMembers({ item, members }: DataType<unknown>, held: unknown): void {
  if (item) for (const [index, entry] of (held as readonly unknown[]).entries()) inside(index, () => checkMembers(item, entry));
  else if (members) checkMandatory(members, held as Values);
}

/** The values of what a reference names, overridden by those that it carries. */
export async function overridden(session: Session, type: string, { href, value }: Reference): Promise<Values> {
  return overriding(session, href === undefined ? undefined : await referred(session, href, type), value);
}

/** The values of a resource, overridden by those that stand beside its reference. */
export function overriding(session: Session, named: Entity | undefined, value: Values = {}): Values {
  const base = named ? ownValues(wholeValues(session, named)) : {};
  const held = Object.entries({ ...base, ...value }).filter(
    ([name, kept]) => kept !== null && kept !== undefined && !ITS_OWN.has(name),
  );
  return Object.fromEntries(held);
}

/** Adds the place in the request to a fault that is found later than while reading. */
export async function inPlace<T>(step: string | number, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof InvalidValue ? error.within(step) : error;
  }
}
