import { metadataOf } from "./network-objects.js";
import { routerState } from "./network-states.js";
import type { NeutronPort } from "./ports.js";
import { type NeutronRouter, subnetsOf } from "./routers.js";
import { NETWORK_TAG, type Service } from "./service.js";

/** Of a router, whichever type of service it is. */
export type RouterService = Pick<Service, "native" | "object" | "state" | "network" | "segments">;

export function routerService(router: NeutronRouter, ports: readonly NeutronPort[]): RouterService {
  const own = ports.filter(({ device_id }) => device_id === router.id);
  const networks = new Set(own.map(({ network_id }) => network_id));
  return {
    native: router.id,
    object: router,
    state: routerState(router),
    network: metadataOf(router)?.[NETWORK_TAG] ?? (networks.size === 1 ? [...networks][0] : undefined),
    segments: subnetsOf(own),
  };
}
