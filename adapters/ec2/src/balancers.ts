import type { Listener, LoadBalancer, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Context, gather } from "@cimi-gateway/adapter";
import { attributesOf, type GroupAttributes } from "./balancer-attributes.js";
import { inBatches } from "./balancer-batches.js";
import { tagsOf } from "./balancer-tags.js";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { isInside } from "./scope.js";
import type { Tags } from "./tags.js";

/** What clients are handed to: an address or the id of a machine, and a port. */
export type Target = {
  readonly id: string;
  readonly port?: number;
};

/** A listener with the target group that its clients are handed to. */
export interface Heard {
  readonly listener: Listener;
  readonly group: TargetGroup;
  readonly tags: Tags;
  readonly attributes: GroupAttributes;
  readonly targets: readonly Target[];
}

export interface Balancer {
  readonly native: LoadBalancer;
  readonly tags: Tags;
  readonly listeners: readonly Heard[];
}

/**
 * One call a page, one for each 20 on it for their tags, then as for `balancersOf`. Those outside the scope are left out, and so are gateway
 * load balancers, which share nothing among machines.
 */
export async function* balancerPages(cloud: Cloud, context: Context): AsyncGenerator<readonly Balancer[]> {
  const pages = cloud.balancing.pages(
    context,
    (sdk, page, sending) => sdk.describeLoadBalancers(page, sending),
    ({ LoadBalancers }) => LoadBalancers,
  );
  for await (const page of pages) yield balancersOf(cloud, page, context);
}

/** What is missing is absent. */
export async function readBalancers(cloud: Cloud, arns: readonly string[], context: Context): Promise<readonly Balancer[]> {
  const found = await inBatches(arns, async (LoadBalancerArns) => {
    const call = cloud.balancing.read(context, (sdk, sending) => sdk.describeLoadBalancers({ LoadBalancerArns }, sending));
    return (await call).LoadBalancers;
  });
  return balancersOf(cloud, found, context);
}

/** Throws ProviderFault `notFound`. */
export async function oneBalancer(cloud: Cloud, arn: string, context: Context): Promise<Balancer> {
  const [found] = await readBalancers(cloud, [arn], context);
  if (!found) throw gone("load balancer", arn);
  return found;
}

/** The one of a name, which is unique in an account and a region. */
export async function balancerNamed({ balancing }: Cloud, name: string, context: Context): Promise<LoadBalancer | undefined> {
  const call = balancing.read(context, (sdk, sending) => sdk.describeLoadBalancers({ Names: [name] }, sending));
  return call.then(
    ({ LoadBalancers = [] }) => LoadBalancers[0],
    (error) => unlessGone(error, undefined),
  );
}

export async function listenersOf({ balancing }: Cloud, arn: string, context: Context): Promise<readonly Listener[]> {
  const pages = balancing.pages(
    context,
    (sdk, page, sending) => sdk.describeListeners({ LoadBalancerArn: arn, ...page }, sending),
    ({ Listeners }) => Listeners,
  );
  return gather(pages).catch((error) => unlessGone(error, []));
}

/**
 * Elastic Load Balancing has no call that tells the listeners or the members of many: beside the tags it takes one for each balancer, one
 * for each 400 target groups there are, and for each of theirs two, and a twentieth for its tags.
 */
async function balancersOf(cloud: Cloud, natives: readonly LoadBalancer[], context: Context): Promise<readonly Balancer[]> {
  const known = natives.filter(({ Type }) => Type === "network" || Type === "application");
  const tags = await tagsOf(cloud, known.map(arnOf), context);
  const inside = known.filter((native) => isInside(cloud.settings.scope, tags.get(arnOf(native))));
  const listeners = await Promise.all(inside.map((native) => listenersOf(cloud, arnOf(native), context)));
  const groups = await groupsOf(cloud, [...new Set(listeners.flat().flatMap((one) => groupIn(one) ?? []))], context);
  return inside.map((native, index) => ({
    native,
    tags: tags.get(arnOf(native)),
    listeners: listeners[index]!.flatMap((listener) => {
      const held = groups.get(groupIn(listener) ?? "");
      return held ? [{ listener, ...held }] : [];
    }),
  }));
}

const arnOf = ({ LoadBalancerArn = "" }: LoadBalancer): string => LoadBalancerArn;

/** The one group that a listener hands all its clients to; others (redirections, weights, rules) CIMI has no word for. */
function groupIn({ DefaultActions = [] }: Listener): string | undefined {
  const [action] = DefaultActions;
  if (DefaultActions.length !== 1 || action?.Type !== "forward") return undefined;
  return action.TargetGroupArn ?? action.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
}

type Held = Omit<Heard, "listener">;

async function groupsOf(cloud: Cloud, arns: readonly string[], context: Context): Promise<ReadonlyMap<string, Held>> {
  if (arns.length === 0) return new Map();
  const pages = cloud.balancing.pages(
    context,
    (sdk, page, sending) => sdk.describeTargetGroups(page, sending),
    ({ TargetGroups }) => TargetGroups,
  );
  const each = async <T>(ask: (cloud: Cloud, arn: string, context: Context) => Promise<T>): Promise<ReadonlyMap<string, T>> =>
    new Map(await Promise.all(arns.map(async (arn) => [arn, await ask(cloud, arn, context)] as const)));
  const [natives, tags, attributes, targets] = await Promise.all([
    gather(pages),
    tagsOf(cloud, arns, context),
    each(attributesOf),
    each(targetsOf),
  ]);
  return new Map(
    natives.flatMap((group) => {
      const arn = group.TargetGroupArn ?? "";
      const [own, held] = [targets.get(arn), attributes.get(arn)];
      return own && held ? [[arn, { group, tags: tags.get(arn), attributes: held, targets: own }] as const] : [];
    }),
  );
}

/** What was taken out is listed until its last clients have gone. */
const LEAVING: ReadonlySet<string | undefined> = new Set(["draining"]);

async function targetsOf({ balancing }: Cloud, TargetGroupArn: string, context: Context): Promise<readonly Target[]> {
  const call = balancing.read(context, (sdk, sending) => sdk.describeTargetHealth({ TargetGroupArn }, sending));
  const { TargetHealthDescriptions = [] } = await call.catch((error) => unlessGone(error, { TargetHealthDescriptions: [] }));
  return TargetHealthDescriptions.filter(({ TargetHealth }) => !LEAVING.has(TargetHealth?.State)).flatMap(({ Target }) =>
    Target?.Id === undefined ? [] : [{ id: Target.Id, ...(Target.Port !== undefined && { port: Target.Port }) }],
  );
}
