import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { metadataOf, tagOf } from "./network-objects.js";
import { type NeutronRouter, routerPages } from "./routers.js";
import { NETWORK_TAG } from "./service.js";

/** On a router that is a Gateway, by which it is told apart from others: which segments it is for. */
export const GATEWAY_TAG = "cimi-gateway";

/** `all`: those of its network, also those that are made later. `named`: those that its maker named, and no other until it is inserted. */
export type Reach = "all" | "named";

export const isGateway = (router: NeutronRouter): boolean => metadataOf(router)?.[GATEWAY_TAG] !== undefined;

export const takesAll = (router: NeutronRouter): boolean => metadataOf(router)?.[GATEWAY_TAG] === ("all" satisfies Reach);

/** Those of a network. */
export async function* gatewaysOf(cloud: Cloud, network: string, context: Context): AsyncGenerator<readonly NeutronRouter[]> {
  const pages = routerPages(cloud, context, { tags: tagOf(NETWORK_TAG, network) });
  for await (const page of pages) yield page.filter(isGateway);
}
