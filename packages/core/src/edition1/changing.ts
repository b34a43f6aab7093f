import { InvalidValue, type ResourceName, type Values } from "@cimi-gateway/model";
import type { Member, Operate } from "../jobs/intent.js";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import type { Prepared } from "../write/create.js";
import { membershipOf } from "../write/membership.js";
import { changedWithin } from "../write/scoped.js";
import type { Membership } from "./view-type.js";
import { VIEW_TYPES } from "./view-types.js";

/** The operation of edition 2 behind one of a view; of anything else its own. */
export const operationBehind = ({ type }: Entity, name: string): string => VIEW_TYPES.get(type)?.operations[name] ?? name;

/** What a PUT of a view comes to: the attributes of the resource behind it, and what is done to that besides. */
export async function viewUpdate(session: Session, entity: Entity, changed: Values): Promise<Prepared> {
  const { around } = await session.sights[1].prospect.look();
  const behind = entity.under!;
  const told = VIEW_TYPES.get(entity.type)!.changed?.(changed, behind, around) ?? { changes: changed };
  const { operations = [], members = [] } = told;
  const changes = await changedWithin(session, session.cloud.model[behind.type]!, behind, told.changes, undefined);
  const of = { type: behind.type as ResourceName, nativeId: behind.nativeId };
  const also = [
    ...operations.map(
      (operation): Operate => ({ ...of, kind: "operate", operation: offered(session, behind, operation), input: {} }),
    ),
    ...members.map((member): Member => ({ ...of, ...asMember(session, behind, member) })),
  ];
  const edit = { action: "edit", target: entity.path };
  if (Object.keys(changes).length === 0 && also.length === 0)
    return { ...edit, intent: { kind: "nothing", type: of.type }, unchanged: entity };
  return {
    ...edit,
    intent: { kind: "update", ...of, changes, ...(also.length > 0 && { also }) },
  };
}

function offered({ cloud }: Session, { type }: Entity, operation: string): string {
  if (operation in (cloud.sources.get(type)!.adapter.operations ?? {})) return operation;
  throw new InvalidValue("cannot be changed on this cloud", ["state"]);
}

function asMember(session: Session, { type }: Entity, { kind, attribute, item }: Membership) {
  if (!membershipOf(session.cloud, type, attribute)?.[kind])
    throw new InvalidValue(`on this cloud nothing can ${kind === "insert" ? "enter" : "leave"} it any more`, ["networks"]);
  return { kind, attribute, item: item.nativeId, of: item.type as ResourceName };
}
