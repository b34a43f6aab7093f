import type { Joining } from "@cimi-gateway/adapter";
import { type Description, InvalidValue, type Reference, type Values } from "@cimi-gateway/model";
import type { Session } from "../session.js";
import { membershipOf } from "./membership.js";
import { referred } from "./references.js";
import { inPlace } from "./template.js";

/** The existing resources that a template wants in the Collections of the new resource (5.16.3 and so on). */
export async function joiningOf(session: Session, { name, template }: Description, held: Values): Promise<readonly Joining[]> {
  if (!template) return [];
  const joins: Joining[] = [];
  for (const [key, { joins: attribute, type }] of Object.entries(session.cloud.model[template.type]!.attributes)) {
    const given = held[key] as readonly Reference[] | undefined;
    if (attribute === undefined || given === undefined) continue;
    if (!membershipOf(session.cloud, name, attribute)?.insert)
      throw new InvalidValue(`is not supported: this cloud inserts nothing into the ${attribute} of a ${name}`, [key]);
    for (const [index, { href }] of given.entries()) {
      const item = await inPlace(key, () => inPlace(index, () => existingItem(session, href, type.target!)));
      joins.push({ attribute, item });
    }
  }
  return joins;
}

async function existingItem(session: Session, href: string | undefined, type: string): Promise<string> {
  if (href === undefined) throw new InvalidValue(`only a reference to an existing ${type} is accepted`);
  return (await referred(session, href, type)).nativeId;
}
