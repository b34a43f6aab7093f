import type { Cloud } from "./cloud.js";
import { inRegion, type Making, type Relabelling, relabelled, requireState } from "./labels.js";
import { enter, leave } from "./membership.js";
import type { Network } from "./network-things.js";
import { forgetPeer } from "./peers.js";
import { Refusal } from "./refusal.js";
import { SHARE } from "./timing.js";

export type InitialPassing = "started" | "stopped";

export interface NewNetwork extends Making {
  readonly external?: boolean | undefined;
  /** The network to which it is subordinate. */
  readonly network?: string | undefined;
  readonly initialState: InitialPassing;
}

/** Something enters a network, or leaves it. */
export interface InNetwork {
  readonly id: string;
  readonly network: string;
}

export function createNetwork(cloud: Cloud, { external = false, network: owner, initialState, ...making }: NewNetwork): Network {
  if (owner !== undefined) usableNetwork(cloud, owner);
  return cloud.add("network", {
    ...inRegion(making),
    owner,
    external,
    stock: false,
    state: "creating",
    next: [cloud.step(SHARE.network, initialState)],
  });
}

export function updateNetwork(cloud: Cloud, changes: Relabelling): Network {
  const network = ownNetwork(cloud, changes.id);
  return cloud.put(network, relabelled(cloud, network, changes));
}

export function deleteNetwork(cloud: Cloud, { id }: { readonly id: string }): Network {
  const network = ownNetwork(cloud, id);
  if (network.state === "deleting") return network;
  requireEmpty(cloud, id);
  requireState(network, ["started", "stopped", "creating", "error"], "be deleted");
  forgetPeer(cloud, "Network", id);
  return cloud.put(network, { state: "deleting", next: [cloud.step(SHARE.network, undefined)] });
}

export function insertNetwork(cloud: Cloud, { id, network: owner }: InNetwork): Network {
  const network = ownNetwork(cloud, id);
  usableNetwork(cloud, owner);
  for (let above: string | undefined = owner; above !== undefined; above = cloud.get("network", above)?.owner) {
    if (above === id) throw new Refusal("Conflict", `network ${id} cannot be subordinate to network ${owner}, which is in it`);
  }
  return enter(cloud, network, owner);
}

export const removeNetwork = (cloud: Cloud, { id, network }: InNetwork): Network =>
  leave(cloud, cloud.need("network", id), network);

/** A network that takes in something new. @throws Refusal NotFound, Conflict when it is not ready, Denied for the way out of the cloud */
export function usableNetwork(cloud: Cloud, id: string): Network {
  const network = cloud.need("network", id);
  if (network.stock && network.external)
    throw new Refusal("Denied", `network ${id} is the cloud's own; only endpoints are made in its segments`);
  requireState(network, ["started", "stopped"], "take something in");
  return network;
}

/** @throws Refusal Denied for a network of the cloud's own */
export function ownNetwork(cloud: Cloud, id: string): Network {
  const network = cloud.need("network", id);
  if (network.stock) throw new Refusal("Denied", `network ${id} is the cloud's own and cannot be changed, stopped or deleted`);
  return network;
}

/** @throws Refusal Conflict that names what is in it */
function requireEmpty(cloud: Cloud, id: string): void {
  const held = (["protocolSegment", "networkService", "network"] as const).flatMap((kind) =>
    cloud.owned(kind, id).map((thing) => `${kind} ${thing.id}`),
  );
  if (held.length === 0) return;
  throw new Refusal("Conflict", `network ${id} cannot be deleted: in it are ${held.join(", ")}; delete or remove them first`);
}
