import type { ResourceName } from "@cimi-gateway/model";
import { isAssociation, prepareDissociation } from "../edition1/association.js";
import { before } from "../edition1/deletion.js";
import { checkMatch } from "../etag.js";
import { Refusal } from "../fault.js";
import type { Delete, Named } from "../jobs/intent.js";
import { SETTLED } from "../jobs/job-source.js";
import type { Entity } from "../read/entity.js";
import { existing } from "../read/get.js";
import type { Route } from "../route.js";
import type { Session } from "../session.js";
import { goingAlong } from "./along.js";
import type { Prepared } from "./create.js";

type Item = Extract<Route, { kind: "item" }>;

/** 4.2.1.4: what may be deleted is what offers it now. */
export async function prepareDelete(session: Session, route: Item): Promise<Prepared> {
  if (isAssociation(route)) return prepareDissociation(session, route);
  const entity = await existing(session, route);
  checkMatch(session.request.headers["if-match"], session.tags.state(entity));
  const offered = session.representer.item(entity, session.face.edition).operations?.find(({ rel }) => rel === "delete");
  if (!offered) throw new Refusal(405, `this ${entity.type} offers no delete`, { headers: { Allow: "GET, HEAD, OPTIONS" } });
  if (offered.available === false)
    throw new Refusal(409, `the ${entity.type} is in the state ${entity.values.state ?? "CREATING"}; wait for its Job`);
  if (entity.type === "Job") await stopFirst(session, entity);
  const deleted = deletion(entity, route.parent, await goingAlong(session, entity.under ?? entity));
  return { ...deleted, intent: { ...deleted.intent, ...(await before(session, entity)) } };
}

export function deletion(
  entity: Entity,
  parent: Item["parent"],
  along: readonly Named[] = [],
): Prepared & { readonly intent: Delete } {
  const { type } = entity.under ?? entity;
  const intent = {
    kind: "delete" as const,
    type: type as ResourceName,
    nativeId: entity.nativeId,
    ...(parent && type === entity.type && { parent }),
    ...(along.length > 0 && { along }),
  };
  return { intent, action: "delete", target: entity.path };
}

/** 5.17.1.1: deleting a running Job is first stopping it; where it cannot be stopped the request fails. */
async function stopFirst({ runner }: Session, { id, values }: Entity): Promise<void> {
  if (SETTLED.has(String(values.state))) return;
  if (!runner.stoppable(id)) throw new Refusal(409, "the Job runs and can no longer be stopped; wait until it is finished");
  await runner.stopJob(id);
}
