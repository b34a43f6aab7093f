import type { Cloud } from "./cloud.js";
import { inRegion, type Making, type Relabelling, relabelled, requireState } from "./labels.js";
import { enter, leave } from "./membership.js";
import { type InitialPassing, type InNetwork, usableNetwork } from "./network.js";
import type { NetworkService } from "./network-things.js";
import { forgetPeer } from "./peers.js";
import { Refusal } from "./refusal.js";
import { SHARE } from "./timing.js";

type Policies = Readonly<Record<string, string>>;

export interface NewService extends Making {
  readonly network: string;
  readonly type: NetworkService["type"];
  readonly policies?: Policies | undefined;
  readonly initialState: InitialPassing;
}

export interface ServiceChanges extends Relabelling {
  readonly policies?: Policies | undefined;
}

/** One of the two. */
export interface Served {
  readonly id: string;
  readonly endpoint?: string | undefined;
  readonly segment?: string | undefined;
}

export function createService(
  cloud: Cloud,
  { network, type, policies = {}, initialState, ...making }: NewService,
): NetworkService {
  usableNetwork(cloud, network);
  return cloud.add("networkService", {
    ...inRegion(making),
    owner: network,
    type,
    endpoints: [],
    segments: [],
    policies,
    state: "creating",
    next: [cloud.step(SHARE.network, initialState)],
  });
}

export function updateService(cloud: Cloud, { policies, ...labels }: ServiceChanges): NetworkService {
  const service = cloud.need("networkService", labels.id);
  return cloud.put(service, { ...relabelled(cloud, service, labels), policies: policies ?? service.policies });
}

export function deleteService(cloud: Cloud, { id }: { readonly id: string }): NetworkService {
  const service = cloud.need("networkService", id);
  if (service.state === "deleting") return service;
  forgetPeer(cloud, "NetworkService", id);
  return cloud.put(service, { state: "deleting", next: [cloud.step(SHARE.network, undefined)] });
}

export function insertService(cloud: Cloud, { id, network }: InNetwork): NetworkService {
  usableNetwork(cloud, network);
  return enter(cloud, cloud.need("networkService", id), network);
}

export const removeService = (cloud: Cloud, { id, network }: InNetwork): NetworkService =>
  leave(cloud, cloud.need("networkService", id), network);

/** From now on the endpoint, or every endpoint of the segment, is served. Serving what is served changes nothing. */
export function serve(cloud: Cloud, { id, endpoint, segment }: Served): NetworkService {
  const service = cloud.need("networkService", id);
  requireState(service, ["started", "stopped"], "serve something");
  if (endpoint !== undefined) requireState(cloud.need("protocolEndpoint", endpoint), ["enabled", "disabled"], "be served");
  if (segment !== undefined) requireState(cloud.need("protocolSegment", segment), ["started", "stopped"], "be served");
  return cloud.put(service, {
    endpoints: endpoint === undefined ? service.endpoints : [...new Set([...service.endpoints, endpoint])],
    segments: segment === undefined ? service.segments : [...new Set([...service.segments, segment])],
  });
}

/** @throws Refusal NotFound for what it does not serve */
export function serveNoLonger(cloud: Cloud, { id, endpoint, segment }: Served): NetworkService {
  const service = cloud.need("networkService", id);
  const isServed = [...service.endpoints, ...service.segments].includes(endpoint ?? segment ?? "");
  if (!isServed) throw new Refusal("NotFound", `networkService ${id} does not serve ${endpoint ?? segment}`);
  return cloud.put(service, {
    endpoints: service.endpoints.filter((served) => served !== endpoint),
    segments: service.segments.filter((served) => served !== segment),
  });
}

/** What is deleted is served by nothing any more; a service that serves nothing has no effect. */
export function leaveServices(cloud: Cloud, member: "endpoints" | "segments", id: string): void {
  for (const service of cloud.every("networkService")) {
    if (service[member].includes(id)) cloud.put(service, { [member]: service[member].filter((served) => served !== id) });
  }
}
