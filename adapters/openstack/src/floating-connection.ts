import { type Accepted, type Context, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { addressFamily } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { isFloating, readEndpoints } from "./endpoints.js";
import { unlessGone } from "./errors.js";
import { FLOATING_IPS, freeFloating, oneFloating } from "./floating-ips.js";
import { put } from "./network-writes.js";
import { onePort } from "./ports.js";
import type { Sent } from "./writes.js";

/** PUT of a floating IP as a step: it leaves where it was. Sent again it does nothing. */
export const connect = (cloud: Cloud, id: string, target: string, context: WriteContext): Promise<Sent> =>
  context.step(`connect ${id}`, {
    send: async () => {
      const fixed_ip_address = await firstIpv4(cloud, target, context);
      return put(cloud, context, FLOATING_IPS, id, { port_id: target, fixed_ip_address });
    },
    undo: async () => {
      await leave(cloud, id, target, context);
    },
  });

/** Neutron wants to know for which address of a port the floating IP stands. */
async function firstIpv4(cloud: Cloud, id: string, context: Context): Promise<string> {
  const { fixed_ips = [] } = await onePort(cloud, id, context);
  const found = fixed_ips.find(({ ip_address }) => addressFamily(ip_address) === 4);
  if (found) return found.ip_address;
  throw new ProviderFault(
    "conflict",
    `the interface ${id} has no address of IPv4 for which one of the external network could stand; give it one first`,
  );
}

async function leave(cloud: Cloud, id: string, target: string, context: Context): Promise<void> {
  const native = await oneFloating(cloud, id, context).catch((error) => unlessGone(error, undefined));
  if (native?.port_id === target) await put(cloud, context, FLOATING_IPS, id, { port_id: null });
}

export const disconnect = (cloud: Cloud, id: string, context: WriteContext): Promise<Sent> =>
  context.step(`disconnect ${id}`, { send: () => put(cloud, context, FLOATING_IPS, id, { port_id: null }) });

/** The endpoints of an interface: floating IPs come and go, its other addresses are its own. */
export const endpointMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context): Promise<Accepted> {
    await refuseFixed(cloud, item, context);
    await context.step(`holder ${item}`, { send: () => freeFloating(cloud, item, id, context) });
    return { ...(await connect(cloud, item, id, context)), id };
  },
  async remove(id, item, context): Promise<Accepted> {
    await refuseFixed(cloud, item, context);
    return { ...(await disconnect(cloud, item, context)), id };
  },
});

async function refuseFixed(cloud: Cloud, item: string, context: WriteContext): Promise<void> {
  if (isFloating(item)) return;
  const found = (await readEndpoints(cloud, [item], context)).get(item);
  const holder = found && "port" in found ? found.port.id : undefined;
  throw new ProviderFault(
    "conflict",
    `the endpoint ${item} belongs to the interface ${holder}: change its interface, or delete it; only endpoints of an external network are inserted and removed`,
  );
}
