import type { Context, WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { gatewaysOf, takesAll } from "./gateways.js";
import { inUse, portUsers } from "./network-delete.js";
import { firstOf } from "./reading.js";
import { readRouters } from "./routers.js";
import { join, leave } from "./routing-members.js";

/** A segment that is made in a network with a Gateway for all of it enters that: nobody expects one of its segments to lead nowhere. */
export async function enterGateway(cloud: Cloud, network: string, segment: string, context: WriteContext): Promise<void> {
  const gateway = await context.step("gateway", {
    send: async () => (await firstOf(gatewaysOf(cloud, network, context), takesAll))?.id ?? null,
  });
  if (gateway !== null) await join(cloud, gateway, segment, context);
}

/** What entered by itself leaves by itself, as long as nothing else keeps the segment. @throws ProviderFault conflict that names what does */
export async function leaveGateway(cloud: Cloud, segment: string, context: WriteContext): Promise<void> {
  const gateways = await context.step("gateways", { send: () => onlyGateways(cloud, segment, context) });
  for (const gateway of gateways) await leave(cloud, gateway, segment, context);
}

async function onlyGateways(cloud: Cloud, segment: string, context: Context): Promise<string[]> {
  const users = await portUsers(cloud, { fixed_ips: `subnet_id=${segment}` }, context);
  const routers = [...(await readRouters(cloud, users, context)).values()].filter(takesAll).map(({ id }) => id);
  if (users.length > routers.length) throw inUse("segment", segment, users);
  return routers;
}
