import type { Network, ProtocolSegment } from "./network-things.js";
import { base, type Listed } from "./stock.js";

/** Where machines are that name no network. */
export const DEFAULT_NETWORK = "default";
export const DEFAULT_SEGMENT = "default-ipv4";

const network = (id: string, description: string, external: boolean): Listed<Network> => ({
  ...base(id, id, description),
  kind: "network",
  state: "started",
  external,
  stock: true,
});

const segment = (id: string, owner: string, protocol: "IPv4" | "IPv6", prefix: string): Listed<ProtocolSegment> => ({
  ...base(id, id, `${protocol} of the network ${owner}`),
  kind: "protocolSegment",
  owner,
  state: "started",
  protocol,
  prefix,
  isolated: false,
  parameters: {},
  stock: true,
});

export const NETWORKS: readonly (Listed<Network> | Listed<ProtocolSegment>)[] = [
  network(DEFAULT_NETWORK, "Where machines are that name no network", false),
  segment(DEFAULT_SEGMENT, DEFAULT_NETWORK, "IPv4", "10.0.0.0/16"),
  network("external", "Leads out of the cloud: its endpoints are the addresses by which machines are reached from there", true),
  segment("external-ipv4", "external", "IPv4", "203.0.113.0/24"),
  segment("external-ipv6", "external", "IPv6", "2001:db8:ffff::/64"),
];
