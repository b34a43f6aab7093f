import type { Vpc } from "@aws-sdk/client-ec2";

/** 5.16.1: what leads out of the cloud. EC2 has one of it and no object for it: every account is connected. */
export const INTERNET = "internet";

/** The segment in which Elastic IP addresses are. */
export const INTERNET_IPV4 = "internet.ipv4";

/** The network outside, or a VPC. */
export type Ec2Network = { readonly kind: "internet" } | { readonly kind: "vpc"; readonly vpc: Vpc };

export const internet: Ec2Network = { kind: "internet" };
