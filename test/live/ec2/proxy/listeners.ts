import type { Call, Handler } from "./call.js";
import { requiredParameter } from "./call.js";
import { type Form, groups, withGroups } from "./form.js";
import { refuse } from "./refusal.js";
import { type Element, element, itemsAt, textAt } from "./xml.js";

const LIST = ["DescribeListenersResult", "Listeners"] as const;

const listenersIn = async (call: Call, balancer: string): Promise<readonly Element[]> =>
  itemsAt(await call.world.balancing("DescribeListeners", { LoadBalancerArn: balancer }), ...LIST);

/** moto makes a second listener of a port. */
export const createListener: Handler = async (call) => {
  const [balancer, port] = [requiredParameter(call, "LoadBalancerArn"), call.form.get("Port")];
  if ((await listenersIn(call, balancer)).some((one) => textAt(one, "Port") === port))
    refuse("DuplicateListener", "A listener already exists on this port for this load balancer");
  return call.forward();
};

/** moto wants actions, and knows neither UDP nor TLS here: a protocol that stays is left out. */
export const modifyListener: Handler = async (call) => {
  const arn = requiredParameter(call, "ListenerArn");
  const balancer = arn.replace(":listener/", ":loadbalancer/").replace(/\/[^/]+$/, "");
  const all = await listenersIn(call, balancer);
  const own = all.find((one) => textAt(one, "ListenerArn") === arn);
  if (!own) refuse("ListenerNotFound", "One or more listeners not found");
  if (all.some((one) => one !== own && textAt(one, "Port") === call.form.get("Port")))
    refuse("DuplicateListener", "A listener already exists on this port for this load balancer");
  const stays = call.form.get("Protocol") === textAt(own, "Protocol");
  return call.forward(stays ? new Map([...call.form].filter(([key]) => key !== "Protocol")) : call.form);
};

/** moto refuses to take out what is not in; the API says nothing. */
export const deregisterTargets: Handler = async (call) => {
  const group = requiredParameter(call, "TargetGroupArn");
  const health = await call.world.balancing("DescribeTargetHealth", { TargetGroupArn: group });
  const present = itemsAt(health, "DescribeTargetHealthResult", "TargetHealthDescriptions");
  const isIn = (target: Form): boolean => present.some((one) => textAt(one, "Target", "Id") === target.get("Id"));
  const targets = groups(call.form, "Targets.member").filter(isIn);
  if (targets.length > 0) return call.forward(withGroups(call.form, "Targets.member", targets));
  return element(`${call.action}Response`, [element(`${call.action}Result`)]);
};
