import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { isExternal, type Network, networkPages, readNetworks } from "./networks.js";
import { readSubnets, type Subnet, subnetPages } from "./subnets.js";

/** A subnet, or that of an external network from which floating IPs are: Neutron shows it to its administrators only. */
export type Segment =
  | { readonly kind: "subnet"; readonly subnet: Subnet }
  | { readonly kind: "outside"; readonly network: Network };

const OUTSIDE = ".ipv4";

/** Floating IPs are of IPv4. */
export const outsideId = (network: string): string => `${network}${OUTSIDE}`;
export const isOutside = (segment: string): boolean => segment.endsWith(OUTSIDE);
export const networkOutside = (segment: string): string => segment.slice(0, -OUTSIDE.length);

export const segmentId = (segment: Segment): string =>
  segment.kind === "outside" ? outsideId(segment.network.id) : segment.subnet.id;

const outside = (network: Network): Segment => ({ kind: "outside", network });
const inside = (subnet: Subnet): Segment => ({ kind: "subnet", subnet });

/** A call for the external networks, and one a page of subnets. */
export async function* segmentPages(cloud: Cloud, context: Context): AsyncGenerator<readonly Segment[]> {
  for await (const page of networkPages(cloud, context, { "router:external": "true" })) yield page.map(outside);
  for await (const page of subnetPages(cloud, context)) yield page.map(inside);
}

export async function readSegments(
  cloud: Cloud,
  ids: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, Segment>> {
  const [networks, subnets] = await Promise.all([
    readNetworks(cloud, ids.filter(isOutside).map(networkOutside), context),
    readSubnets(
      cloud,
      ids.filter((id) => !isOutside(id)),
      context,
    ),
  ]);
  const found = [...[...networks.values()].filter(isExternal).map(outside), ...[...subnets.values()].map(inside)];
  return new Map(found.map((segment) => [segmentId(segment), segment]));
}
