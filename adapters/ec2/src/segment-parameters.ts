import type { Subnet } from "@aws-sdk/client-ec2";
import {
  InvalidValue,
  lengthOfNetmask,
  netmaskOf,
  parametersUnsupportedBy,
  prefixAddress,
  prefixLength,
  readParameters,
  readPrefix,
  type StringMap,
} from "@cimi-gateway/model";
import { ipv6BlockOf } from "./subnets.js";

/** The lengths that a subnet of EC2 may have (EC2 API reference, CreateSubnet). */
const LARGEST = 16;
const SMALLEST = 28;

function needed<T>(value: T | undefined, key: string, example: string): T {
  if (value !== undefined) return value;
  throw new InvalidValue(`is missing; accepted: ${example}`, ["parameters", key]);
}

/** Table 34. @throws InvalidValue for what EC2 has no subnet of */
export function ipv4Prefix(given: StringMap = {}): string {
  const read = readParameters("ProtocolSegment", "IPv4", given);
  const [fault] = parametersUnsupportedBy("ProtocolSegment", "IPv4", read, { netmask: {}, subnetAddress: {} });
  if (fault) throw fault;
  const length = lengthOfNetmask(needed(read.netmask, "netmask", "such as 255.255.255.0"));
  if (length < LARGEST || length > SMALLEST)
    throw new InvalidValue(
      `has ${length} bits, which EC2 has no subnet of; accepted: ${netmaskOf(LARGEST)} to ${netmaskOf(SMALLEST)}`,
      ["parameters", "netmask"],
    );
  return inSubnet(`${needed(read.subnetAddress, "subnetAddress", "such as 10.0.0.0")}/${length}`);
}

/** Table 33. Absent: EC2 is to choose. @throws InvalidValue for what EC2 has no subnet of */
export function ipv6Prefix(given: StringMap = {}): string | undefined {
  const read = readParameters("ProtocolSegment", "IPv6", given);
  const [fault] = parametersUnsupportedBy("ProtocolSegment", "IPv6", read, { prefixLength: {}, subnetAddress: {} });
  if (fault) throw fault;
  if (read.subnetAddress === undefined && read.prefixLength === undefined) return undefined;
  return inSubnet(`${needed(read.subnetAddress, "subnetAddress", "such as 2001:db8::")}/${read.prefixLength ?? 64}`);
}

function inSubnet(prefix: string): string {
  try {
    return readPrefix(prefix);
  } catch (error) {
    throw error instanceof InvalidValue ? error.within("subnetAddress").within("parameters") : error;
  }
}

/** The parameters as they are shown. */
export function ipv4Parameters({ CidrBlock }: Subnet): StringMap | undefined {
  if (!CidrBlock) return undefined;
  return { netmask: netmaskOf(prefixLength(CidrBlock)), subnetAddress: prefixAddress(CidrBlock) };
}

export function ipv6Parameters(subnet: Subnet): StringMap | undefined {
  const block = ipv6BlockOf(subnet)?.Ipv6CidrBlock;
  if (!block) return undefined;
  return { prefixLength: String(prefixLength(block)), subnetAddress: prefixAddress(block) };
}
