import { type Context, gather, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { path } from "./paths.js";
import { routerPorts } from "./routers.js";
import { type Sent, sent } from "./writes.js";

/** A router is in a subnet by a port that has the subnet's gateway address: a subnet has one such router. */
export const routingMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    await context.step(`holder ${item}`, { send: () => free(cloud, id, item, context) });
    return context.step(`add ${item}`, {
      send: () => change(cloud, "add_router_interface", id, item, context),
      find: async () => ((await routersIn(cloud, item, context)).includes(id) ? { id } : undefined),
      undo: async () => {
        await change(cloud, "remove_router_interface", id, item, context).catch((error) => unlessGone(error, undefined));
      },
    });
  },
  remove: (id, item, context) => leave(cloud, id, item, context),
});

/** What the router is not in any more needs no leaving. */
export const leave = (cloud: Cloud, id: string, item: string, context: WriteContext): Promise<Sent> =>
  context.step(`remove ${item}`, {
    send: () => change(cloud, "remove_router_interface", id, item, context).catch((error): Sent => unlessGone(error, { id })),
    undo: async () => {
      await change(cloud, "add_router_interface", id, item, context);
    },
  });

type Change = "add_router_interface" | "remove_router_interface";

async function change({ client }: Cloud, action: Change, id: string, subnet: string, context: Context): Promise<Sent> {
  const call = { service: "network", method: "PUT", path: path`/routers/${id}/${action}`, body: { subnet_id: subnet } } as const;
  return sent(id, await client.write(context, call));
}

async function routersIn(cloud: Cloud, subnet: string, context: Context): Promise<readonly string[]> {
  const ports = await gather(routerPorts(cloud, context, { fixed_ips: `subnet_id=${subnet}` }));
  return ports.flatMap(({ device_id }) => device_id || []);
}

async function free(cloud: Cloud, id: string, subnet: string, context: Context): Promise<string> {
  const [holder] = (await routersIn(cloud, subnet, context)).filter((router) => router !== id);
  if (holder === undefined) return id;
  throw new ProviderFault("conflict", `the segment ${subnet} has the routing service ${holder}; remove it there first`);
}
