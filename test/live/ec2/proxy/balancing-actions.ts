import type { Handler } from "./call.js";
import { createListener, deregisterTargets, modifyListener } from "./listeners.js";
import { createLoadBalancer, describeLoadBalancers } from "./load-balancers.js";
import { createTargetGroup, describeTargetGroups } from "./target-groups.js";

/** The actions of Elastic Load Balancing that moto does not answer as it does; every other one goes through unchanged. */
const ACTIONS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    CreateLoadBalancer: createLoadBalancer,
    DescribeLoadBalancers: describeLoadBalancers,
    CreateTargetGroup: createTargetGroup,
    DescribeTargetGroups: describeTargetGroups,
    CreateListener: createListener,
    ModifyListener: modifyListener,
    DeregisterTargets: deregisterTargets,
  }),
);

export function balancingHandlerOf(action: string): Handler {
  return ACTIONS.get(action) ?? ((call) => call.forward());
}
