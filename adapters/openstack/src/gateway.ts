import { type Accepted, type Context, reference, type WriteContext } from "@cimi-gateway/adapter";
import { type StringMap, writePolicies } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { outsideIn, outsideOf, placeOf } from "./gateway-place.js";
import { GATEWAY_TAG, gatewayPages, isGateway, type Reach } from "./gateways.js";
import { gatherPortions } from "./network-objects.js";
import { make } from "./network-writes.js";
import { setRouter } from "./router-change.js";
import { deleteRouter } from "./router-delete.js";
import { routerService } from "./router-service.js";
import { gatewayInfo, type NeutronRouter, oneRouter, ROUTERS, readRouters, routerPorts } from "./routers.js";
import { join, routingMembership, segmentsJoining } from "./routing-members.js";
import { NETWORK_TAG, type Service, type ServiceKind, type ServiceRequest } from "./service.js";

/**
 * A router that leads from the segments of a network to one outside, under its address there, and for which floating IPs can stand for interfaces.
 * Of routers that others made it is not known what they are for: those are of the type IP Routing.
 */
export const gateway: ServiceKind = {
  type: "Gateway",
  suffix: ".gateway",
  objects: ROUTERS,
  async *list(cloud, context) {
    for await (const page of gatewayPages(cloud, context)) yield servicesOf(cloud, page, context);
  },
  async read(cloud, natives, context) {
    const routers = [...(await readRouters(cloud, natives, context)).values()];
    return servicesOf(cloud, routers.filter(isGateway), context);
  },
  create: createGateway,
  change: changeGateway,
  delete: deleteRouter,
  segments: routingMembership,
};

async function servicesOf(cloud: Cloud, routers: readonly NeutronRouter[], context: Context): Promise<readonly Service[]> {
  const ids = routers.map(({ id }) => id);
  const ports = await gatherPortions(ids, (portion) => routerPorts(cloud, context, { device_id: portion }));
  return routers.map((router) => ({
    ...routerService(router, ports),
    type: "Gateway",
    id: `${router.id}.gateway`,
    policies: policiesOf(router),
  }));
}

const outsideAt = ({ external_gateway_info }: NeutronRouter): string | null => external_gateway_info?.network_id ?? null;

function policiesOf(router: NeutronRouter): StringMap {
  const outside = outsideAt(router);
  return writePolicies("Gateway", {
    kind: "internet",
    outside: outside === null ? { kind: "none" } : { kind: "network", value: reference("Network", outside) },
  });
}

/** POST /routers, once it is known that everything can be done; then it enters the segments that there are. */
async function createGateway(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted> {
  const wanted = outsideIn(request.template.policies);
  const named = segmentsJoining(request);
  const place = await context.step("place", { send: () => placeOf(cloud, network, wanted, named, context) });
  const reach: Reach = named.length > 0 ? "named" : "all";
  const tags = { [NETWORK_TAG]: network, [GATEWAY_TAG]: reach };
  const made = await make(cloud, context, ROUTERS, request, { external_gateway_info: gatewayInfo(place.outside) }, { tags });
  for (const segment of place.segments) await join(cloud, made.id, segment, context);
  return made;
}

/** What leads outside already stays as it is where the policies name no network. */
async function changeGateway(cloud: Cloud, id: string, policies: StringMap, context: WriteContext): Promise<void> {
  const wanted = outsideIn(policies);
  const { from, to } = await context.step("outside", {
    send: async () => {
      const held = outsideAt(await oneRouter(cloud, id, context));
      return { from: held, to: wanted === undefined && held !== null ? held : await outsideOf(cloud, wanted, context) };
    },
  });
  if (from === to) return;
  await context.step("turn", {
    send: () => setRouter(cloud, id, { external_gateway_info: gatewayInfo(to) }, context),
    undo: async () => {
      await setRouter(cloud, id, { external_gateway_info: gatewayInfo(from) }, context);
    },
  });
}
