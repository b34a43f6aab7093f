import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { metadataOf, type Query, tagOf } from "./network-objects.js";
import { type NeutronRouter, routerPages } from "./routers.js";
import { NETWORK_TAG } from "./service.js";

/** On a router that is a Gateway, by which it is told apart from others: which segments it is for. */
export const GATEWAY_TAG = "cimi-gateway";

/** `all`: those of its network, also those that are made later. `named`: those that its maker named, and no other until it is inserted. */
export const REACHES = ["all", "named"] as const;
export type Reach = (typeof REACHES)[number];

export const isGateway = (router: NeutronRouter): boolean => metadataOf(router)?.[GATEWAY_TAG] !== undefined;

export const takesAll = (router: NeutronRouter): boolean => metadataOf(router)?.[GATEWAY_TAG] === ("all" satisfies Reach);

/** The routers of the project that are Gateways. Networking API v2.0, "Filtering by tags": a comma is between tags. */
export const gatewayPages = (cloud: Cloud, context: Context): AsyncGenerator<readonly NeutronRouter[]> =>
  gatewaysAmong(cloud, { "tags-any": REACHES.map((reach) => tagOf(GATEWAY_TAG, reach)).join(",") }, context);

/** Those of a network. Neutron of Zed answers 500 where a query has tags and tags-any. */
export const gatewaysOf = (cloud: Cloud, network: string, context: Context): AsyncGenerator<readonly NeutronRouter[]> =>
  gatewaysAmong(cloud, { tags: tagOf(NETWORK_TAG, network) }, context);

async function* gatewaysAmong(cloud: Cloud, query: Query, context: Context): AsyncGenerator<readonly NeutronRouter[]> {
  for await (const page of routerPages(cloud, context, query)) yield page.filter(isGateway);
}
