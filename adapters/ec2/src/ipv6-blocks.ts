import type { Vpc, VpcIpv6CidrBlockAssociation } from "@aws-sdk/client-ec2";
import { type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { InvalidValue, prefixAddress, prefixContains } from "@cimi-gateway/model";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { ipv6BlockOf, subnetPages } from "./subnets.js";
import { isPresent, oneVpc } from "./vpcs.js";
import { until } from "./vpn-gateways.js";
import { sent } from "./writes.js";

/**
 * The prefix of a new IPv6 segment: the one that is wished for, within a block of the network, or the first /64 that is free. A network without
 * a block gets one of Amazon, of which EC2 takes one a network.
 */
export async function ipv6PrefixFor(
  cloud: Cloud,
  network: string,
  wished: string | undefined,
  context: WriteContext,
): Promise<string> {
  const blocks = await context.step("blocks", {
    send: async () => {
      const present = blocksOf(await oneVpc(cloud, network, context)).flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []);
      if (wished !== undefined) checkWithin(wished, present);
      return present;
    },
  });
  if (wished !== undefined) return wished;
  if (blocks.length === 0) await addBlock(cloud, network, context);
  return context.step("prefix", { send: () => freeIpv6(cloud, network, context) });
}

const blocksOf = ({ Ipv6CidrBlockAssociationSet = [] }: Vpc): readonly VpcIpv6CidrBlockAssociation[] =>
  Ipv6CidrBlockAssociationSet.filter(({ Ipv6CidrBlockState }) => isPresent(Ipv6CidrBlockState?.State));

function checkWithin(wished: string, blocks: readonly string[]): void {
  if (blocks.some((block) => prefixContains(block, wished))) return;
  const accepted =
    blocks.length === 0
      ? "the network has none yet; accepted: neither subnetAddress nor prefixLength, and EC2 gives it one"
      : `accepted: a prefix in ${blocks.join(" or ")}`;
  throw new InvalidValue(`${wished} is in no IPv6 block of the network; ${accepted}`, ["parameters", "subnetAddress"]);
}

/** AssociateVpcCidrBlock. A network has one block of Amazon's, by which an interrupted call is found; EC2 takes subnets in it once it is associated. */
async function addBlock(cloud: Cloud, network: string, context: WriteContext): Promise<void> {
  const own = async (): Promise<VpcIpv6CidrBlockAssociation | undefined> => blocksOf(await oneVpc(cloud, network, context))[0];
  await context.step("block", {
    send: async () => {
      const input = { VpcId: network, AmazonProvidedIpv6CidrBlock: true };
      const answer = await cloud.client.write(context, (ec2, sending) => ec2.associateVpcCidrBlock(input, sending));
      return sent(answer.Ipv6CidrBlockAssociation?.AssociationId, answer).id;
    },
    find: async () => (await own())?.AssociationId,
    undo: (association) => dropBlock(cloud, network, association, context),
  });
  const isThere = async (): Promise<boolean> => (await own())?.Ipv6CidrBlockState?.State === "associated";
  await until(`give ${network} an IPv6 block`, isThere, context);
}

/** A block that other segments use by now stays. */
async function dropBlock(cloud: Cloud, network: string, AssociationId: string, context: Context): Promise<void> {
  const block = blocksOf(await oneVpc(cloud, network, context)).find((one) => one.AssociationId === AssociationId);
  const subnets = await gather(subnetPages(cloud, context, [filter("vpc-id", [network])]));
  if (!block || subnets.some((subnet) => ipv6BlockOf(subnet))) return;
  await cloud.client.write(context, (ec2, sending) => ec2.disassociateVpcCidrBlock({ AssociationId }, sending));
}

/** A VPC gets a /56 of Amazon, of which a subnet takes a /64 (EC2 user guide, "VPC CIDR blocks"). */
const SUBNETS = 256;

/** The first /64 of the network's IPv6 blocks that no subnet has. */
async function freeIpv6(cloud: Cloud, network: string, context: Context): Promise<string> {
  const vpc = await oneVpc(cloud, network, context);
  const blocks = blocksOf(vpc).flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []);
  const subnets = await gather(subnetPages(cloud, context, [filter("vpc-id", [network])]));
  const taken = subnets.flatMap((subnet) => ipv6BlockOf(subnet)?.Ipv6CidrBlock ?? []);
  const free = blocks.flatMap(partsOf).find((part) => !taken.some((block) => prefixContains(block, part)));
  if (free !== undefined) return free;
  throw new ProviderFault(
    "conflict",
    `every /64 of ${blocks.join(", ")} has its segment; delete one, or give the network ${network} another IPv6 block at EC2`,
  );
}

/** The /64s of a /56, in order: the last octet of the fourth group counts them. */
function partsOf(block: string): readonly string[] {
  const [first = "", second = "", third = "", fourth = "0"] = groupsOf(prefixAddress(block));
  const base = Number.parseInt(fourth, 16) & 0xff00;
  return Array.from({ length: SUBNETS }, (_, index) => `${first}:${second}:${third}:${(base + index).toString(16)}::/64`).filter(
    (part) => prefixContains(block, part),
  );
}

/** The four groups of the first half, whatever is left out. */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.split("::");
  const [before, after] = [head.split(":").filter(Boolean), (tail ?? "").split(":").filter(Boolean)];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(zeros).fill("0"), ...after].slice(0, 4);
}
