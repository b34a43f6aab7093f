import type { Context, WriteContext } from "@cimi-gateway/adapter";
import type { Placed } from "./balancer-addresses.js";
import { healthInput } from "./balancer-health.js";
import { memberKey, memberText } from "./balancer-known.js";
import { GROUP_TAGS, newBalancerTags } from "./balancer-tags.js";
import type { Target } from "./balancers.js";
import type { Cloud } from "./cloud.js";
import { unlessGone, whenSettled } from "./errors.js";
import { type Sent, sent } from "./writes.js";

/** Names are unique in an account and a region, and have 32 characters at most (API reference, CreateLoadBalancer, CreateTargetGroup). */
const DIGITS = 26;

/** The name of what a step makes, the same in each run: no call takes a token. */
export const balancerName = (token: string): string => `cimi-${token.replaceAll("-", "").slice(0, DIGITS)}`;

/** What the policies call things, as tags of a target group. */
export const groupTags = ({ name, pool, health, members }: Placed): Readonly<Record<string, string | undefined>> => ({
  [GROUP_TAGS.listener]: name,
  [GROUP_TAGS.pool]: pool,
  [GROUP_TAGS.health]: health?.name,
  ...Object.fromEntries(members.map((member) => [memberKey(member.name), memberText(member)])),
});

/** CreateTargetGroup: an interrupted one is found by its name. */
export const makeGroup = (cloud: Cloud, network: string, wanted: Placed, context: WriteContext): Promise<Sent> =>
  context.step(`group ${wanted.name}`, {
    send: async ({ token, marker }) => {
      const input = {
        Name: balancerName(token),
        Protocol: wanted.target.protocol,
        Port: wanted.target.port,
        VpcId: network,
        TargetType: "ip",
        ...healthInput(wanted.health),
        Tags: newBalancerTags(cloud, marker, {}, groupTags(wanted)),
      } as const;
      const answer = await cloud.balancing.write(context, (sdk, sending) => sdk.createTargetGroup(input, sending));
      return sent(answer.TargetGroups?.[0]?.TargetGroupArn, answer);
    },
    find: ({ token }) => groupNamed(cloud, balancerName(token), context),
    undo: async ({ id }) => {
      await dropGroup(cloud, id, context);
    },
  });

async function groupNamed({ balancing }: Cloud, name: string, context: Context): Promise<Sent | undefined> {
  const call = balancing.read(context, (sdk, sending) => sdk.describeTargetGroups({ Names: [name] }, sending));
  const found = await call.catch((error) => unlessGone(error, undefined));
  const id = found?.TargetGroups?.[0]?.TargetGroupArn;
  return id === undefined ? undefined : { id };
}

/** DeleteTargetGroup. A listener that has just gone may still hold it for a moment. */
export const dropGroup = ({ balancing }: Cloud, TargetGroupArn: string, context: Context): Promise<Sent> =>
  balancing
    .write(context, (sdk, sending) => sdk.deleteTargetGroup({ TargetGroupArn }, sending))
    .then(
      (answer) => sent(TargetGroupArn, answer),
      (error) => unlessGone(error, { id: TargetGroupArn }),
    )
    .catch(whenSettled);

const nativeTarget = ({ id, port }: Target) => ({ Id: id, ...(port !== undefined && { Port: port }) });

/** RegisterTargets, which may be sent again without harm. */
export async function register(
  { balancing }: Cloud,
  TargetGroupArn: string,
  targets: readonly Target[],
  context: Context,
): Promise<undefined> {
  const Targets = targets.map(nativeTarget);
  await balancing.write(context, (sdk, sending) => sdk.registerTargets({ TargetGroupArn, Targets }, sending));
}

/** DeregisterTargets; what is not registered needs none. */
export async function deregister(
  { balancing }: Cloud,
  TargetGroupArn: string,
  targets: readonly Target[],
  context: Context,
): Promise<undefined> {
  const Targets = targets.map(nativeTarget);
  await balancing
    .write<unknown>(context, (sdk, sending) => sdk.deregisterTargets({ TargetGroupArn, Targets }, sending))
    .catch((error) => unlessGone(error, undefined));
}

/** Where clients go: the port of a member, else that of the group. */
export const targetsOf = ({ members, target }: Placed): readonly Target[] =>
  members.map(({ address, port }) => ({ id: address, port: port ?? target.port }));
