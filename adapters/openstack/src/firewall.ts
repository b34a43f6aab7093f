import { type Accepted, type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { fixedEndpointsOf, fixedId } from "./endpoints.js";
import { setRules } from "./firewall-change.js";
import { firewallMembership } from "./firewall-members.js";
import { firewallPolicies } from "./firewall-policies.js";
import { permissionsOf } from "./firewall-rules.js";
import { inUse } from "./network-delete.js";
import { allPages, metadataOf } from "./network-objects.js";
import { discard, make } from "./network-writes.js";
import { type NeutronPort, PORTS, portPages } from "./ports.js";
import { groupPages, readGroups, SECURITY_GROUPS, type SecurityGroup } from "./security-groups.js";
import { NETWORK_TAG, type Service, type ServiceKind, type ServiceRequest } from "./service.js";
import type { Sent } from "./writes.js";

/** A security group, which filters the ports that are in it, and nothing else: without one it stands by. It has no segments. */
export const firewall: ServiceKind = {
  type: "Firewall",
  suffix: ".firewall",
  objects: SECURITY_GROUPS,
  async *list(cloud, context) {
    const members = await gather(portPages(cloud, context));
    for await (const page of groupPages(cloud, context)) yield page.map((group) => serviceOf(group, members));
  },
  async read(cloud, natives, context) {
    const [groups, members] = await Promise.all([
      readGroups(cloud, natives, context),
      gather(portPages(cloud, context, { security_groups: natives })),
    ]);
    return [...groups.values()].map((group) => serviceOf(group, members));
  },
  create: createFirewall,
  change: (cloud, native, policies, context) => setRules(cloud, native, permissionsOf(policies), context),
  delete: async (cloud, native, context) => context.step("delete", { send: () => deleteGroup(cloud, native, context) }),
  endpoints: firewallMembership,
};

/** Neutron makes a group of this name for each project, and takes no other of it. */
const DEFAULT = "default";

function serviceOf(group: SecurityGroup, members: readonly NeutronPort[]): Service {
  const own = members.filter(({ security_groups = [] }) => security_groups.includes(group.id));
  return {
    type: "Firewall",
    id: `${group.id}.firewall`,
    native: group.id,
    object: group,
    state: "STARTED",
    network: metadataOf(group)?.[NETWORK_TAG],
    policies: firewallPolicies(group),
    endpoints: own.flatMap(fixedEndpointsOf).map(({ subnet, address }) => fixedId(subnet, address)),
    isFixed: group.name === DEFAULT,
  };
}

/** POST /security-groups, then its rules: what Neutron lets out of a new one is taken from it where the policies do not. */
async function createFirewall(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted> {
  const wanted = permissionsOf(request.template.policies);
  const made = await make(cloud, context, SECURITY_GROUPS, request, {}, { tags: { [NETWORK_TAG]: network } });
  await setRules(cloud, made.id, wanted, context);
  return made;
}

/** The interfaces that are in it are named. */
async function deleteGroup(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  try {
    return await discard(cloud, context, SECURITY_GROUPS, id);
  } catch (error) {
    if (!(error instanceof ProviderFault) || error.kind !== "conflict") throw error;
    const users = await gather(allPages<NeutronPort>(cloud, PORTS, context, { security_groups: id, fields: "id" }));
    throw inUse(
      "firewall",
      id,
      users.map((port) => port.id),
      error,
    );
  }
}
