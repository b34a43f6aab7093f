import { reference } from "@cimi-gateway/adapter";
import { type StringMap, writePolicies } from "@cimi-gateway/model";
import { isGateway } from "./gateways.js";
import { metadataOf } from "./network-objects.js";
import { routerState } from "./network-states.js";
import type { NeutronPort } from "./ports.js";
import { type NeutronRouter, outsideAt, subnetsOf } from "./routers.js";
import { routingPolicies } from "./routes.js";
import { NETWORK_TAG, ROUTER_SUFFIX, type Service } from "./service.js";

/** Of routers that others made it is not known what they are for: those are of the type IP Routing. */
export function routerService(router: NeutronRouter, ports: readonly NeutronPort[]): Service {
  const own = ports.filter(({ device_id }) => device_id === router.id);
  const networks = new Set(own.map(({ network_id }) => network_id));
  return {
    ...(isGateway(router)
      ? { type: "Gateway", policies: gatewayPolicies(router) }
      : { type: "IP Routing", policies: routingPolicies(router) }),
    id: `${router.id}${ROUTER_SUFFIX}`,
    native: router.id,
    object: router,
    state: routerState(router),
    network: metadataOf(router)?.[NETWORK_TAG] ?? (networks.size === 1 ? [...networks][0] : undefined),
    segments: subnetsOf(own),
  };
}

function gatewayPolicies(router: NeutronRouter): StringMap {
  const outside = outsideAt(router);
  return writePolicies("Gateway", {
    kind: "internet",
    outside: outside === null ? { kind: "none" } : { kind: "network", value: reference("Network", outside) },
  });
}
