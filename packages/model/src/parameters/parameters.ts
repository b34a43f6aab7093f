import { type InvalidValue, inside } from "../fault.js";
import { ADDRESS_TYPES } from "../network/address.js";
import type { StringMap } from "../types/map.js";
import { groupAddress, hardwareAddress, hostName } from "../vocabulary/addresses.js";
import { readEntries, writeEntries } from "../vocabulary/entries.js";
import { beyondLimits } from "../vocabulary/limits.js";
import { list } from "../vocabulary/list.js";
import { bits, oneOf, whole } from "../vocabulary/values.js";
import { type Entries, type EntryLimits, key, type Vocabulary, vocabulary } from "../vocabulary/vocabulary.js";
import { addressOf, netmask } from "./notations.js";

const prefixLength = key(whole(0, 128), { help: "The length of the prefix of the subnet, in bits.", examples: ["64"] });

/** Notes behind Tables 35 and 40: providers may add keys, which consumers keep. */
const OPEN = true;

/**
 * 5.16.5.1 and 5.16.9.1, Tables 33 to 40: the parameters of segments and endpoints, by their protocol. Arrays are lists with
 * commas, since the values of a map are strings.
 */
export const PARAMETERS = {
  ProtocolSegment: {
    IPv6: vocabulary(
      "Table 33: parameters of an IPv6 segment.",
      {
        prefixLength,
        subnetAddress: key(addressOf(6), { help: "The first address of the subnet.", examples: ["2001:db8::"] }),
      },
      OPEN,
    ),
    IPv4: vocabulary(
      "Table 34: parameters of an IPv4 segment.",
      {
        netmask: key(netmask, { help: "The mask of the subnet.", examples: ["255.255.255.0"] }),
        subnetAddress: key(addressOf(4), { help: "The first address of the subnet.", examples: ["10.0.0.0"] }),
      },
      OPEN,
    ),
    Ethernet: vocabulary(
      "Table 35: parameters of an Ethernet segment.",
      {
        speed: key(bits, {
          help: "The bandwidth in bits per second; the nominal one where it cannot be measured.",
          examples: ["1000000000"],
        }),
        mtu: key(whole(68), { help: "The largest packet that can be carried, in bytes.", examples: ["1500"] }),
      },
      OPEN,
    ),
  },
  ProtocolEndpoint: {
    IPv6: vocabulary(
      "Table 38: parameters of an IPv6 endpoint.",
      {
        addressType: key(oneOf(...ADDRESS_TYPES), {
          help: "The type of the address (RFC 4291, 2.4).",
          examples: ["Global Unicast"],
        }),
        prefixLength,
      },
      OPEN,
    ),
    IPv4: vocabulary(
      "Table 39: parameters of an IPv4 endpoint.",
      {
        hostname: key(hostName, { help: "The name by which DNS knows the address.", examples: ["www.example.com"] }),
      },
      OPEN,
    ),
    Ethernet: vocabulary(
      "Table 40: parameters of an Ethernet endpoint.",
      {
        aliases: key(list(hardwareAddress), {
          help: "Other unicast addresses of the endpoint.",
          examples: ["02:00:5e:10:00:02, 02:00:5e:10:00:03"],
        }),
        groupAddresses: key(list(groupAddress), {
          help: "The multicast addresses to which it listens.",
          examples: ["01:00:5e:00:00:01"],
        }),
      },
      OPEN,
    ),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Vocabulary>>>>;

/** The types that have parameters. */
export type Parameterised = keyof typeof PARAMETERS;
/** Table 32: the protocols. */
export type SegmentProtocol = keyof (typeof PARAMETERS)["ProtocolSegment"];
export const SEGMENT_PROTOCOLS = Object.keys(PARAMETERS.ProtocolSegment) as readonly SegmentProtocol[];

type KeysOf<T extends Parameterised, P extends SegmentProtocol> = (typeof PARAMETERS)[T][P]["keys"];

/** The parameters of a segment or an endpoint as values; keys of providers are in `more`. */
export type ProtocolParameters<T extends Parameterised, P extends SegmentProtocol> = Entries<KeysOf<T, P>>;
export type ParameterLimits<T extends Parameterised, P extends SegmentProtocol> = EntryLimits<KeysOf<T, P>>;

/** The same, where type and protocol are known to the caller only. */
const vocabularies: {
  readonly [T in Parameterised]: { readonly [P in SegmentProtocol]: Vocabulary<KeysOf<T, P>> };
} = PARAMETERS;

export const parametersOf = <T extends Parameterised, P extends SegmentProtocol>(
  type: T,
  protocol: P,
): Vocabulary<KeysOf<T, P>> => vocabularies[type][protocol];

/** Reads a map of parameters; refuses with an InvalidValue whose path is that of the key (`parameters.netmask`). */
export const readParameters = <T extends Parameterised, P extends SegmentProtocol>(
  type: T,
  protocol: P,
  map: StringMap,
): ProtocolParameters<T, P> => inside("parameters", () => readEntries(parametersOf(type, protocol), map));

/** The map of parameters in canonical form. */
export const writeParameters = <T extends Parameterised, P extends SegmentProtocol>(
  type: T,
  protocol: P,
  parameters: ProtocolParameters<T, P>,
): StringMap => inside("parameters", () => writeEntries(parametersOf(type, protocol), parameters));

/** What a cloud leaves out of parameters, a fault for each. */
export const parametersUnsupportedBy = <T extends Parameterised, P extends SegmentProtocol>(
  type: T,
  protocol: P,
  parameters: ProtocolParameters<T, P>,
  limits: ParameterLimits<T, P>,
): readonly InvalidValue[] =>
  beyondLimits(parametersOf(type, protocol), parameters, limits).map((fault) => fault.within("parameters"));
