import type { CreateSubnetCommandInput, Vpc } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  type CreateRequest,
  gather,
  nativeId,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { InvalidValue, prefixContains } from "@cimi-gateway/model";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { INTERNET } from "./internet.js";
import { ipv6PrefixFor } from "./ipv6-blocks.js";
import { markedSubnet } from "./marked.js";
import { blockFor } from "./network-prefix.js";
import { removeSubnet } from "./segment-delete.js";
import { ipv4Prefix, ipv6Prefix } from "./segment-parameters.js";
import { ipv6Id } from "./segments.js";
import { subnetPages } from "./subnets.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { isPresent, oneVpc, prefixesOf } from "./vpcs.js";
import { type Sent, sent } from "./writes.js";

type Request = CreateRequest<"ProtocolSegment">;

/** CreateSubnet has no token (PROVIDERS.md, section 4): an interrupted one is found by its marker. */
export async function createSegment(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const { network, protocol, noDefaultRouting } = request.template;
  if (noDefaultRouting === true)
    throw new InvalidValue("is not supported: EC2 always routes within a network; leave it out", ["noDefaultRouting"]);
  if (!network) throw new ProviderFault("invalid", "the protocolSegmentTemplate lacks network");
  const vpc = nativeId(network);
  if (vpc === INTERNET) throw new ProviderFault("invalid", "EC2 keeps the external network itself; name another network");
  const make = MAKERS[protocol ?? ""];
  if (!make) throw new InvalidValue("EC2 has no segments of it; accepted: IPv4, IPv6", ["protocol"]);
  return make(cloud, request, vpc, context);
}

type Make = (cloud: Cloud, request: Request, vpc: string, context: WriteContext) => Promise<Accepted>;

const MAKERS: Readonly<Record<string, Make | undefined>> = { IPv4: makeIpv4, IPv6: makeIpv6 };

async function makeIpv4(cloud: Cloud, request: Request, vpc: string, context: WriteContext): Promise<Accepted> {
  const CidrBlock = ipv4Prefix(request.template.parameters);
  await cover(cloud, vpc, CidrBlock, context);
  const made = await make(cloud, request, { VpcId: vpc, CidrBlock }, context);
  return { ...made, ...newOverlay(cloud.settings, request) };
}

/** A subnet of IPv6 alone: what CIMI makes has one protocol. */
async function makeIpv6(cloud: Cloud, request: Request, vpc: string, context: WriteContext): Promise<Accepted> {
  const wished = ipv6Prefix(request.template.parameters);
  const Ipv6CidrBlock = await ipv6PrefixFor(cloud, vpc, wished, context);
  const made = await make(cloud, request, { VpcId: vpc, Ipv6CidrBlock, Ipv6Native: true }, context);
  return { ...made, id: ipv6Id(made.id), ...newOverlay(cloud.settings, request) };
}

function make(cloud: Cloud, request: Request, input: CreateSubnetCommandInput, context: WriteContext): Promise<Sent> {
  const { client, settings, zones } = cloud;
  const zone = zones.wanted(request.location);
  return context.step("create", {
    send: async ({ marker }) => {
      const tags = newTags(settings, ["subnet"], marker, request);
      const place = zone !== undefined && { AvailabilityZone: zone };
      const answer = await client.write(context, (ec2, sending) => ec2.createSubnet({ ...input, ...place, ...tags }, sending));
      return sent(answer.Subnet?.SubnetId, answer);
    },
    find: ({ marker }) => markedSubnet(cloud, marker, context),
    undo: async ({ id }) => {
      await removeSubnet(cloud, id, context);
    },
  });
}

/** A network gets a further block where a segment lies in none of those that it has. Which one is decided once. */
async function cover(cloud: Cloud, id: string, prefix: string, context: WriteContext): Promise<void> {
  const block = await context.step("prefixes", {
    send: async () => {
      const present = prefixesOf(await oneVpc(cloud, id, context));
      return present.some((held) => prefixContains(held, prefix)) ? "" : blockFor(prefix, present);
    },
  });
  if (block === "") return;
  await context.step("block", {
    send: () => associate(cloud, id, block, context),
    find: async () => associationOf(await oneVpc(cloud, id, context), block),
    undo: (association) => disassociate(cloud, id, association, context),
  });
  await settled(cloud, id, block, context);
}

async function associate({ client }: Cloud, id: string, CidrBlock: string, context: Context): Promise<string> {
  const answer = await client.write(context, (ec2, sending) => ec2.associateVpcCidrBlock({ VpcId: id, CidrBlock }, sending));
  return sent(answer.CidrBlockAssociation?.AssociationId, answer).id;
}

const blockIn = ({ CidrBlockAssociationSet = [] }: Vpc, block: string) =>
  CidrBlockAssociationSet.find(({ CidrBlock, CidrBlockState }) => CidrBlock === block && isPresent(CidrBlockState?.State));

const associationOf = (vpc: Vpc, block: string): string | undefined => blockIn(vpc, block)?.AssociationId;

/** A block that other segments use by now stays. */
async function disassociate(cloud: Cloud, id: string, AssociationId: string, context: Context): Promise<void> {
  const block = (await oneVpc(cloud, id, context)).CidrBlockAssociationSet?.find((held) => held.AssociationId === AssociationId);
  const others = await gather(subnetPages(cloud, context, [filter("vpc-id", [id])]));
  if (!block || others.some(({ CidrBlock }) => CidrBlock && prefixContains(block.CidrBlock!, CidrBlock))) return;
  await cloud.client.write(context, (ec2, sending) => ec2.disassociateVpcCidrBlock({ AssociationId }, sending));
}

/** Milliseconds between two looks, and how many there are. */
const PAUSE = 500;
const LOOKS = 60;

/** EC2 takes subnets in a block once it says associated. */
async function settled(cloud: Cloud, id: string, block: string, context: WriteContext): Promise<void> {
  for (let look = 1; look <= LOOKS; look++) {
    if (blockIn(await oneVpc(cloud, id, context), block)?.CidrBlockState?.State === "associated") return;
    await context.clock.sleep(PAUSE, context.signal);
  }
  throw new ProviderFault("unavailable", `EC2 did not give the network ${id} the block ${block} in time`);
}
