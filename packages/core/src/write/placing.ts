import { type Description, InvalidValue, type Model, model, type Reference, type Values } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import { collectionOf, type Route } from "../route.js";
import type { Session } from "../session.js";
import { checkState } from "./initial-state.js";
import { itemOf } from "./references.js";

const described: Model = model;

/** What is added to a Collection of a resource belongs to that one: the template says so from here on (5.16.7, 5.16.11). */
export async function placedIn(
  session: Session,
  { parent }: Extract<Route, { kind: "collection" }>,
  { template }: Description,
  values: Values,
): Promise<Values> {
  const by = parent && collectionOf(parent.type, parent.attribute)?.by;
  if (!parent || by === undefined || !template) return values;
  const owner = await session.view.find(parent.type, parent.id, parent.within);
  if (!owner) throw new Refusal(404, `there is no ${parent.type} of that id`);
  checkState(owner, parent);
  const held = (values[template.attribute] ?? {}) as Reference;
  checkSame(session, held.value?.[by] as Reference | undefined, owner.path, [template.attribute, by]);
  return { ...values, [template.attribute]: { ...held, value: { ...held.value, [by]: { href: owner.path } } } };
}

function checkSame(session: Session, given: Reference | undefined, path: string, place: readonly string[]): void {
  if (given?.href === undefined || itemOf(session, given.href).path === path) return;
  throw new InvalidValue("names another resource than the one in whose Collection this is made", place);
}

/** 5.16.7, 5.16.19: outside such a Collection the template says where the new resource belongs. */
export function checkPlaced({ template }: Description, held: Values): void {
  for (const [key, { placed }] of Object.entries(template ? described[template.type]!.attributes : {})) {
    if (placed && held[key] === undefined)
      throw new InvalidValue("is missing: where the new resource belongs", [template!.attribute, key]);
  }
}
