import {
  type Attributes,
  type Description,
  InvalidValue,
  mapEntryReferences,
  type Reference,
  readEntries,
  readResource,
  type StringMap,
  type Values,
  writeEntries,
} from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Route } from "../route.js";
import type { Session } from "../session.js";
import { concerned, differences, writableOf } from "./difference.js";
import type { Message } from "./message.js";
import { wholeValues, withHeldSecrets } from "./secrets.js";

/** Whether a resource offers to be edited now. */
export const isEditable = ({ representer, face }: Session, entity: Entity): boolean =>
  (representer.item(entity, face.edition).operations ?? []).some(({ rel }) => rel === "edit");

/**
 * Contract: a value equal to what was last rendered is no change and costs no native call. Gives the resource as it was rendered where a
 * PUT says nothing else; undefined where the cloud has to be looked at: it was rendered too long ago, a write was made since, something
 * differs, or there is a condition, which is compared with what the cloud shows now (4.1.7.2).
 */
export async function unchangedLately(
  session: Session,
  route: Extract<Route, { kind: "item" | "entryPoint" }>,
  { body, format, reading }: Message,
): Promise<Entity | undefined> {
  if (route.kind !== "item" || session.request.headers["if-match"] !== undefined) return undefined;
  const entity = await session.view.lately(route.type, route.id, route.parent);
  if (!entity || !isEditable(session, entity)) return undefined;
  const description = session.cloud.model[entity.type]!;
  const read = readResource(body, description, { ...reading, erasable: true });
  const fields = concerned(session, description, read, format);
  const known = wholeValues(session, entity);
  const given = readable(() => {
    const local = localised(session, description, writableOf(read, fields), entity.values);
    return withHeldSecrets(session.cloud.model, { fields, given: local, isSelected: session.query.select !== undefined }, known);
  });
  return given && Object.keys(differences(session, fields, known, given)).length === 0 ? entity : undefined;
}

/** What is wrong with a text, or left open, is said by comparison with what there is now. */
function readable(read: () => Values): Values | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidValue) return undefined;
    throw error;
  }
}

/** The values with every href of this cloud as a path, which is how they were rendered. Throws InvalidValue where a text cannot be read. */
const localised = (session: Session, { attributes }: Description, values: Values, decided: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, inPaths(session, attributes[key]!, value, decided)]));

function inPaths(session: Session, { type, vocabulary }: Attributes[string], held: unknown, decided: Values): unknown {
  if (held === undefined || held === null) return held;
  const replace = (reference: Reference): Reference => ({ ...reference, ...pathIn(session, reference) });
  const known = vocabulary?.of[String(decided[vocabulary.by])];
  if (known) return writeEntries(known, mapEntryReferences(known, readEntries(known, held as StringMap), replace));
  return type.mapReferences ? type.mapReferences(held, replace) : held;
}

/** What belongs to another cloud stays as it is: it is none of what was rendered. */
function pathIn(session: Session, { href }: Reference): Reference {
  const isOwn = href !== undefined && session.local(href)?.cloud === session.cloud.name;
  return isOwn ? { href: session.localize(href) } : {};
}
