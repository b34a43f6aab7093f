import type { Address, NetworkInterface } from "@aws-sdk/client-ec2";
import { type Context, gather } from "@cimi-gateway/adapter";
import { addressFamily, readAddress } from "@cimi-gateway/model";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { elasticAddresses, readAddresses } from "./elastic-addresses.js";
import { addressesOf, interfacePages, primaryOf, readInterfaces } from "./interfaces.js";
import { INTERNET_IPV4 } from "./internet.js";
import { ipv6Id } from "./segments.js";

/** What can be addressed: the private addresses of an interface, its MAC address, and an Elastic IP address. */
export type Ec2Endpoint =
  | { readonly kind: "IPv4" | "IPv6"; readonly held: NetworkInterface; readonly address: string }
  | { readonly kind: "Ethernet"; readonly held: NetworkInterface }
  | { readonly kind: "elastic"; readonly address: Address };

export type PrivateEndpoint = Extract<Ec2Endpoint, { kind: "IPv4" | "IPv6" }>;

const ETHERNET = ".ethernet";

/** An address is unique in its subnet, and keeps its name when it goes from one interface to another. */
export const privateId = ({ SubnetId }: NetworkInterface, address: string): string => `${SubnetId}.${address}`;

export function endpointId(endpoint: Ec2Endpoint): string {
  if (endpoint.kind === "elastic") return endpoint.address.AllocationId!;
  if (endpoint.kind === "Ethernet") return `${endpoint.held.NetworkInterfaceId}${ETHERNET}`;
  return privateId(endpoint.held, endpoint.address);
}

export function segmentOf(endpoint: Ec2Endpoint): string | undefined {
  if (endpoint.kind === "elastic") return INTERNET_IPV4;
  if (endpoint.kind === "Ethernet") return undefined;
  return endpoint.kind === "IPv4" ? endpoint.held.SubnetId : ipv6Id(endpoint.held.SubnetId!);
}

export const isElastic = (id: string): boolean => id.startsWith("eipalloc-");
export const isEthernet = (id: string): boolean => id.endsWith(ETHERNET);

/** The subnet and the address that an id names. */
export function placeOf(id: string): { readonly subnet: string; readonly address: string } {
  const dot = id.indexOf(".");
  return { subnet: id.slice(0, dot), address: id.slice(dot + 1) };
}

/** The one that comes and goes with its interface. */
export const isPrimary = ({ held, address }: PrivateEndpoint): boolean => {
  const primary = primaryOf(held);
  return primary !== undefined && readAddress(primary) === address;
};

export const privateEndpointsOf = (held: NetworkInterface): readonly PrivateEndpoint[] =>
  addressesOf(held).map((address) => ({
    kind: addressFamily(address) === 4 ? "IPv4" : "IPv6",
    held,
    address: readAddress(address),
  }));

export const endpointsOf = (held: NetworkInterface): readonly Ec2Endpoint[] => [
  ...privateEndpointsOf(held),
  ...(held.MacAddress ? [{ kind: "Ethernet", held } as const] : []),
];

export const elastic = (address: Address): Ec2Endpoint => ({ kind: "elastic", address });

/** One call a page of interfaces, and one for the Elastic IP addresses. */
export async function* endpointPages(cloud: Cloud, context: Context): AsyncGenerator<readonly Ec2Endpoint[]> {
  for await (const page of interfacePages(cloud, context)) yield page.flatMap(endpointsOf);
  yield (await elasticAddresses(cloud, context)).map(elastic);
}

/** One call for each kind among the ids. */
export async function readEndpoints(
  cloud: Cloud,
  ids: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, Ec2Endpoint>> {
  const wanted = new Set(ids);
  const allocations = ids.filter(isElastic);
  const found = await Promise.all([
    allocations.length === 0 ? [] : readAddresses(cloud, allocations, context).then((held) => held.map(elastic)),
    readEthernet(cloud, ids.filter(isEthernet), context),
    readPrivate(
      cloud,
      ids.filter((id) => !isElastic(id) && !isEthernet(id)),
      context,
    ),
  ]);
  const all = found.flat().map((endpoint) => [endpointId(endpoint), endpoint] as const);
  return new Map(all.filter(([id]) => wanted.has(id)));
}

async function readEthernet(cloud: Cloud, ids: readonly string[], context: Context): Promise<readonly Ec2Endpoint[]> {
  if (ids.length === 0) return [];
  const held = await readInterfaces(
    cloud,
    ids.map((id) => id.slice(0, -ETHERNET.length)),
    context,
  );
  return [...held.values()].flatMap(endpointsOf);
}

/** The filters on addresses, one for each version (DescribeNetworkInterfaces, "Filters"). */
const FILTERS = { 4: "addresses.private-ip-address", 6: "ipv6-addresses.ipv6-address" } as const;

async function readPrivate(cloud: Cloud, ids: readonly string[], context: Context): Promise<readonly Ec2Endpoint[]> {
  const places = ids.map(placeOf);
  const asked = ([4, 6] as const).flatMap((family) =>
    portions(places.filter(({ address }) => familyIn(address) === family).map(({ address }) => address)).map((portion) => [
      filter("subnet-id", [...new Set(places.map(({ subnet }) => subnet))]),
      filter(FILTERS[family], portion),
    ]),
  );
  const pages = await Promise.all(asked.map((filters) => gather(interfacePages(cloud, context, filters))));
  return pages.flat().flatMap(privateEndpointsOf);
}

/** What is no address is nobody's. */
const familyIn = (address: string): number => (address.includes(":") ? 6 : 4);
