import { type Accepted, gather, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { discard, put } from "./network-writes.js";
import { refuseHeld } from "./router-users.js";
import { oneRouter, ROUTERS, routerPorts, subnetsOf } from "./routers.js";
import { leave } from "./routing-members.js";

/** Its routes and segments go first: Neutron keeps a router that is in use. One that addresses outside need is left as it is. */
export async function deleteRouter(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const before = await context.step("before", {
    send: async () => {
      const { routes = [] } = await oneRouter(cloud, id, context);
      await refuseHeld(cloud, id, context);
      return { routes: [...routes], segments: [...subnetsOf(await gather(routerPorts(cloud, context, { device_id: id })))] };
    },
  });
  if (before.routes.length > 0)
    await context.step("routes", {
      send: () => put(cloud, context, ROUTERS, id, { routes: [] }),
      undo: async () => {
        await put(cloud, context, ROUTERS, id, { routes: before.routes });
      },
    });
  for (const segment of before.segments) await leave(cloud, id, segment, context);
  return context.step("delete", { send: () => discard(cloud, context, ROUTERS, id) });
}
