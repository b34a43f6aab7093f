import type { ResourceName } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Delete, Member } from "../jobs/intent.js";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import { membershipOf } from "../write/membership.js";
import { referred } from "../write/references.js";
import { hrefOf, type Surroundings } from "./surroundings.js";
import { pathIn, viewOfEntity } from "./view-types.js";

/** What a DELETE in edition 1 comes to in edition 2 before the resource itself goes. */
export async function before(session: Session, entity: Entity): Promise<Pick<Delete, "leaves" | "first">> {
  const leaves = await leaving(session, entity);
  const first = await withNetwork(session, entity);
  return { ...(leaves && { leaves }), ...(first.length > 0 && { first }) };
}

/** An interface that connects a machine is not deleted in edition 2: it leaves the machine first, where the cloud has that. */
async function leaving(session: Session, { type, nativeId, under }: Entity): Promise<Member | undefined> {
  if (type !== "MachineNetworkInterface" || !membershipOf(session.cloud, "Machine", "interfaces")?.remove) return undefined;
  const machine = await referred(session, hrefOf(under!.values.machine)!, "Machine");
  return {
    kind: "remove",
    type: "Machine",
    nativeId: machine.nativeId,
    attribute: "interfaces",
    item: nativeId,
    of: "NetworkInterface",
  };
}

/**
 * Edition 1 has no word for the segments of a Network and could not delete them before: they go with it. As long as something is in
 * one, nothing is deleted, and the refusal names it.
 */
async function withNetwork(session: Session, network: Entity): Promise<NonNullable<Delete["first"]>> {
  if (session.face.edition !== 1 || network.type !== "Network") return [];
  const { around } = await session.sights[1].prospect.look();
  const segments = around.segmentsOf(network.path);
  const [user] = usersOf(network.path, segments, around).filter((one) => isOfConsumers(session, one));
  if (user) {
    const view = viewOfEntity(user);
    throw new Refusal(409, `it is used by ${view ? pathIn(view, user) : `the ${user.type} ${user.path}`}`);
  }
  return segments
    .filter((segment) => isOfConsumers(session, segment))
    .map(({ type, id, nativeId }) => ({ id, intent: { kind: "delete", type: type as ResourceName, nativeId } }));
}

function usersOf(network: string, segments: readonly Entity[], around: Surroundings): readonly Entity[] {
  const paths = new Set(segments.map(({ path }) => path));
  const isWithin = ({ path, values }: Entity): boolean =>
    hrefOf(values.network) === network || (around.members.get(path) ?? []).some((segment) => paths.has(segment));
  return [
    ...around.of("ProtocolEndpoint").filter(({ values }) => paths.has(hrefOf(values.segment) ?? "")),
    ...around.of("NetworkService").filter(isWithin),
  ];
}

/** What the cloud itself keeps goes as the cloud will have it. */
function isOfConsumers({ cloud }: Session, { type, native }: Entity): boolean {
  const { adapter } = cloud.sources.get(type)!;
  return native !== undefined && adapter.delete !== undefined && (adapter.deletable?.(native) ?? true);
}
