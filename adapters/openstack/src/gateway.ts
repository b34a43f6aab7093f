import type { Accepted, WriteContext } from "@cimi-gateway/adapter";
import type { StringMap } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { lateSegments, outsideIn, outsideOf, placeOf } from "./gateway-place.js";
import { GATEWAY_TAG, type Reach } from "./gateways.js";
import { make } from "./network-writes.js";
import { setRouter } from "./router-change.js";
import { gatewayInfo, oneRouter, outsideAt, ROUTERS } from "./routers.js";
import { join, segmentsJoining } from "./routing-members.js";
import { NETWORK_TAG, ROUTER_SUFFIX, type ServiceMaker, type ServiceRequest } from "./service.js";

/** A router that leads from the segments of a network to one outside, under its address there, so that floating IPs can stand for interfaces. */
export const gateway: ServiceMaker = { type: "Gateway", suffix: ROUTER_SUFFIX, create: createGateway };

/** POST /routers, once it is known that everything can be done; then it enters the segments that there are. */
async function createGateway(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted> {
  const wanted = outsideIn(request.template.policies);
  const named = segmentsJoining(request);
  const place = await context.step("place", { send: () => placeOf(cloud, network, wanted, named, context) });
  const reach: Reach = named.length > 0 ? "named" : "all";
  const tags = { [NETWORK_TAG]: network, [GATEWAY_TAG]: reach };
  const made = await make(cloud, context, ROUTERS, request, { external_gateway_info: gatewayInfo(place.outside) }, { tags });
  const since = { router: made.id, known: place.segments };
  const late = reach === "named" ? [] : await context.step("late", { send: () => lateSegments(cloud, network, since, context) });
  for (const segment of [...place.segments, ...late]) await join(cloud, made.id, segment, context);
  return made;
}

/** What leads outside already stays as it is where the policies name no network. */
export async function changeGateway(cloud: Cloud, id: string, policies: StringMap, context: WriteContext): Promise<void> {
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
