import { addressIn, contains, overlap, type Prefix, prefixIn, prefixText } from "./addresses.js";
import type { Cloud } from "./cloud.js";
import { inRegion, type Making, type Relabelling, relabelled, requireState } from "./labels.js";
import { enter, leave } from "./membership.js";
import { type InitialPassing, type InNetwork, usableNetwork } from "./network.js";
import { leaveServices } from "./network-service.js";
import type { Protocol, ProtocolSegment } from "./network-things.js";
import { forgetPeer } from "./peers.js";
import { Refusal } from "./refusal.js";
import { SHARE } from "./timing.js";

type Parameters = Readonly<Record<string, string>>;

export interface NewSegment extends Making {
  readonly network: string;
  readonly protocol: Protocol;
  /** `10.0.0.0/16`: of IPv4 and IPv6, and of no other. */
  readonly prefix?: string | undefined;
  readonly isolated?: boolean | undefined;
  readonly parameters?: Parameters | undefined;
  readonly initialState: InitialPassing;
}

export interface SegmentChanges extends Relabelling {
  readonly prefix?: string | undefined;
  readonly isolated?: boolean | undefined;
  readonly parameters?: Parameters | undefined;
}

export function createSegment(cloud: Cloud, given: NewSegment): ProtocolSegment {
  const { network, protocol, prefix, isolated = false, parameters = {}, initialState, ...making } = given;
  usableNetwork(cloud, network);
  return cloud.add("protocolSegment", {
    ...inRegion(making),
    owner: network,
    protocol,
    prefix: freePrefix(cloud, { protocol, prefix, owner: network }),
    isolated,
    parameters,
    stock: false,
    state: "creating",
    next: [cloud.step(SHARE.network, initialState)],
  });
}

export function updateSegment(cloud: Cloud, { prefix, isolated, parameters, ...labels }: SegmentChanges): ProtocolSegment {
  const segment = ownSegment(cloud, labels.id);
  const wanted = prefix ?? segment.prefix;
  if (wanted !== segment.prefix) requireRoom(cloud, segment.id, prefixIn(wanted!, segment.protocol));
  return cloud.put(segment, {
    ...relabelled(cloud, segment, labels),
    prefix: freePrefix(cloud, { ...segment, prefix: wanted }),
    isolated: isolated ?? segment.isolated,
    parameters: parameters ?? segment.parameters,
  });
}

export function deleteSegment(cloud: Cloud, { id }: { readonly id: string }): ProtocolSegment {
  const segment = ownSegment(cloud, id);
  if (segment.state === "deleting") return segment;
  const endpoints = cloud.owned("protocolEndpoint", id).map((endpoint) => endpoint.id);
  if (endpoints.length > 0)
    throw new Refusal("Conflict", `protocolSegment ${id} cannot be deleted: in it are ${named(endpoints)}; delete them first`);
  requireState(segment, ["started", "stopped", "creating", "error"], "be deleted");
  leaveServices(cloud, "segments", id);
  forgetPeer(cloud, "ProtocolSegment", id);
  return cloud.put(segment, { state: "deleting", next: [cloud.step(SHARE.network, undefined)] });
}

export function insertSegment(cloud: Cloud, { id, network }: InNetwork): ProtocolSegment {
  const segment = ownSegment(cloud, id);
  usableNetwork(cloud, network);
  freePrefix(cloud, { ...segment, owner: network });
  return enter(cloud, segment, network);
}

export const removeSegment = (cloud: Cloud, { id, network }: InNetwork): ProtocolSegment =>
  leave(cloud, ownSegment(cloud, id), network);

/** @throws Refusal Denied for a segment of the cloud's own */
export function ownSegment(cloud: Cloud, id: string): ProtocolSegment {
  const segment = cloud.need("protocolSegment", id);
  if (segment.stock) throw new Refusal("Denied", `protocolSegment ${id} is the cloud's own and cannot be changed or deleted`);
  return segment;
}

type Wish = Pick<ProtocolSegment, "protocol" | "prefix" | "owner"> & { readonly id?: string };

/** The prefix in canonical form. @throws Refusal Conflict when another segment of the network has some of its addresses */
function freePrefix(cloud: Cloud, { id, protocol, prefix: text, owner }: Wish): string | undefined {
  if (text === undefined && protocol === "Ethernet") return undefined;
  if (text === undefined) throw new Refusal("Invalid", `a segment of ${protocol} needs a prefix, such as ${EXAMPLE[protocol]}`);
  const prefix = prefixIn(text, protocol);
  for (const other of owner === undefined ? [] : cloud.owned("protocolSegment", owner)) {
    if (other.id !== id && other.prefix !== undefined && overlap(prefix, prefixIn(other.prefix, other.protocol)))
      throw new Refusal("Conflict", `the prefix ${text} overlaps ${other.prefix} of protocolSegment ${other.id}; choose another`);
  }
  return prefixText(prefix);
}

const EXAMPLE: Readonly<Record<Protocol, string>> = { Ethernet: "none", IPv4: "10.0.0.0/24", IPv6: "2001:db8::/64" };

function requireRoom(cloud: Cloud, id: string, prefix: Prefix): void {
  const outside = cloud.owned("protocolEndpoint", id).filter(({ address }) => !contains(prefix, addressIn(address)));
  if (outside.length === 0) return;
  const names = named(outside.map((endpoint) => endpoint.id));
  throw new Refusal("Conflict", `protocolSegment ${id} cannot become ${prefixText(prefix)}: outside of it are ${names}`);
}

/** The first few of many. */
const named = (ids: readonly string[]): string =>
  `${ids
    .slice(0, 5)
    .map((id) => `protocolEndpoint ${id}`)
    .join(", ")}${ids.length > 5 ? ` and ${ids.length - 5} more` : ""}`;
