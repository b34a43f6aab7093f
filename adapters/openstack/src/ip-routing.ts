import { type Accepted, type Context, gather, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { metadataOf } from "./network-objects.js";
import { routerState } from "./network-states.js";
import { discard, make, put, putTags, tagsWith } from "./network-writes.js";
import type { NeutronPort } from "./ports.js";
import { type NeutronRouter, oneRouter, ROUTERS, readRouters, routerPages, routerPorts } from "./routers.js";
import { namesTag, ROUTES_TAG, type Routing, routingOf, routingPolicies, wantedRouting } from "./routes.js";
import { leave, routingMembership } from "./routing-members.js";
import { NETWORK_TAG, type Service, type ServiceKind, type ServiceRequest } from "./service.js";

/** A router, which is in subnets of one network or several. Its way out, through an external network, is one of its routes. */
export const ipRouting: ServiceKind = {
  type: "IP Routing",
  suffix: ".routing",
  objects: ROUTERS,
  async *list(cloud, context) {
    const ports = await gather(routerPorts(cloud, context));
    for await (const page of routerPages(cloud, context)) yield page.map((router) => serviceOf(router, ports));
  },
  async read(cloud, natives, context) {
    const [routers, ports] = await Promise.all([
      readRouters(cloud, natives, context),
      gather(routerPorts(cloud, context, { device_id: natives })),
    ]);
    return [...routers.values()].map((router) => serviceOf(router, ports));
  },
  create: createRouter,
  change: changeRouting,
  delete: deleteRouter,
  segments: routingMembership,
};

const subnetsOf = (ports: readonly NeutronPort[]): readonly string[] => [
  ...new Set(ports.flatMap(({ fixed_ips = [] }) => fixed_ips.map(({ subnet_id }) => subnet_id))),
];

function serviceOf(router: NeutronRouter, ports: readonly NeutronPort[]): Service {
  const own = ports.filter(({ device_id }) => device_id === router.id);
  const networks = new Set(own.map(({ network_id }) => network_id));
  return {
    type: "IP Routing",
    id: `${router.id}.routing`,
    native: router.id,
    object: router,
    state: routerState(router),
    network: metadataOf(router)?.[NETWORK_TAG] ?? (networks.size === 1 ? [...networks][0] : undefined),
    policies: routingPolicies(router),
    segments: subnetsOf(own),
  };
}

const gatewayInfo = (outside: string | null) => (outside === null ? null : { network_id: outside });

/** POST /routers. Routes need segments, in which their next hops are: those of a new router follow once it is in some. */
async function createRouter(cloud: Cloud, request: ServiceRequest, network: string, context: WriteContext): Promise<Accepted> {
  const wanted = wantedRouting(request.template.policies);
  const names = namesTag(wanted);
  const tags = { [NETWORK_TAG]: network, ...(names !== undefined && { [ROUTES_TAG]: names }) };
  const input = wanted.outside === null ? {} : { external_gateway_info: gatewayInfo(wanted.outside) };
  const made = await make(cloud, context, ROUTERS, request, input, { tags });
  const { routes } = wanted;
  if (routes.length > 0) await context.step("routes", { send: () => put(cloud, context, ROUTERS, made.id, { routes }) });
  return made;
}

/** PUT of a router with all its routes. What it had is kept by a step, as a second run would find it changed. */
async function changeRouting(
  cloud: Cloud,
  id: string,
  policies: Parameters<ServiceKind["change"]>[2],
  context: WriteContext,
): Promise<void> {
  const wanted = wantedRouting(policies);
  const before = await context.step("before", { send: async () => routingOf(await oneRouter(cloud, id, context)) });
  await context.step("routes", {
    send: () => put(cloud, context, ROUTERS, id, changed(before, wanted)),
    undo: async () => {
      await put(cloud, context, ROUTERS, id, changed(wanted, before));
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

/** Its routes and segments go first: Neutron keeps a router that is in use. */
async function deleteRouter(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const before = await context.step("before", {
    send: async () => ({
      routes: [...((await oneRouter(cloud, id, context)).routes ?? [])],
      segments: [...subnetsOf(await gather(routerPorts(cloud, context, { device_id: id })))],
    }),
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
