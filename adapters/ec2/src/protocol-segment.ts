import type { Subnet } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Changes,
  type Context,
  ProviderFault,
  type ResourceAdapter,
  reference,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { INTERNET, INTERNET_IPV4 } from "./internet.js";
import { isManaged } from "./managed.js";
import { createSegment } from "./segment-create.js";
import { deleteSegment } from "./segment-delete.js";
import { ipv4Parameters, ipv6Parameters } from "./segment-parameters.js";
import { type Ec2Segment, internetSegment, isDual, segmentId, segmentsOf, subnetOf } from "./segments.js";
import { ipv6BlockState, segmentState } from "./states.js";
import { ipv6BlockOf, oneSubnet, readSubnets, subnetPages } from "./subnets.js";
import { described, markerIn, type Tags } from "./tags.js";
import { retag } from "./writes.js";

const tagsOf = (segment: Ec2Segment): Tags => (segment.kind === "internet" ? undefined : segment.subnet.Tags);
const subnetIn = (segment: Ec2Segment): Subnet | undefined => (segment.kind === "internet" ? undefined : segment.subnet);

/** The tags of a subnet, its marker among them, are those of its IPv4 segment where it has one. */
const bearsTags = (segment: Ec2Segment): boolean =>
  segment.kind === "IPv4" || (segment.kind === "IPv6" && !isDual(segment.subnet));

function stateOf(segment: Ec2Segment) {
  if (segment.kind === "internet") return "STARTED";
  const state = segmentState(segment.subnet.State);
  return segment.kind === "IPv4" || state !== "STARTED"
    ? state
    : ipv6BlockState(ipv6BlockOf(segment.subnet)?.Ipv6CidrBlockState?.State);
}

function parametersOf(segment: Ec2Segment) {
  if (segment.kind === "internet") return undefined;
  return segment.kind === "IPv4" ? ipv4Parameters(segment.subnet) : ipv6Parameters(segment.subnet);
}

/** One version of the Internet Protocol in a subnet. EC2 neither starts nor stops it, and always routes within its VPC. */
export const protocolSegment = (cloud: Cloud): ResourceAdapter<"ProtocolSegment", unknown> => {
  const isOwn = (segment: Ec2Segment): boolean => segment.kind !== "internet" && !isManaged(segment.subnet);
  return resourceAdapter<Ec2Segment>()("ProtocolSegment", {
    identify: (segment) => ({ id: segmentId(segment), ...(bearsTags(segment) && { marker: markerIn(tagsOf(segment)) }) }),
    attributes: {
      ...described(tagsOf, cloud.settings),
      state: stateOf,
      protocol: ({ kind }) => (kind === "IPv6" ? "IPv6" : "IPv4"),
      endpoints: () => undefined,
      parameters: parametersOf,
      network: (segment) => reference("Network", subnetIn(segment)?.VpcId ?? INTERNET),
      nativeId: (segment) => subnetIn(segment)?.SubnetId,
      location: (segment) => subnetIn(segment)?.AvailabilityZone,
    },
    capabilities: { DefaultInitialState: "STARTED", InitialStates: "STARTED" },
    async *list(_query, context) {
      yield [internetSegment];
      for await (const page of subnetPages(cloud, context)) yield page.flatMap(segmentsOf);
    },
    read: (ids, context) => readSegments(cloud, ids, context),
    create: (request, context) => createSegment(cloud, request, context),
    update: (id, changes, context) => updateSegment(cloud, id, changes, context),
    delete: (id, context) => deleteSegment(cloud, id, context),
    editable: (segment) => isOwn(segment) && bearsTags(segment),
    deletable: isOwn,
  });
};

async function readSegments(cloud: Cloud, ids: readonly string[], context: Context): Promise<ReadonlyMap<string, Ec2Segment>> {
  const wanted = new Set(ids);
  const subnets = ids.filter((id) => id !== INTERNET_IPV4).map(subnetOf);
  const found = subnets.length === 0 ? [] : [...(await readSubnets(cloud, subnets, context)).values()];
  const segments = [internetSegment, ...found.flatMap(segmentsOf)];
  return new Map(segments.map((segment) => [segmentId(segment), segment] as const).filter(([id]) => wanted.has(id)));
}

/** What it is called; a subnet keeps its range. */
async function updateSegment(
  cloud: Cloud,
  id: string,
  changes: Changes<"ProtocolSegment">,
  context: WriteContext,
): Promise<Accepted> {
  if (changes.parameters !== undefined)
    throw new ProviderFault("invalid", "a subnet of EC2 keeps its range: leave parameters as they are, or make another segment");
  const subnet = await oneSubnet(cloud, subnetOf(id), context);
  return retag(cloud.client, context, { id, bearer: subnet.SubnetId!, tags: subnet.Tags }, changes, cloud.settings);
}
