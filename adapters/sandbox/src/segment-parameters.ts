import {
  InvalidValue,
  lengthOfNetmask,
  netmaskOf,
  prefixAddress,
  prefixLength,
  readParameters,
  type SegmentProtocol,
  type StringMap,
  writeParameters,
} from "@cimi-gateway/model";
import type { ProtocolSegment } from "./world/network-things.js";

type Native = Pick<ProtocolSegment, "prefix" | "parameters">;

interface Form {
  read(given: StringMap): Native;
  /** The parameters that say the prefix. */
  shown(prefix: string): StringMap;
}

/** What an Ethernet segment has unless its maker says otherwise. */
const ETHERNET = { speed: 10_000_000_000, mtu: 1500 };

/** Tables 33 to 35, as this cloud has them: a prefix is one value. */
const FORMS: Readonly<Record<SegmentProtocol, Form>> = {
  IPv4: {
    read(given) {
      const { netmask, subnetAddress, more = {} } = readParameters("ProtocolSegment", "IPv4", given);
      const length = lengthOfNetmask(needed(netmask, "netmask", "such as 255.255.255.0"));
      return { prefix: `${needed(subnetAddress, "subnetAddress", "such as 10.0.0.0")}/${length}`, parameters: more };
    },
    shown: (prefix) => ({ netmask: netmaskOf(prefixLength(prefix)), subnetAddress: prefixAddress(prefix) }),
  },
  IPv6: {
    read(given) {
      const { prefixLength: length, subnetAddress, more = {} } = readParameters("ProtocolSegment", "IPv6", given);
      const base = needed(subnetAddress, "subnetAddress", "such as 2001:db8::");
      return { prefix: `${base}/${needed(length, "prefixLength", "such as 64")}`, parameters: more };
    },
    shown: (prefix) => ({ prefixLength: String(prefixLength(prefix)), subnetAddress: prefixAddress(prefix) }),
  },
  Ethernet: {
    read: (given) => ({
      prefix: undefined,
      parameters: writeParameters("ProtocolSegment", "Ethernet", {
        ...ETHERNET,
        ...readParameters("ProtocolSegment", "Ethernet", given),
      }),
    }),
    shown: () => ({}),
  },
};

function needed<T>(value: T | undefined, key: string, example: string): T {
  if (value !== undefined) return value;
  throw new InvalidValue(`is missing; accepted: ${example}`, ["parameters", key]);
}

/** @throws InvalidValue for parameters that the protocol does not have, and where one is missing that it needs */
export const segmentParameters = (protocol: SegmentProtocol, given: StringMap = {}): Native => FORMS[protocol].read(given);

export const shownParameters = ({ protocol, prefix, parameters }: ProtocolSegment): StringMap => ({
  ...(prefix !== undefined && FORMS[protocol].shown(prefix)),
  ...parameters,
});
