import { type Context, gather, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { allPages, type NetworkObject, type ObjectKind, type Query, tagOf } from "./network-objects.js";
import { discard } from "./network-writes.js";
import { NETWORKS } from "./networks.js";
import { type NeutronPort, PORTS } from "./ports.js";
import { ROUTERS } from "./routers.js";
import { SECURITY_GROUPS } from "./security-groups.js";
import { NETWORK_TAG } from "./service.js";
import { SUBNETS } from "./subnets.js";
import type { Sent } from "./writes.js";

/** DELETE of a network would take its subnets with it; what is in it, or belongs to it here, keeps it instead. */
export async function deleteNetwork(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  const users = await usersOf(cloud, id, context);
  if (users.length > 0) throw inUse("network", id, users);
  return discard(cloud, context, NETWORKS, id);
}

/** A conflict that says by what something is used. */
export const inUse = (what: string, id: string, users: readonly string[], cause?: ProviderFault): ProviderFault =>
  new ProviderFault(
    "conflict",
    users.length === 0 && cause
      ? cause.message
      : `the ${what} ${id} is used by ${users.join(", ")}; delete or detach these first`,
    cause && { code: cause.code, requestId: cause.requestId, cause },
  );

/** Whatever the scope: a hidden user holds it, too. */
async function usersOf(cloud: Cloud, id: string, context: Context): Promise<readonly string[]> {
  const idsOf = async (kind: ObjectKind, query: Query) =>
    (await gather(allPages<NetworkObject>(cloud, kind, context, { ...query, fields: "id" }))).map((native) => native.id);
  const own = { tags: tagOf(NETWORK_TAG, id) };
  const lists = await Promise.all([
    idsOf(SUBNETS, { network_id: id }),
    portUsers(cloud, { network_id: id }, context),
    idsOf(SECURITY_GROUPS, own),
    idsOf(ROUTERS, own),
  ]);
  return [...new Set(lists.flat())];
}

export const portUsers = async (cloud: Cloud, query: Query, context: Context): Promise<readonly string[]> =>
  usersAmong(await gather(allPages<NeutronPort>(cloud, PORTS, context, query)));

/** The interfaces among ports, and the services that others are of, each once. Neutron takes its own DHCP servers away by itself. */
function usersAmong(ports: readonly NeutronPort[]): readonly string[] {
  const users = ports.filter(({ device_owner }) => device_owner !== "network:dhcp").map((port) => serviceOf(port) ?? port.id);
  return [...new Set(users)];
}

/** Octavia calls the device of a load balancer's port after that (octavia/network/drivers/neutron/allowed_address_pairs.py, allocate_vip). */
function serviceOf({ device_owner = "", device_id = "" }: NeutronPort): string | undefined {
  if (OF_ROUTERS.test(device_owner) && device_id) return device_id;
  return device_owner === "Octavia" && device_id.startsWith("lb-") ? device_id.slice("lb-".length) : undefined;
}

/** neutron_lib/constants.py, DEVICE_OWNER_*: whichever way a router is made. */
const OF_ROUTERS = /^network:(ha_)?router_/;
