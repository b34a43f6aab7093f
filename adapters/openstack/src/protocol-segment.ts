import {
  type Accepted,
  type Changes,
  type Context,
  type CreateRequest,
  nativeId,
  ProviderFault,
  type ResourceAdapter,
  reference,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { InvalidValue } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { enterGateway, leaveGateway } from "./gateway-entry.js";
import { described } from "./metadata.js";
import { inUse, portUsers } from "./network-delete.js";
import { bearerOf, type NetworkObject } from "./network-objects.js";
import { type Body, discard, make, markerOf, redescribe } from "./network-writes.js";
import { ipv4Prefix, ipv6Prefix, segmentParameters } from "./segment-parameters.js";
import { readSegments, type Segment, segmentId, segmentPages } from "./segments.js";
import { familyOf, oneSubnet, SUBNETS } from "./subnets.js";
import { instant } from "./times.js";
import type { Sent } from "./writes.js";

/** Nothing is said of the segment outside. */
const NOTHING: NetworkObject = { id: "" };
const objectIn = (segment: Segment): NetworkObject => (segment.kind === "outside" ? NOTHING : segment.subnet);

/** A subnet, which has one version of the Internet Protocol and works from when it is made until it is deleted. */
export const protocolSegment = (cloud: Cloud): ResourceAdapter<"ProtocolSegment", unknown> =>
  resourceAdapter<Segment>()("ProtocolSegment", {
    identify: (segment) => ({ id: segmentId(segment), marker: markerOf(objectIn(segment)) }),
    attributes: {
      ...described((segment: Segment) => bearerOf(objectIn(segment)), cloud.settings),
      created: (segment) => instant(objectIn(segment).created_at),
      updated: (segment) => instant(objectIn(segment).updated_at),
      state: () => "STARTED",
      protocol: (segment) => (segment.kind === "outside" ? "IPv4" : familyOf(segment.subnet)),
      endpoints: () => undefined,
      parameters: (segment) => (segment.kind === "outside" ? undefined : segmentParameters(segment.subnet)),
      network: (segment) => reference("Network", segment.kind === "outside" ? segment.network.id : segment.subnet.network_id),
      nativeId: (segment) => (segment.kind === "outside" ? undefined : segment.subnet.id),
      location: () => cloud.settings.region,
    },
    capabilities: { DefaultInitialState: "STARTED", InitialStates: "STARTED" },
    list: (_query, context) => segmentPages(cloud, context),
    read: (ids, context) => readSegments(cloud, ids, context),
    create: (request, context) => createSegment(cloud, request, context),
    update: (id, changes, context) => updateSegment(cloud, id, changes, context),
    delete: (id, context) => deleteSegment(cloud, id, context),
    editable: isOwn,
    deletable: isOwn,
  });

function isOwn(segment: Segment): boolean {
  return segment.kind === "subnet" && segment.subnet.isOwn;
}

type Request = CreateRequest<"ProtocolSegment">;

async function createSegment(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const { network, protocol, noDefaultRouting, parameters } = request.template;
  if (noDefaultRouting === true)
    throw new InvalidValue("is not supported: what is in one network of OpenStack reaches each other; leave it out", [
      "noDefaultRouting",
    ]);
  if (!network) throw new ProviderFault("invalid", "the protocolSegmentTemplate lacks network");
  const input = INPUTS[protocol ?? ""];
  if (!input) throw new InvalidValue("OpenStack has no segments of it; accepted: IPv4, IPv6", ["protocol"]);
  const made = await make(cloud, context, SUBNETS, request, { network_id: nativeId(network), ...input(parameters) });
  await enterGateway(cloud, nativeId(network), made.id, context);
  return made;
}

/** Neutron chooses the addresses: those of IPv6 reach guests by DHCP (Networking guide, "IPv6"). */
const STATEFUL = "dhcpv6-stateful";

const INPUTS: Readonly<Record<string, ((parameters: Request["template"]["parameters"]) => Body) | undefined>> = {
  IPv4: (parameters) => ({ ip_version: 4, cidr: ipv4Prefix(parameters) }),
  IPv6: (parameters) => ({
    ip_version: 6,
    cidr: ipv6Prefix(parameters),
    ipv6_address_mode: STATEFUL,
    ipv6_ra_mode: STATEFUL,
  }),
};

/** What it is called; a subnet keeps its range. */
async function updateSegment(
  cloud: Cloud,
  id: string,
  changes: Changes<"ProtocolSegment">,
  context: WriteContext,
): Promise<Accepted> {
  if (changes.parameters !== undefined)
    throw new ProviderFault(
      "invalid",
      "a subnet of OpenStack keeps its range: leave parameters as they are, or make another segment",
    );
  return redescribe(cloud, context, SUBNETS, await oneSubnet(cloud, id, context), changes);
}

/** Out of the Gateway of its network, then away. */
async function deleteSegment(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  await leaveGateway(cloud, id, context);
  return context.step("delete", { send: () => discardSubnet(cloud, id, context) });
}

/** DELETE of a subnet. What has come into it meanwhile is named. */
async function discardSubnet(cloud: Cloud, id: string, context: Context): Promise<Sent> {
  try {
    return await discard(cloud, context, SUBNETS, id);
  } catch (error) {
    if (!(error instanceof ProviderFault) || error.kind !== "conflict") return unlessGone(error, { id });
    throw inUse("segment", id, await portUsers(cloud, { fixed_ips: `subnet_id=${id}` }, context), error);
  }
}
