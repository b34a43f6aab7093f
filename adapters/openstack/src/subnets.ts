import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { allPages, isInsideScope, type NetworkObject, type ObjectKind, oneOf, type Query, readBy } from "./network-objects.js";
import { readNetworks } from "./networks.js";

export const SUBNETS: ObjectKind = { collection: "subnets", key: "subnet", title: "subnet" };

/** Networking API v2.0, "Subnets". */
export interface NeutronSubnet extends NetworkObject {
  readonly network_id: string;
  readonly ip_version: number;
  readonly cidr: string;
  readonly gateway_ip?: string | null;
  readonly enable_dhcp?: boolean;
  readonly dns_nameservers?: readonly string[];
  readonly host_routes?: readonly { readonly destination: string; readonly nexthop: string }[];
  readonly allocation_pools?: readonly { readonly start: string; readonly end: string }[];
  readonly ipv6_address_mode?: string | null;
}

export interface Subnet extends NeutronSubnet {
  /** It belongs to the project. */
  readonly isOwn: boolean;
}

/** Those of the project, and those of networks that it is shown; administrators would be shown others, too. */
export async function* subnetPages(cloud: Cloud, context: Context, query: Query = {}): AsyncGenerator<readonly Subnet[]> {
  const project = await cloud.client.project(context);
  const isOwn = ({ project_id }: NeutronSubnet) => project === undefined || project_id === project;
  for await (const page of allPages<NeutronSubnet>(cloud, SUBNETS, context, query)) {
    const inside = page.filter((native) => isInsideScope(cloud, native));
    const foreign = inside.filter((native) => !isOwn(native)).map(({ network_id }) => network_id);
    const shown = await readNetworks(cloud, foreign, context);
    yield inside
      .filter((native) => isOwn(native) || shown.has(native.network_id))
      .map((native) => ({ ...native, isOwn: isOwn(native) }));
  }
}

export const readSubnets = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Subnet>> =>
  readBy(ids, (id) => subnetPages(cloud, context, { id }));

/** @throws ProviderFault notFound */
export const oneSubnet = async (cloud: Cloud, id: string, context: Context): Promise<Subnet> =>
  oneOf(await readSubnets(cloud, [id], context), id, SUBNETS);

export const familyOf = ({ ip_version }: NeutronSubnet): "IPv4" | "IPv6" => (ip_version === 6 ? "IPv6" : "IPv4");
