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
import { familyOf, type NeutronSubnet } from "./subnets.js";

function needed<T>(value: T | undefined, key: string, example: string): T {
  if (value !== undefined) return value;
  throw new InvalidValue(`is missing; accepted: ${example}`, ["parameters", key]);
}

/** Table 34. @throws InvalidValue for what is no subnet */
export function ipv4Prefix(given: StringMap = {}): string {
  const read = readParameters("ProtocolSegment", "IPv4", given);
  const [fault] = parametersUnsupportedBy("ProtocolSegment", "IPv4", read, { netmask: {}, subnetAddress: {} });
  if (fault) throw fault;
  const length = lengthOfNetmask(needed(read.netmask, "netmask", "such as 255.255.255.0"));
  return inSubnet(`${needed(read.subnetAddress, "subnetAddress", "such as 10.0.0.0")}/${length}`);
}

/** Table 33. @throws InvalidValue for what is no subnet */
export function ipv6Prefix(given: StringMap = {}): string {
  const read = readParameters("ProtocolSegment", "IPv6", given);
  const [fault] = parametersUnsupportedBy("ProtocolSegment", "IPv6", read, { prefixLength: {}, subnetAddress: {} });
  if (fault) throw fault;
  return inSubnet(`${needed(read.subnetAddress, "subnetAddress", "such as fd00:1::")}/${read.prefixLength ?? 64}`);
}

function inSubnet(prefix: string): string {
  try {
    return readPrefix(prefix);
  } catch (error) {
    throw error instanceof InvalidValue ? error.within("subnetAddress").within("parameters") : error;
  }
}

/** The parameters as they are shown. */
export function segmentParameters(subnet: NeutronSubnet): StringMap {
  const prefix = readPrefix(subnet.cidr);
  const [length, subnetAddress] = [prefixLength(prefix), prefixAddress(prefix)];
  return familyOf(subnet) === "IPv4"
    ? { netmask: netmaskOf(length), subnetAddress }
    : { prefixLength: String(length), subnetAddress };
}
