import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { allPages, type NetworkObject, type ObjectKind, oneOf, ownPages, type Query, readBy } from "./network-objects.js";
import { type NeutronPort, PORTS } from "./ports.js";

export const ROUTERS: ObjectKind = { collection: "routers", key: "router", title: "service" };

export interface NeutronRoute {
  readonly destination: string;
  readonly nexthop: string;
  readonly [key: string]: string;
}

/** Networking API v2.0, "Routers". */
export interface NeutronRouter extends NetworkObject {
  readonly status?: string;
  readonly admin_state_up?: boolean;
  readonly routes?: readonly NeutronRoute[];
  readonly external_gateway_info?: { readonly network_id?: string } | null;
}

export const routerPages = (cloud: Cloud, context: Context, query: Query = {}): AsyncGenerator<readonly NeutronRouter[]> =>
  ownPages<NeutronRouter>(cloud, ROUTERS, context, query);

export const readRouters = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, NeutronRouter>> =>
  readBy(ids, (id) => routerPages(cloud, context, { id }));

/** @throws ProviderFault notFound */
export const oneRouter = async (cloud: Cloud, id: string, context: Context): Promise<NeutronRouter> =>
  oneOf(await readRouters(cloud, [id], context), id, ROUTERS);

/** neutron_lib/constants.py, ROUTER_INTERFACE_OWNERS: whichever way a router is made, it has one port of these in each subnet. */
const OWNERS = ["network:router_interface", "network:router_interface_distributed", "network:ha_router_replicated_interface"];

/** The ports by which routers are in subnets. */
export const routerPorts = (cloud: Cloud, context: Context, query: Query = {}): AsyncGenerator<readonly NeutronPort[]> =>
  allPages<NeutronPort>(cloud, PORTS, context, { ...query, device_owner: OWNERS });

export const subnetsOf = (ports: readonly NeutronPort[]): readonly string[] => [
  ...new Set(ports.flatMap(({ fixed_ips = [] }) => fixed_ips.map(({ subnet_id }) => subnet_id))),
];

/** The external network that a router leads to; null: none. */
export const outsideAt = ({ external_gateway_info }: NeutronRouter): string | null => external_gateway_info?.network_id ?? null;

/** How a router is told the external network that it leads to; null: none. */
export const gatewayInfo = (outside: string | null) => (outside === null ? null : { network_id: outside });
