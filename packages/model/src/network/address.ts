import ipaddr from "ipaddr.js";
import { InvalidValue, shown } from "../fault.js";

/** The version of the Internet Protocol. */
export type Family = 4 | 6;

/** The bits of an address. */
export const BITS = { 4: 32, 6: 128 } as const satisfies Record<Family, number>;

export type Parsed = ipaddr.IPv4 | ipaddr.IPv6;

/** No address is longer, so that nothing longer is looked at. */
const LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length;
/** RFC 4291, 2.2: groups of at most four digits; what stands behind a dot is an IPv4 address without leading zeros (RFC 6943, 3.1.1). */
const LOOSE = /[0-9a-f]{5}|(?:^|:)0\d+\.|\.0\d|[^0-9a-f:.]/i;

/**
 * An address in its one strict form: four decimal numbers, or RFC 4291's groups without a zone. Other forms that some programs
 * take for IPv4 (fewer parts, octal, hexadecimal) are no addresses.
 */
export function parseAddress(text: string): Parsed | undefined {
  if (text.length > LONGEST || LOOSE.test(text)) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(":") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

/** The canonical text of an address: RFC 5952 for IPv6. */
export const addressText = (address: Parsed): string =>
  address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();

export const familyOf = (address: Parsed): Family => (address instanceof ipaddr.IPv6 ? 6 : 4);

function parsed(text: string): Parsed {
  const address = parseAddress(text.trim());
  if (!address) throw new InvalidValue(`expected an IPv4 or IPv6 address, got ${shown(text)}`);
  return address;
}

/** Checks an address and gives its canonical text; refuses what is no strict IPv4 or IPv6 address. */
export const readAddress = (text: string): string => addressText(parsed(text));

export const addressFamily = (text: string): Family => familyOf(parsed(text));

/** Below 0, 0 or above 0 as the first address comes before, is, or comes after the second; IPv4 comes before IPv6. */
export function compareAddresses(first: string, second: string): number {
  const [left, right] = [parsed(first).toByteArray(), parsed(second).toByteArray()];
  return left.length - right.length || Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Table 38: the types of RFC 4291, 2.4, in the words of the standard. */
export const ADDRESS_TYPES = [
  "Unspecified",
  "Loopback",
  "Multicast",
  "Link Local Unicast",
  "Global Unicast",
  "Embedded IPv4 Address",
  "Site Local Unicast",
] as const;
export type AddressType = (typeof ADDRESS_TYPES)[number];

/** RFC 4291: 2.5.2, 2.5.3, 2.7, 2.5.6, 2.5.7 and the two forms of 2.5.5; the first that holds an address is its type. */
const PREFIXES: readonly (readonly [prefix: string, type: AddressType])[] = [
  ["::/128", "Unspecified"],
  ["::1/128", "Loopback"],
  ["ff00::/8", "Multicast"],
  ["fe80::/10", "Link Local Unicast"],
  ["fec0::/10", "Site Local Unicast"],
  ["::ffff:0:0/96", "Embedded IPv4 Address"],
  ["::/96", "Embedded IPv4 Address"],
];

/** The type of an IPv6 address; refuses what is none. */
export function addressTypeOf(text: string): AddressType {
  const address = parsed(text);
  if (!(address instanceof ipaddr.IPv6)) throw new InvalidValue(`expected an IPv6 address, got ${shown(text)}`);
  return PREFIXES.find(([prefix]) => address.match(ipaddr.IPv6.parseCIDR(prefix)))?.[1] ?? "Global Unicast";
}
