import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { type NetworkObject, type ObjectKind, oneOf, ownPages, type Query, readBy } from "./network-objects.js";

/** Neutron has no name for one. */
export const FLOATING_IPS: ObjectKind = { collection: "floatingips", key: "floatingip", title: "endpoint", isNameless: true };

/** Networking API v2.0, "Floating IPs". */
export interface FloatingIp extends NetworkObject {
  readonly floating_network_id: string;
  readonly floating_ip_address: string;
  readonly fixed_ip_address?: string | null;
  readonly port_id?: string | null;
  readonly router_id?: string | null;
  readonly status?: string;
}

export const floatingPages = (cloud: Cloud, context: Context, query: Query = {}): AsyncGenerator<readonly FloatingIp[]> =>
  ownPages<FloatingIp>(cloud, FLOATING_IPS, context, query);

export const readFloating = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, FloatingIp>> =>
  readBy(ids, (id) => floatingPages(cloud, context, { id }));

/** @throws ProviderFault notFound */
export const oneFloating = async (cloud: Cloud, id: string, context: Context): Promise<FloatingIp> =>
  oneOf(await readFloating(cloud, [id], context), id, FLOATING_IPS);

/** The id of one that nothing holds, or this holds already. @throws ProviderFault conflict that names the holder */
export async function freeFloating(cloud: Cloud, id: string, holder: string | undefined, context: Context): Promise<string> {
  const { port_id } = await oneFloating(cloud, id, context);
  if (port_id && port_id !== holder)
    throw new ProviderFault("conflict", `the endpoint ${id} belongs to the interface ${port_id}; remove it there first`);
  return id;
}
