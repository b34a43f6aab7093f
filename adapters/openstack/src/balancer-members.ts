import { type Context, gather, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { looseInput } from "./balancer-addresses.js";
import { dropIn, putIn } from "./balancer-calls.js";
import { refuseFailures } from "./balancer-failures.js";
import { memberInput, poolWords } from "./balancer-hearing.js";
import { targetIn } from "./balancer-known.js";
import { type NativeMember, nativePages, oneBalancer } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { fixedId, isEthernet, isFloating } from "./endpoints.js";
import { path } from "./paths.js";

type Serving = { readonly pool: string; readonly port: number; readonly isHeld: boolean };

/** Endpoints get the clients of every listener without a pool, beside the members that the policies name. */
export const balancerMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    const serving = await context.step(`pools ${item}`, { send: () => entered(cloud, id, item, context) });
    for (const { pool, port, isHeld } of serving)
      if (!isHeld)
        await context.step(`enter ${item} ${pool}`, {
          send: () => enter(cloud, id, pool, item, port, context),
          undo: () => leave(cloud, id, pool, item, port, context),
        });
    await refuseFailures(cloud, id, `look ${item}`, context);
    return { id };
  },
  async remove(id, item, context) {
    const serving = await context.step(`pools ${item}`, { send: () => servingOf(cloud, id, item, context) });
    for (const { pool, port, isHeld } of serving)
      if (isHeld)
        await context.step(`leave ${item} ${pool}`, {
          send: () => leave(cloud, id, pool, item, port, context),
          undo: () => enter(cloud, id, pool, item, port, context),
        });
    await refuseFailures(cloud, id, `look ${item}`, context);
    return { id };
  },
});

/** PUT of members beside those that are there. */
const enter = (cloud: Cloud, id: string, pool: string, item: string, port: number, context: Context): Promise<undefined> =>
  putIn(cloud, id, path`/pools/${pool}/members`, { members: [looseInput(item, port)] }, context, { additive_only: "true" });

async function leave(cloud: Cloud, id: string, pool: string, item: string, port: number, context: Context): Promise<undefined> {
  const members = await gather(nativePages<NativeMember>(cloud, path`pools/${pool}/members`, context));
  for (const member of members.filter((one) => isAt(one, item, port)))
    await dropIn(cloud, id, path`/pools/${pool}/members/${member.id}`, context);
  return undefined;
}

function isAt(member: NativeMember, item: string, port: number): boolean {
  const { subnet_id, address, protocol_port } = memberInput(member);
  return targetIn(member) === undefined && protocol_port === port && fixedId(subnet_id ?? "", address) === item;
}

/** Throws ProviderFault `invalid` for what gets no clients, `conflict` for what gets them already. */
async function entered(cloud: Cloud, id: string, item: string, context: WriteContext): Promise<readonly Serving[]> {
  if (isFloating(item) || isEthernet(item))
    throw new ProviderFault("invalid", `a load balancer hands clients to addresses in the cloud; ${item} is none`);
  const serving = await servingOf(cloud, id, item, context);
  if (serving.length > 0) return serving;
  throw new ProviderFault(
    "invalid",
    `${id} has no listener without a pool; add one to its policies, such as listener.web: tcp 443`,
  );
}

async function servingOf(cloud: Cloud, id: string, item: string, context: Context): Promise<readonly Serving[]> {
  const { heard } = await oneBalancer(cloud, id, context);
  return heard.flatMap(({ listener, pool, members }) => {
    const { pool: name, to = listener.protocol_port } = poolWords(pool);
    if (pool === undefined || name !== undefined) return [];
    const { address } = looseInput(item, to);
    const named = members.find((one) => targetIn(one) && memberInput(one).address === address && one.protocol_port === to);
    if (named) throw new ProviderFault("conflict", `${item} is the member ${named.name} of the policies; change these instead`);
    return [{ pool: pool.id, port: to, isHeld: members.some((one) => isAt(one, item, to)) }];
  });
}

/** The one segment in which its address is. */
export const segmentMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    const { native } = await oneBalancer(cloud, id, context);
    if (native.vip_subnet_id === item) return { id };
    throw new ProviderFault(
      "conflict",
      `the load balancer has its address in the segment ${native.vip_subnet_id}, and none in another; make another service for ${item}`,
    );
  },
  async remove(_id, item) {
    throw new ProviderFault(
      "conflict",
      `the load balancer has its address in ${item} for as long as it is there; delete it instead`,
    );
  },
});
