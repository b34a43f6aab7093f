import { randomUUID } from "node:crypto";
import type { CreateRequest } from "@cimi-gateway/adapter";
import { InvalidValue, type Reference, type Values } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import type { Prepared } from "./create.js";
import { nativeReference, referred } from "./references.js";
import { newItem } from "./scoped.js";
import { inPlace } from "./template.js";

/** The operation by which it was asked for, and the path of its link. */
interface Asked {
  readonly operation: string;
  readonly path: string;
}

/** Connects an existing Volume with a Machine: `insert`, connectvolume and edition 1's MachineVolume are this one thing (ERRATA 4). */
export async function attachment(
  session: Session,
  machine: Entity,
  { volume, initialLocation }: Values,
  { operation, path }: Asked,
): Promise<Prepared> {
  const source = session.cloud.sources.get("locatedVolume");
  if (!source?.adapter.create || session.cloud.access !== "full") throw new Refusal(405, "this cloud connects no Volumes");
  const { href } = (volume ?? {}) as Reference;
  if (href === undefined) throw new InvalidValue("is missing: an href to the Volume", ["volume"]);
  const found = await inPlace("volume", () => referred(session, href, "Volume"));
  const collection = `${machine.path}/volumes`;
  const given = { ...(initialLocation !== undefined && initialLocation !== null && { initialLocation }) };
  const owner = { type: "Machine", id: machine.id, attribute: "volumes" };
  const accessories = await newItem(session, session.cloud.model.locatedVolume!, given, owner);
  const template = { volume: nativeReference(found), ...accessories };
  const request = { id: randomUUID(), parent: machine.nativeId, template } as CreateRequest<"locatedVolume">;
  return {
    intent: { kind: "create", type: "locatedVolume", request, parent: owner },
    action: operation,
    target: path === collection ? collection : machine.path,
    created: `${collection}/${encodeURIComponent(found.nativeId)}`,
    affected: [found.path],
  };
}
