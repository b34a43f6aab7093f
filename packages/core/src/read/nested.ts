import { Refusal } from "../fault.js";
import type { Parent } from "../route.js";
import type { Session } from "../session.js";
import type { Entity } from "./entity.js";

/** The resources of a Collection, also of one inside another resource; 404 where that does not exist. */
export async function nestedList(session: Session, type: string, parent: Parent | undefined): Promise<readonly Entity[]> {
  return (await listing(session, type, parent)).entities;
}

export async function listing(session: Session, type: string, parent: Parent | undefined) {
  if (!parent) return session.view.list(type);
  const owner = await session.view.find(parent.type, parent.id, parent.within);
  if (!owner) throw new Refusal(404, `there is no ${parent.type} of that id`);
  const { receivedAt: readAt } = session.request;
  if (owner.native === undefined) return { entities: [], readAt };
  return session.view.list(type, parent, { parent, nativeId: owner.nativeId, native: owner.native, readAt });
}
