import type { Context } from "@cimi-gateway/adapter";
import { addressFamily, readAddress } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { type FloatingIp, floatingPages, readFloating } from "./floating-ips.js";
import { gatherPortions, metadataOf } from "./network-objects.js";
import { type NeutronPort, portPages, readPorts } from "./ports.js";
import { outsideId } from "./segments.js";

/** What can be addressed: the addresses of a port, its MAC address, and a floating IP. */
export type Endpoint =
  | { readonly kind: "IPv4" | "IPv6"; readonly port: NeutronPort; readonly subnet: string; readonly address: string }
  | { readonly kind: "Ethernet"; readonly port: NeutronPort }
  | { readonly kind: "floating"; readonly floating: FloatingIp };

export type FixedEndpoint = Extract<Endpoint, { kind: "IPv4" | "IPv6" }>;

const ETHERNET = ".ethernet";

/** An address is unique in its subnet, and keeps its name when it goes from one port to another. */
export const fixedId = (subnet: string, address: string): string => `${subnet}.${readAddress(address)}`;

export function endpointId(endpoint: Endpoint): string {
  if (endpoint.kind === "floating") return endpoint.floating.id;
  return endpoint.kind === "Ethernet" ? `${endpoint.port.id}${ETHERNET}` : fixedId(endpoint.subnet, endpoint.address);
}

export function segmentOf(endpoint: Endpoint): string | undefined {
  if (endpoint.kind === "floating") return outsideId(endpoint.floating.floating_network_id);
  return endpoint.kind === "Ethernet" ? undefined : endpoint.subnet;
}

export const isEthernet = (id: string): boolean => id.endsWith(ETHERNET);
export const isFloating = (id: string): boolean => !id.includes(".");

/** The subnet and the address that an id names. */
export function placeOf(id: string): { readonly subnet: string; readonly address: string } {
  const dot = id.indexOf(".");
  return { subnet: id.slice(0, dot), address: id.slice(dot + 1) };
}

export const fixedEndpointsOf = (port: NeutronPort): readonly FixedEndpoint[] =>
  (port.fixed_ips ?? []).map(({ subnet_id, ip_address }) => ({
    kind: addressFamily(ip_address) === 4 ? "IPv4" : "IPv6",
    port,
    subnet: subnet_id,
    address: readAddress(ip_address),
  }));

const endpointsOf = (port: NeutronPort): readonly Endpoint[] => [
  ...fixedEndpointsOf(port),
  ...(port.mac_address ? [{ kind: "Ethernet", port } as const] : []),
];

const floatingEndpoint = (floating: FloatingIp): Endpoint => ({ kind: "floating", floating });

/** Of an address that was made through CIMI: its port says which of its tags is that of the address. */
const MARK = "cimi-endpoint-";
export const markKey = (address: string): string => `${MARK}${address}`;
export const markOf = ({ port, address }: FixedEndpoint): string | undefined => metadataOf(port)?.[markKey(address)];

/** One call a page of ports, and one a page of floating IPs. */
export async function* endpointPages(cloud: Cloud, context: Context): AsyncGenerator<readonly Endpoint[]> {
  for await (const page of portPages(cloud, context)) yield page.flatMap(endpointsOf);
  for await (const page of floatingPages(cloud, context)) yield page.map(floatingEndpoint);
}

/** A call for a hundred of each kind. */
export async function readEndpoints(
  cloud: Cloud,
  ids: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, Endpoint>> {
  const wanted = new Set(ids);
  const ethernet = ids.filter(isEthernet).map((id) => id.slice(0, -ETHERNET.length));
  const places = ids.filter((id) => !isFloating(id) && !isEthernet(id)).map(placeOf);
  const [floating, ports, holders] = await Promise.all([
    readFloating(cloud, ids.filter(isFloating), context),
    readPorts(cloud, ethernet, context),
    gatherPortions(places, (portion) => portPages(cloud, context, { fixed_ips: portion.flatMap(filterOf) })),
  ]);
  const found = [
    ...[...floating.values()].map(floatingEndpoint),
    ...[...ports.values()].flatMap(endpointsOf),
    ...holders.flatMap(fixedEndpointsOf),
  ];
  return new Map(found.map((endpoint) => [endpointId(endpoint), endpoint] as const).filter(([id]) => wanted.has(id)));
}

/** Networking API v2.0, "List ports", fixed_ips: one of the subnets, and one of the addresses. */
const filterOf = ({ subnet, address }: ReturnType<typeof placeOf>): readonly string[] => [
  `subnet_id=${subnet}`,
  `ip_address=${address}`,
];
