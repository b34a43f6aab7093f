import type { Accepted, WriteContext } from "@cimi-gateway/adapter";
import { dropBalancer, putIn } from "./balancer-calls.js";
import { changeBalancer } from "./balancer-change.js";
import { createBalancer } from "./balancer-create.js";
import { balancerMembership, segmentMembership } from "./balancer-members.js";
import { BALANCER_SUFFIX, servicesOf } from "./balancer-shown.js";
import { BALANCERS, balancerPages, readBalancers } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { markerIn } from "./metadata.js";
import { type Described, rewriting } from "./metadata-writing.js";
import { bearerOf, type NetworkObject } from "./network-objects.js";
import { fitting, tagsWith } from "./network-writes.js";
import { path } from "./paths.js";
import type { ServiceKind } from "./service.js";

/**
 * A load balancer of Octavia, which has its address in a subnet. Each listener has a pool of its own, with a health monitor; a pool of the
 * policies is what these have in common.
 */
export const loadBalancer: ServiceKind = {
  type: "Load Balancer",
  suffix: BALANCER_SUFFIX,
  service: "loadBalancer",
  async *list(cloud, context) {
    for await (const page of balancerPages(cloud, context)) yield await servicesOf(cloud, page, context);
  },
  read: async (cloud, natives, context) => servicesOf(cloud, await readBalancers(cloud, natives, context), context),
  create: createBalancer,
  change: changeBalancer,
  redescribe,
  delete: (cloud, native, context) => context.step("delete", { send: () => dropBalancer(cloud, native, context) }),
  endpoints: balancerMembership,
  segments: segmentMembership,
};

/** PUT of name, description and all tags, in one call. */
async function redescribe(cloud: Cloud, native: NetworkObject, changes: Described, context: WriteContext): Promise<Accepted> {
  const { id } = native;
  const bearer = bearerOf(native);
  const { held, overlay: beside } = fitting(changes, BALANCERS);
  const { set, remove, overlay, ...texts } = rewriting(bearer, held, cloud.settings, markerIn(bearer.metadata) ?? id);
  const changed = { ...set, ...Object.fromEntries(remove.map((key) => [key, undefined])) };
  const loadbalancer = {
    ...texts,
    ...("description" in texts && { description: texts.description ?? "" }),
    ...(Object.keys(changed).length > 0 && { tags: tagsWith(native, changed) }),
  };
  if (Object.keys(loadbalancer).length > 0)
    await context.step("describe", {
      send: () => putIn(cloud, id, path`/loadbalancers/${id}`, { loadbalancer }, context),
    });
  const left = { ...overlay, ...beside };
  return { id, ...(Object.keys(left).length > 0 && { overlay: left }) };
}
