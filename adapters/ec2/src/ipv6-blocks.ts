import { type Context, gather, ProviderFault } from "@cimi-gateway/adapter";
import { prefixAddress, prefixContains } from "@cimi-gateway/model";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { ipv6BlockOf, subnetPages } from "./subnets.js";
import { isPresent, oneVpc } from "./vpcs.js";

/** A VPC gets a /56 of Amazon, of which a subnet takes a /64 (EC2 user guide, "VPC CIDR blocks"). */
const SUBNETS = 256;

/** The first /64 of the network's IPv6 blocks that no subnet has. */
export async function freeIpv6(cloud: Cloud, vpcId: string, context: Context): Promise<string> {
  const vpc = await oneVpc(cloud, vpcId, context);
  const blocks = (vpc.Ipv6CidrBlockAssociationSet ?? [])
    .filter(({ Ipv6CidrBlockState }) => isPresent(Ipv6CidrBlockState?.State))
    .flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []);
  const subnets = await gather(subnetPages(cloud, context, [filter("vpc-id", [vpcId])]));
  const taken = subnets.flatMap((subnet) => ipv6BlockOf(subnet)?.Ipv6CidrBlock ?? []);
  const free = blocks.flatMap(partsOf).find((part) => !taken.some((block) => prefixContains(block, part)));
  if (free !== undefined) return free;
  throw new ProviderFault(
    "conflict",
    `the network ${vpcId} has no free IPv6 prefix; give it an IPv6 block at EC2, or name subnetAddress and prefixLength of one that it has`,
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
