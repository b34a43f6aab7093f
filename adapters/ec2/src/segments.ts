import type { Subnet } from "@aws-sdk/client-ec2";
import { INTERNET_IPV4 } from "./internet.js";
import { ipv6BlockOf } from "./subnets.js";

/** Table 32: a segment has one protocol, so that a subnet with both versions of the Internet Protocol is two segments. */
export type Ec2Segment =
  | { readonly kind: "internet" }
  | { readonly kind: "IPv4"; readonly subnet: Subnet }
  | { readonly kind: "IPv6"; readonly subnet: Subnet };

const IPV6 = ".ipv6";

/** The IPv4 segment has the id of its subnet. */
export const ipv6Id = (subnet: string): string => `${subnet}${IPV6}`;

export function segmentId(segment: Ec2Segment): string {
  if (segment.kind === "internet") return INTERNET_IPV4;
  const id = segment.subnet.SubnetId!;
  return segment.kind === "IPv4" ? id : ipv6Id(id);
}

/** The subnet that a segment's id names. */
export const subnetOf = (id: string): string => (id.endsWith(IPV6) ? id.slice(0, -IPV6.length) : id);
export const isIpv6 = (id: string): boolean => id.endsWith(IPV6);

export const isDual = (subnet: Subnet): boolean => Boolean(subnet.CidrBlock) && ipv6BlockOf(subnet) !== undefined;

export const segmentsOf = (subnet: Subnet): readonly Ec2Segment[] => [
  ...(subnet.CidrBlock ? [{ kind: "IPv4", subnet } as const] : []),
  ...(ipv6BlockOf(subnet) ? [{ kind: "IPv6", subnet } as const] : []),
];

export const internetSegment: Ec2Segment = { kind: "internet" };
