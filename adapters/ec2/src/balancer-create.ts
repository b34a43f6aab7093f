import type { CreateLoadBalancerCommandInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Accepted, type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { placed } from "./balancer-addresses.js";
import { openGroup } from "./balancer-firewall.js";
import { balancerName } from "./balancer-groups.js";
import { listen } from "./balancer-listeners.js";
import { type WantedBalancer, wantedBalancer } from "./balancer-policies.js";
import { segmentsFor } from "./balancer-segments.js";
import { balancerRules, newBalancerTags } from "./balancer-tags.js";
import { balancerNamed } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import type { ServiceRequest } from "./service.js";
import { newOverlay } from "./tag-writing.js";
import { RESERVED } from "./tags.js";
import { type Sent, sent } from "./writes.js";

/**
 * CreateLoadBalancer, then for each listener a target group with its members. No call takes a token: an interrupted one is found by the name,
 * which follows from the step (API reference: names are unique in an account and a region).
 */
export async function createBalancer(
  cloud: Cloud,
  request: ServiceRequest,
  network: string,
  context: WriteContext,
): Promise<Accepted> {
  const wanted = wantedBalancer(request.template.policies);
  checkJoining(request, wanted);
  const segments = await context.step("segments", { send: () => segmentsFor(cloud, network, request, wanted, context) });
  const listeners = await placed(cloud, wanted.listeners, context);
  const firewall = wanted.kind === "application" ? await openGroup(cloud, network, context) : undefined;
  const made = await make(cloud, request, { ...wanted, segments, firewall }, context);
  for (const listener of listeners) await listen(cloud, { balancer: made.id, network }, listener, [], context);
  return { ...made, ...newOverlay(balancerRules(cloud), request) };
}

/** Endpoints are members of the pool without a name. */
function checkJoining({ joining = [] }: ServiceRequest, { listeners }: WantedBalancer): void {
  const isServing = joining.some(({ attribute }) => attribute === "endpoints");
  if (isServing && !listeners.some(({ pool }) => pool === undefined))
    throw new ProviderFault("invalid", "endpoints need a listener without a pool, such as listener.web: tcp 443");
}

interface Making extends WantedBalancer {
  readonly segments: readonly string[];
  readonly firewall: string | undefined;
}

const make = (cloud: Cloud, request: ServiceRequest, making: Making, context: WriteContext): Promise<Sent> =>
  context.step("create", {
    send: async ({ token, marker }) => {
      const Tags = newBalancerTags(cloud, marker, request, { [RESERVED.firewall]: making.firewall });
      const input = { Name: balancerName(token), ...inputOf(making), Tags };
      const answer = await cloud.balancing.write(context, (sdk, sending) => sdk.createLoadBalancer(input, sending));
      return sent(answer.LoadBalancers?.[0]?.LoadBalancerArn, answer);
    },
    find: async ({ token }) => {
      const id = (await balancerNamed(cloud, balancerName(token), context))?.LoadBalancerArn;
      return id === undefined ? undefined : { id };
    },
    undo: async ({ id }) => {
      await dropBalancer(cloud, id, context);
    },
  });

function inputOf({ kind, scope, segments, addresses, firewall }: Making): Omit<CreateLoadBalancerCommandInput, "Name"> {
  const mappings = segments.map((SubnetId, index) => ({ SubnetId, AllocationId: addresses[index]! }));
  return {
    Type: kind ?? "network",
    Scheme: scope === "internal" ? "internal" : "internet-facing",
    ...(addresses.length > 0 ? { SubnetMappings: mappings } : { Subnets: [...segments] }),
    ...(firewall !== undefined && { SecurityGroups: [firewall] }),
  };
}

/** DeleteLoadBalancer, which takes the listeners with it, and says nothing of one that is gone. */
export async function dropBalancer({ balancing }: Cloud, LoadBalancerArn: string, context: Context): Promise<Sent> {
  const call = balancing.write(context, (sdk, sending) => sdk.deleteLoadBalancer({ LoadBalancerArn }, sending));
  return sent(LoadBalancerArn, await call);
}
