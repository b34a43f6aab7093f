import { type Context, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { readEndpoints } from "./endpoints.js";
import { gone } from "./errors.js";
import { put } from "./network-writes.js";
import { isServed, PORTS } from "./ports.js";

interface Held {
  readonly id: string;
  readonly groups: readonly string[];
  readonly [key: string]: string | readonly string[];
}

/**
 * Neutron filters ports, with all their addresses: an endpoint enters and leaves with the others of its interface. The default firewall of
 * the project, which an interface has from the start, stays beside others; an interface without any lets nothing through.
 */
export const firewallMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    const held = await context.step(`groups ${item}`, { send: () => heldBy(cloud, item, context) });
    return setGroups(cloud, `join ${item}`, held, [...held.groups.filter((group) => group !== id), id], context);
  },
  async remove(id, item, context) {
    const held = await context.step(`groups ${item}`, { send: () => heldBy(cloud, item, context) });
    const others = held.groups.filter((group) => group !== id);
    return setGroups(cloud, `leave ${item}`, held, others, context);
  },
});

async function heldBy(cloud: Cloud, item: string, context: Context): Promise<Held> {
  const endpoint = (await readEndpoints(cloud, [item], context)).get(item);
  if (!endpoint) throw gone("endpoint", item);
  if (endpoint.kind === "floating" || endpoint.kind === "Ethernet")
    throw new ProviderFault(
      "invalid",
      `OpenStack filters interfaces: insert an endpoint in a segment of the network instead of ${item}`,
    );
  const { port } = endpoint;
  if (isServed(port))
    throw new ProviderFault("conflict", `the interface ${port.id} belongs to a service of OpenStack, which alone changes it`);
  return { id: port.id, groups: port.security_groups ?? [] };
}

const setGroups = (cloud: Cloud, step: string, { id, groups }: Held, wanted: readonly string[], context: WriteContext) =>
  context.step(step, {
    send: () => put(cloud, context, PORTS, id, { security_groups: wanted }),
    undo: async () => {
      await put(cloud, context, PORTS, id, { security_groups: groups });
    },
  });
