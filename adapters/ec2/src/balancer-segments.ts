import type { Subnet } from "@aws-sdk/client-ec2";
import { type Context, gather, grouped, type Membership, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { policyFault } from "@cimi-gateway/model";
import type { WantedBalancer } from "./balancer-policies.js";
import { oneBalancer } from "./balancers.js";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { placeOf } from "./endpoints.js";
import { isIpv6, subnetOf } from "./segments.js";
import type { ServiceRequest } from "./service.js";
import { subnetPages } from "./subnets.js";
import { type Sent, sent } from "./writes.js";

/**
 * The subnets of a new balancer, one for each zone: those that the request names, else of each zone the first one, before others one where
 * its endpoints are. @throws InvalidValue, ProviderFault `invalid` for what EC2 places nowhere
 */
export async function segmentsFor(
  cloud: Cloud,
  network: string,
  request: ServiceRequest,
  wanted: WantedBalancer,
  context: Context,
): Promise<readonly string[]> {
  const own = await gather(subnetPages(cloud, context, [filter("vpc-id", [network])]));
  const present = own.filter(({ CidrBlock }) => CidrBlock).sort((one, other) => (one.SubnetId! < other.SubnetId! ? -1 : 1));
  const joining = (attribute: string): readonly string[] =>
    (request.joining ?? []).filter((one) => one.attribute === attribute).map(({ item }) => item);
  const named = joining("segments").map(subnetOf);
  const near = new Set([...joining("endpoints"), ...endpointsIn(wanted)].map((id) => placeOf(id).subnet));
  const chosen = named.length > 0 ? namedAmong(present, named) : firstOfZones(present, near);
  const { addresses } = wanted;
  const fitting = addresses.length > 0 && named.length === 0 ? chosen.slice(0, addresses.length) : chosen;
  if (addresses.length > 0 && addresses.length !== fitting.length)
    throw policyFault(`has ${addresses.length} endpoints; accepted: one for each segment, ${fitting.length}`, "external");
  if (fitting.length === 0) throw invalid("the network has no IPv4 segment for a load balancer; make one first");
  if (wanted.kind === "application" && fitting.length < 2)
    throw invalid("a load balancer for http and https needs IPv4 segments in two zones; make one more, or listen by tcp or tls");
  return fitting.map(({ SubnetId }) => SubnetId!);
}

const invalid = (message: string): ProviderFault => new ProviderFault("invalid", message);

const endpointsIn = ({ listeners }: WantedBalancer): readonly string[] =>
  listeners.flatMap(({ members }) => members.filter(({ kind }) => kind === "endpoint").map(({ id }) => id));

function firstOfZones(present: readonly Subnet[], near: ReadonlySet<string>): readonly Subnet[] {
  const zones = [...grouped(present, ({ AvailabilityZone }) => AvailabilityZone).values()];
  const firsts = zones.map((zone) => zone.find(({ SubnetId }) => near.has(SubnetId!)) ?? zone[0]!);
  return firsts.sort((one, other) => Number(near.has(other.SubnetId!)) - Number(near.has(one.SubnetId!)));
}

function namedAmong(present: readonly Subnet[], named: readonly string[]): readonly Subnet[] {
  const found = [...new Set(named)].map((id) => present.find(({ SubnetId }) => SubnetId === id) ?? elsewhere(id));
  for (const held of grouped(found, ({ AvailabilityZone }) => AvailabilityZone).values())
    if (held.length > 1)
      throw invalid(
        `${held.map(({ SubnetId }) => SubnetId).join(" and ")} are in one zone; a load balancer takes one segment of each`,
      );
  return found;
}

function elsewhere(id: string): never {
  throw invalid(`${id} is no IPv4 segment of the network; a load balancer takes those`);
}

/** The subnets that a balancer is in. A new one is in those that its request names already. */
export const segmentMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    const { before, after } = await context.step(`segments ${item}`, { send: () => withSegment(cloud, id, item, context) });
    return after.length === before.length ? { id } : setSegments(cloud, `enter ${item}`, id, before, after, context);
  },
  async remove(id, item, context) {
    const { before, after } = await context.step(`segments ${item}`, { send: () => withoutSegment(cloud, id, item, context) });
    return setSegments(cloud, `leave ${item}`, id, before, after, context);
  },
});

type Change = { readonly before: readonly string[]; readonly after: readonly string[] };

async function withSegment(cloud: Cloud, id: string, item: string, context: Context): Promise<Change> {
  const { native, before } = await segmentsOf(cloud, id, context);
  if (before.includes(item)) return { before, after: before };
  const [subnet] = await gather(subnetPages(cloud, context, [filter("subnet-id", [subnetOf(item)])]));
  if (isIpv6(item) || !subnet || subnet.VpcId !== native.VpcId) elsewhere(item);
  const taken = native.AvailabilityZones?.find(({ ZoneName }) => ZoneName === subnet.AvailabilityZone);
  if (taken)
    throw new ProviderFault(
      "conflict",
      `the load balancer has ${taken.SubnetId} in ${taken.ZoneName}; it takes one segment of each zone`,
    );
  return { before, after: [...before, item] };
}

async function withoutSegment(cloud: Cloud, id: string, item: string, context: Context): Promise<Change> {
  const { native, before } = await segmentsOf(cloud, id, context);
  const least = native.Type === "application" ? 2 : 1;
  if (before.length > least) return { before, after: before.filter((one) => one !== item) };
  throw new ProviderFault("conflict", `EC2 wants this load balancer in ${least} or more; insert another segment first`);
}

async function segmentsOf(cloud: Cloud, id: string, context: Context) {
  const { native } = await oneBalancer(cloud, id, context);
  const zones = native.AvailabilityZones ?? [];
  if (zones.some(({ LoadBalancerAddresses = [] }) => LoadBalancerAddresses.some(({ AllocationId }) => AllocationId)))
    throw new ProviderFault("conflict", "the load balancer has an address of its own for each segment; make another one instead");
  return { native, before: zones.flatMap(({ SubnetId }) => SubnetId ?? []) };
}

/** SetSubnets, which replaces them all and may be sent again without harm. */
async function setSegments(
  { balancing }: Cloud,
  step: string,
  id: string,
  before: readonly string[],
  after: readonly string[],
  context: WriteContext,
): Promise<Sent> {
  const set = async (Subnets: readonly string[]): Promise<Sent> =>
    sent(
      id,
      await balancing.write(context, (sdk, sending) => sdk.setSubnets({ LoadBalancerArn: id, Subnets: [...Subnets] }, sending)),
    );
  return context.step(step, {
    send: () => set(after),
    undo: async () => {
      await set(before);
    },
  });
}
