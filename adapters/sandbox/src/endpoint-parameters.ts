import {
  addressTypeOf,
  InvalidValue,
  prefixAddress,
  prefixLength,
  readParameters,
  type SegmentProtocol,
  type StringMap,
  writeParameters,
} from "@cimi-gateway/model";
import type { ProtocolEndpoint } from "./world/network-things.js";

/** What the parameters have to agree with. */
interface Place {
  readonly protocol: SegmentProtocol;
  readonly address?: string | undefined;
  /** Of its segment. */
  readonly prefix?: string | undefined;
}

/** Tables 38 to 40 in canonical form. @throws InvalidValue for what the protocol does not have, or what contradicts the address */
export function endpointParameters({ protocol, ...place }: Place, given: StringMap = {}): StringMap {
  if (protocol !== "IPv6")
    return writeParameters("ProtocolEndpoint", protocol, readParameters("ProtocolEndpoint", protocol, given));
  const { addressType, ...read } = readParameters("ProtocolEndpoint", "IPv6", given);
  const address = place.address ?? (place.prefix && prefixAddress(place.prefix));
  if (addressType !== undefined && address !== undefined) requireSame("addressType", addressType, addressTypeOf(address));
  if (read.prefixLength !== undefined && place.prefix !== undefined)
    requireSame("prefixLength", read.prefixLength, prefixLength(place.prefix));
  return writeParameters("ProtocolEndpoint", "IPv6", read);
}

function requireSame<T>(key: string, given: T, actual: T): void {
  if (given !== actual) throw new InvalidValue(`${given} does not fit the address; accepted: ${actual}`, ["parameters", key]);
}

/** The type of an IPv6 address follows from the address. */
export const shownParameters = ({ protocol, address, parameters }: ProtocolEndpoint): StringMap => ({
  ...parameters,
  ...(protocol === "IPv6" && { addressType: addressTypeOf(address) }),
});
