import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { type NetworkObject, type ObjectKind, oneOf, ownPages, type Query, readBy } from "./network-objects.js";

export const SECURITY_GROUPS: ObjectKind = { collection: "security-groups", key: "security_group", title: "firewall" };

/** Networking API v2.0, "Security group rules": what is null matches everything. */
export interface NeutronRule {
  readonly id: string;
  readonly direction: string;
  readonly ethertype?: string | null;
  readonly protocol?: string | number | null;
  readonly port_range_min?: number | null;
  readonly port_range_max?: number | null;
  readonly remote_ip_prefix?: string | null;
  readonly remote_group_id?: string | null;
  readonly remote_address_group_id?: string | null;
  readonly description?: string | null;
}

/** Networking API v2.0, "Security groups". */
export interface SecurityGroup extends NetworkObject {
  readonly stateful?: boolean;
  readonly security_group_rules?: readonly NeutronRule[];
}

export const groupPages = (cloud: Cloud, context: Context, query: Query = {}): AsyncGenerator<readonly SecurityGroup[]> =>
  ownPages<SecurityGroup>(cloud, SECURITY_GROUPS, context, query);

export const readGroups = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, SecurityGroup>> =>
  readBy(ids, (id) => groupPages(cloud, context, { id }));

/** @throws ProviderFault notFound */
export const oneGroup = async (cloud: Cloud, id: string, context: Context): Promise<SecurityGroup> =>
  oneOf(await readGroups(cloud, [id], context), id, SECURITY_GROUPS);
