import type { Cloud } from "./cloud.js";
import { requireState } from "./labels.js";
import { ownNetwork } from "./network.js";
import type { Network, NetworkInterface, NetworkService, ProtocolEndpoint, ProtocolSegment } from "./network-things.js";
import { ownSegment } from "./protocol-segment.js";
import type { AnyThing, Step } from "./things.js";
import { SHARE } from "./timing.js";

interface Target {
  readonly id: string;
}

/** 5.16.1.2: whatever is in the network is started and enabled with it. */
export const startNetwork = (cloud: Cloud, { id }: Target): Network => switched(cloud, ownNetwork(cloud, id), ON);

/** 5.16.1.2: whatever is in the network is stopped and disabled with it. */
export const stopNetwork = (cloud: Cloud, { id }: Target): Network => switched(cloud, ownNetwork(cloud, id), OFF);

const ON = { wish: "start", from: "stopped", during: "starting", passing: "started", serving: "enabled" } as const;
const OFF = { wish: "stop", from: "started", during: "stopping", passing: "stopped", serving: "disabled" } as const;

function switched(cloud: Cloud, network: Network, way: typeof ON | typeof OFF): Network {
  requireState(network, [way.from], way.wish);
  const { at } = cloud.step(SHARE.network, way.passing);
  return recursively(cloud, network, way, at);
}

function recursively(cloud: Cloud, network: Network, way: typeof ON | typeof OFF, at: number): Network {
  const passing = [{ at, state: way.passing }];
  const serving = [{ at, state: way.serving }];
  for (const segment of cloud.owned("protocolSegment", network.id)) {
    bound(cloud, segment, passing);
    for (const endpoint of cloud.owned("protocolEndpoint", segment.id)) bound(cloud, endpoint, serving);
  }
  for (const service of cloud.owned("networkService", network.id)) bound(cloud, service, passing);
  for (const subnetwork of cloud.owned("network", network.id)) recursively(cloud, subnetwork, way, at);
  const isSettled = network.state === "started" || network.state === "stopped";
  return isSettled && network.state !== way.passing ? cloud.put(network, { state: way.during, next: passing }) : network;
}

const SETTLED: ReadonlySet<string> = new Set(["started", "stopped", "enabled", "disabled"]);

/** What has no word for the way there keeps its state until then. */
function bound(cloud: Cloud, thing: AnyThing, next: readonly Step[]): void {
  if (SETTLED.has(thing.state)) cloud.put(thing, { next });
}

function changed<T extends AnyThing>(cloud: Cloud, thing: T, from: string, to: string, wish: string): T {
  requireState(thing, [from], wish);
  return cloud.put<AnyThing>(thing, { next: [cloud.step(SHARE.network, to)] }) as T;
}

export const startSegment = (cloud: Cloud, { id }: Target): ProtocolSegment =>
  changed(cloud, ownSegment(cloud, id), "stopped", "started", "start");
export const stopSegment = (cloud: Cloud, { id }: Target): ProtocolSegment =>
  changed(cloud, ownSegment(cloud, id), "started", "stopped", "stop");

export const startService = (cloud: Cloud, { id }: Target): NetworkService =>
  changed(cloud, cloud.need("networkService", id), "stopped", "started", "start");
export const stopService = (cloud: Cloud, { id }: Target): NetworkService =>
  changed(cloud, cloud.need("networkService", id), "started", "stopped", "stop");

export const enableEndpoint = (cloud: Cloud, { id }: Target): ProtocolEndpoint =>
  changed(cloud, cloud.need("protocolEndpoint", id), "disabled", "enabled", "be enabled");
export const disableEndpoint = (cloud: Cloud, { id }: Target): ProtocolEndpoint =>
  changed(cloud, cloud.need("protocolEndpoint", id), "enabled", "disabled", "be disabled");

export const enableInterface = (cloud: Cloud, { id }: Target): NetworkInterface =>
  changed(cloud, cloud.need("networkInterface", id), "disabled", "enabled", "be enabled");
export const disableInterface = (cloud: Cloud, { id }: Target): NetworkInterface =>
  changed(cloud, cloud.need("networkInterface", id), "enabled", "disabled", "be disabled");
