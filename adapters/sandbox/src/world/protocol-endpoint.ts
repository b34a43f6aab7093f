import type { Cloud } from "./cloud.js";
import { inRegion, type Making, type Relabelling, relabelled, requireState } from "./labels.js";
import { enter, leave } from "./membership.js";
import { leaveServices } from "./network-service.js";
import type { Protocol, ProtocolEndpoint, ProtocolSegment } from "./network-things.js";
import { forgetPeer } from "./peers.js";
import { freeAddress } from "./protocol-address.js";
import { Refusal } from "./refusal.js";
import type { Step } from "./things.js";
import { SHARE } from "./timing.js";

type Parameters = Readonly<Record<string, string>>;

export type InitialServing = "enabled" | "disabled";

export interface NewEndpoint extends Making {
  readonly segment?: string | undefined;
  /** Where no segment says it. */
  readonly protocol?: Protocol | undefined;
  /** Absent: the cloud chooses. */
  readonly address?: string | undefined;
  /** It is made for this interface, and goes with it, unless it is an address outside the cloud. */
  readonly networkInterface?: string | undefined;
  readonly parameters?: Parameters | undefined;
  readonly initialState: InitialServing;
}

export interface EndpointChanges extends Relabelling {
  /** Moves it there; null: it is connected by none. */
  readonly networkInterface?: string | null | undefined;
  readonly parameters?: Parameters | undefined;
}

export interface InSegment {
  readonly id: string;
  readonly segment: string;
}

export interface OnInterface {
  readonly id: string;
  readonly networkInterface: string;
}

export function createEndpoint(cloud: Cloud, { segment: owner, networkInterface, ...given }: NewEndpoint): ProtocolEndpoint {
  const segment = owner === undefined ? undefined : usableSegment(cloud, owner);
  if (networkInterface !== undefined) usableInterface(cloud, networkInterface);
  const { protocol = segment?.protocol, address, parameters = {}, initialState, ...making } = given;
  if (protocol === undefined) throw new Refusal("Invalid", "an endpoint needs a segment, or a protocol");
  if (segment) requireProtocol(segment, protocol);
  return cloud.add("protocolEndpoint", {
    ...inRegion(making),
    owner,
    protocol,
    address: freeAddress(cloud, protocol, segment, address),
    chosen: address !== undefined,
    networkInterface,
    goes: networkInterface !== undefined && !isOutside(cloud, segment),
    builtIn: false,
    parameters,
    state: "creating",
    next: [cloud.step(SHARE.network, initialState)],
  });
}

/** An address outside the cloud is nobody's part: it is kept until it is given back, whatever it connects meanwhile. */
const isOutside = (cloud: Cloud, segment: ProtocolSegment | undefined): boolean =>
  segment?.owner !== undefined && cloud.need("network", segment.owner).external;

export function updateEndpoint(cloud: Cloud, { networkInterface, parameters, ...labels }: EndpointChanges): ProtocolEndpoint {
  const endpoint = cloud.need("protocolEndpoint", labels.id);
  const changed = cloud.put(endpoint, {
    ...relabelled(cloud, endpoint, labels),
    parameters: parameters ?? endpoint.parameters,
  });
  return networkInterface === undefined ? changed : moved(cloud, changed, networkInterface ?? undefined);
}

/** Takes it from whatever connects it now. */
function moved(cloud: Cloud, endpoint: ProtocolEndpoint, networkInterface: string | undefined): ProtocolEndpoint {
  if (endpoint.networkInterface === networkInterface) return endpoint;
  requireMovable(endpoint);
  if (networkInterface !== undefined) usableInterface(cloud, networkInterface);
  return cloud.put(endpoint, { networkInterface, goes: false });
}

/** @throws Refusal Conflict that names the interface by which it is connected already */
export function connectEndpoint(cloud: Cloud, { id, networkInterface }: OnInterface): ProtocolEndpoint {
  const endpoint = cloud.need("protocolEndpoint", id);
  const held = endpoint.networkInterface;
  if (held !== undefined && held !== networkInterface)
    throw new Refusal("Conflict", `protocolEndpoint ${id} is connected by networkInterface ${held}; remove it there first`);
  return moved(cloud, endpoint, networkInterface);
}

export function disconnectEndpoint(cloud: Cloud, { id, networkInterface }: OnInterface): ProtocolEndpoint {
  const endpoint = cloud.need("protocolEndpoint", id);
  if (endpoint.networkInterface === networkInterface) return moved(cloud, endpoint, undefined);
  throw new Refusal("NotFound", `protocolEndpoint ${id} is not connected by networkInterface ${networkInterface}`);
}

/** It keeps its address where that fits; one that the cloud chose may change. */
export function insertEndpoint(cloud: Cloud, { id, segment: segmentId }: InSegment): ProtocolEndpoint {
  const endpoint = cloud.need("protocolEndpoint", id);
  const segment = usableSegment(cloud, segmentId);
  requireProtocol(segment, endpoint.protocol);
  return enter(cloud, endpoint, segmentId, { address: addressIn(cloud, endpoint, segment) });
}

function addressIn(cloud: Cloud, { id, protocol, address, chosen }: ProtocolEndpoint, segment: ProtocolSegment): string {
  try {
    return freeAddress(cloud, protocol, segment, address, id);
  } catch (error) {
    if (chosen) throw error;
    return freeAddress(cloud, protocol, segment, undefined, id);
  }
}

export const removeEndpoint = (cloud: Cloud, { id, segment }: InSegment): ProtocolEndpoint =>
  leave(cloud, cloud.need("protocolEndpoint", id), segment);

export function deleteEndpoint(cloud: Cloud, { id }: { readonly id: string }): ProtocolEndpoint {
  const endpoint = cloud.need("protocolEndpoint", id);
  if (endpoint.state === "deleting") return endpoint;
  requireMovable(endpoint);
  return retireEndpoint(cloud, endpoint, [cloud.step(SHARE.network, undefined)]);
}

export function retireEndpoint(cloud: Cloud, endpoint: ProtocolEndpoint, next: readonly Step[]): ProtocolEndpoint {
  leaveServices(cloud, "endpoints", endpoint.id);
  forgetPeer(cloud, "ProtocolEndpoint", endpoint.id);
  return cloud.put(endpoint, { state: "deleting", next });
}

function requireMovable({ id, builtIn, networkInterface }: ProtocolEndpoint): void {
  if (!builtIn) return;
  throw new Refusal(
    "Conflict",
    `protocolEndpoint ${id} is the hardware address of networkInterface ${networkInterface}, with which it comes and goes`,
  );
}

function requireProtocol({ id, protocol }: ProtocolSegment, wanted: Protocol): void {
  if (protocol !== wanted)
    throw new Refusal("Invalid", `the protocol ${wanted} is not accepted in protocolSegment ${id}; accepted: ${protocol}`);
}

function usableSegment(cloud: Cloud, id: string): ProtocolSegment {
  const segment = cloud.need("protocolSegment", id);
  requireState(segment, ["started", "stopped"], "take an endpoint in");
  return segment;
}

function usableInterface(cloud: Cloud, id: string): void {
  requireState(cloud.need("networkInterface", id), ["creating", "enabled", "disabled"], "connect an endpoint");
}
