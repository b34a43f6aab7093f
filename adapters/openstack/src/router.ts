import { type Context, gather, type WriteContext } from "@cimi-gateway/adapter";
import type { StringMap } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { changeGateway } from "./gateway.js";
import { isGateway } from "./gateways.js";
import { changeRouting, createRouting } from "./ip-routing.js";
import { deleteRouter } from "./router-delete.js";
import { routerService } from "./router-service.js";
import { oneRouter, ROUTERS, readRouters, routerPages, routerPorts } from "./routers.js";
import { routingMembership } from "./routing-members.js";
import { ROUTER_SUFFIX, type Service, type ServiceKind } from "./service.js";

/** A router, which is in subnets of one network or several: a service of the type IP Routing, or a Gateway, as its tags say. */
export const router: ServiceKind = {
  type: "IP Routing",
  suffix: ROUTER_SUFFIX,
  objects: ROUTERS,
  async *list(cloud, context) {
    const ports = await gather(routerPorts(cloud, context));
    for await (const page of routerPages(cloud, context)) yield page.map((native) => routerService(native, ports));
  },
  read: readServices,
  create: createRouting,
  change: changeRouter,
  delete: deleteRouter,
  segments: routingMembership,
};

async function readServices(cloud: Cloud, natives: readonly string[], context: Context): Promise<readonly Service[]> {
  const [routers, ports] = await Promise.all([
    readRouters(cloud, natives, context),
    gather(routerPorts(cloud, context, { device_id: natives })),
  ]);
  return [...routers.values()].map((native) => routerService(native, ports));
}

async function changeRouter(cloud: Cloud, id: string, policies: StringMap, context: WriteContext): Promise<void> {
  const leadsOut = await context.step("type", { send: async () => isGateway(await oneRouter(cloud, id, context)) });
  return leadsOut ? changeGateway(cloud, id, policies, context) : changeRouting(cloud, id, policies, context);
}
