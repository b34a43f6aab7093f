import { type Context, type Membership, ProviderFault } from "@cimi-gateway/adapter";
import { deregister, register } from "./balancer-groups.js";
import { knownOf } from "./balancer-known.js";
import { oneBalancer, type Target } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { isElastic, isEthernet, placeOf } from "./endpoints.js";

type Serving = { readonly group: string; readonly listener: string; readonly target: Target };

/** Endpoints get the clients of every listener without a pool, beside the members that the policies name. */
export const balancerMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    const serving = await context.step(`groups ${item}`, { send: () => entered(cloud, id, item, context) });
    for (const { group, listener, target } of serving)
      await context.step(`enter ${item} ${listener}`, {
        send: () => register(cloud, group, [target], context),
        undo: async () => {
          await deregister(cloud, group, [target], context);
        },
      });
    return { id };
  },
  async remove(id, item, context) {
    const serving = await context.step(`groups ${item}`, { send: () => servingOf(cloud, id, item, context) });
    for (const { group, listener, target } of serving)
      await context.step(`leave ${item} ${listener}`, {
        send: () => deregister(cloud, group, [target], context),
        undo: async () => {
          await register(cloud, group, [target], context);
        },
      });
    return { id };
  },
});

/** Throws ProviderFault `invalid` for what gets no clients, `conflict` for what gets them already. */
async function entered(cloud: Cloud, id: string, item: string, context: Context): Promise<readonly Serving[]> {
  if (isElastic(item) || isEthernet(item) || placeOf(item).address.includes(":"))
    throw new ProviderFault("invalid", `a load balancer hands clients to private IPv4 addresses; ${item} is none`);
  const serving = await servingOf(cloud, id, item, context);
  if (serving.length > 0) return serving;
  throw new ProviderFault(
    "invalid",
    `${id} has no listener without a pool; add one to its policies, such as listener.web: tcp 443`,
  );
}

async function servingOf(cloud: Cloud, id: string, item: string, context: Context): Promise<readonly Serving[]> {
  const { address } = placeOf(item);
  const known = knownOf(await oneBalancer(cloud, id, context)).filter(({ pool }) => pool === undefined);
  const member = known.flatMap(({ members }) => members).find((one) => one.address === address);
  if (member) throw new ProviderFault("conflict", `${item} is the member ${member.name} of the policies; change these instead`);
  return known.map(({ name, heard: { group } }) => ({
    group: group.TargetGroupArn ?? "",
    listener: name,
    target: { id: address, ...(group.Port !== undefined && { port: group.Port }) },
  }));
}
