import { changeBalancer } from "./balancer-change.js";
import { createBalancer } from "./balancer-create.js";
import { deleteBalancer } from "./balancer-delete.js";
import { balancerMembership } from "./balancer-members.js";
import { segmentMembership } from "./balancer-segments.js";
import { servicesOf } from "./balancer-shown.js";
import { relabel } from "./balancer-tags.js";
import { balancerPages, readBalancers } from "./balancers.js";
import type { ServiceKind } from "./service.js";

/**
 * A network load balancer, for tcp, udp and tls, or an application load balancer, for http and https. Each listener hands its clients to a
 * target group of its own, which is asked by the health check of the pool; a pool is what these groups have in common.
 */
export const loadBalancer: ServiceKind = {
  type: "Load Balancer",
  /** Of its ARN, the one id that every call takes. */
  prefix: "arn:",
  async *list(cloud, context) {
    for await (const page of balancerPages(cloud, context)) yield await servicesOf(cloud, page, context);
  },
  read: async (cloud, ids, context) => servicesOf(cloud, await readBalancers(cloud, ids, context), context),
  create: createBalancer,
  change: changeBalancer,
  relabel,
  delete: deleteBalancer,
  endpoints: balancerMembership,
  segments: segmentMembership,
};
