import { type Description, InvalidValue, type ResourceName, type Values } from "@cimi-gateway/model";
import type { Entering, Part } from "../jobs/intent.js";
import { parentPath } from "../represent.js";
import type { Route } from "../route.js";
import type { Session } from "../session.js";
import { membershipOf } from "../write/membership.js";
import type { Asked } from "../write/native-create.js";
import { withInterfaceTemplates } from "./machine-template.js";
import { FIRST, networkMade } from "./network.js";
import { isIp } from "./surroundings.js";
import { understanding } from "./understanding.js";
import { VIEW_TYPES } from "./view-types.js";
import type { Told } from "./wishes.js";

export const isView = ({ name }: Description): boolean => VIEW_TYPES.has(name);

/** What is added to an owner by its own representation (MachineNetworkInterface) belongs to that owner. */
export const wishIn = ({ parent }: Extract<Route, { kind: "collection" }>, values: Values): Values => ({
  ...Object.fromEntries(Object.entries(values).filter(([, held]) => held !== null)),
  ...(parent && { machine: { href: parentPath(parent) } }),
});

interface InEdition2 extends Omit<Told, "template"> {
  readonly description: Description;
  readonly asked: Asked;
  readonly enters?: readonly Entering[];
}

/** A request to make something, in edition 2's words: whatever there is in edition 1's is understood first. Throws InvalidValue. */
export async function inEdition2(session: Session, description: Description, asked: Asked): Promise<InEdition2> {
  const { held } = asked;
  const view = VIEW_TYPES.get(description.name);
  if (view) {
    const { owner: _, ...rest } = asked;
    const { template, ...more } = await view.made(held, await understanding(session));
    return { description: session.cloud.model[view.over]!, asked: { ...rest, held: template }, ...kept(more) };
  }
  if (description.name === "Network" && isOfFirst(session, held)) return network(session, description, asked);
  if (held.networkInterfaces === undefined) return { description, asked };
  return { description, asked: { ...asked, held: await withInterfaceTemplates(held, await understanding(session)) } };
}

const isOfFirst = ({ face }: Session, held: Values): boolean =>
  face.edition === 1 || FIRST.some((key) => held[key] !== undefined);

async function network(session: Session, description: Description, asked: Asked): Promise<InEdition2> {
  const { template, group, ...more } = await networkMade(asked.held, await understanding(session));
  if (group && !membershipOf(session.cloud, "NetworkService", "segments")?.insert)
    throw new InvalidValue("is not supported: on this cloud no network enters a group that there is", ["forwardingGroup"]);
  const entered = group && {
    enters: [{ type: "NetworkService" as ResourceName, nativeId: group.nativeId, attribute: "segments" }],
  };
  return { description, asked: { ...asked, held: template }, ...kept(more), ...entered };
}

const kept = ({ overlay, preview }: Omit<Told, "template">): Omit<Told, "template"> => ({
  ...(overlay && Object.keys(overlay).length > 0 && { overlay }),
  ...(preview && { preview }),
});

/** The segments that are made with a network enter the service that routes between it and others. */
export function entering(parts: readonly Part[], enters: readonly Entering[] | undefined): readonly Part[] {
  if (!enters) return parts;
  const isRouted = ({ intent }: Part): boolean => intent.type === "ProtocolSegment" && isIp(intent.request.template as Values);
  if (!parts.some(isRouted))
    throw new InvalidValue("is not possible for a network without a segment of its own to route to", ["forwardingGroup"]);
  return parts.map((part) => (isRouted(part) ? { ...part, intent: { ...part.intent, enters } } : part));
}

/** A template is kept in edition 2's words, so that both editions can show it in theirs. */
export async function keptForm(session: Session, { name }: Description, held: Values): Promise<Values> {
  if (name !== "MachineTemplate" || held.networkInterfaces === undefined) return held;
  return withInterfaceTemplates(held, await understanding(session));
}
