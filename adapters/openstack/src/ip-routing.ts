import type { Accepted, Context, WriteContext } from "@cimi-gateway/adapter";
import { policyFault, type StringMap } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { make, put, putTags, tagsWith } from "./network-writes.js";
import { setRouter } from "./router-change.js";
import { gatewayInfo, oneRouter, ROUTERS } from "./routers.js";
import { namesTag, ROUTES_TAG, type Routing, routingOf, wantedRouting } from "./routes.js";
import { join, segmentsHeld, segmentsJoining } from "./routing-members.js";
import { NETWORK_TAG, type ServiceRequest } from "./service.js";
import type { Sent } from "./writes.js";

/** POST /routers. Neutron takes routes once the router is in the segments where their next hops are. */
export async function createRouting(
  cloud: Cloud,
  request: ServiceRequest,
  network: string,
  context: WriteContext,
): Promise<Accepted> {
  const wanted = wantedRouting(request.template.policies);
  const segments = segmentsToRoute(request, wanted);
  if (segments.length > 0)
    await context.step("place", { send: async () => [...(await segmentsHeld(cloud, segments, undefined, context))] });
  const names = namesTag(wanted);
  const tags = { [NETWORK_TAG]: network, ...(names !== undefined && { [ROUTES_TAG]: names }) };
  const input = wanted.outside === null ? {} : { external_gateway_info: gatewayInfo(wanted.outside) };
  const made = await make(cloud, context, ROUTERS, request, input, { tags });
  for (const segment of segments) await join(cloud, made.id, segment, context);
  if (wanted.routes.length > 0) await setRoutes(cloud, made.id, wanted, context);
  return made;
}

/** Those that it has to be in before it gets its routes. @throws InvalidValue where routes could lead nowhere */
function segmentsToRoute(request: ServiceRequest, { routes, outside }: Routing): readonly string[] {
  if (routes.length === 0) return [];
  const segments = segmentsJoining(request);
  if (segments.length > 0 || outside !== null) return segments;
  throw policyFault(
    "has next hops, and the service has no segment in which OpenStack could find them; accepted: routes together with segments in the template. Or make the service without these routes, insert the segments, then set the routes by PUT",
    "route",
  );
}

const setRoutes = (cloud: Cloud, id: string, { routes }: Routing, context: WriteContext): Promise<Sent> =>
  context.step("routes", {
    send: () => setRouter(cloud, id, { routes }, context),
    undo: async () => {
      await put(cloud, context, ROUTERS, id, { routes: [] });
    },
  });

/** PUT of a router with all its routes. What it had is kept by a step, as a second run would find it changed. */
export async function changeRouting(cloud: Cloud, id: string, policies: StringMap, context: WriteContext): Promise<void> {
  const wanted = wantedRouting(policies);
  const before = await context.step("before", { send: async () => routingOf(await oneRouter(cloud, id, context)) });
  await context.step("routes", {
    send: () => setRouter(cloud, id, changed(before, wanted), context),
    undo: async () => {
      await setRouter(cloud, id, changed(wanted, before), context);
    },
  });
  await context.step("names", { send: () => setNames(cloud, id, wanted, context) });
}

/** The way out is named only where it changes: Neutron would choose another address there. */
const changed = (from: Routing, { routes, outside }: Routing) => ({
  routes,
  ...(from.outside !== outside && { external_gateway_info: gatewayInfo(outside) }),
});

async function setNames(cloud: Cloud, id: string, wanted: Routing, context: Context) {
  const tags = tagsWith(await oneRouter(cloud, id, context), { [ROUTES_TAG]: namesTag(wanted) });
  return putTags(cloud, context, ROUTERS, id, tags);
}
