import ipaddr from "ipaddr.js";
import { InvalidValue, shown } from "../fault.js";
import { addressFamily, addressText, BITS, type Family, familyOf, type Parsed, parseAddress } from "./address.js";

const FORM = /^([0-9a-f:.]{2,45})(?:\/(0|[1-9]\d{0,2}))?$/i;

interface Prefix {
  readonly address: Parsed;
  readonly length: number;
}

/** The prefix that a text means; undefined where it is none. An address alone is the prefix of its full length. */
function parse(text: string): Prefix | undefined {
  const [, base, digits] = FORM.exec(text.trim()) ?? [];
  const address = base === undefined ? undefined : parseAddress(base);
  if (!address) return undefined;
  const length = digits === undefined ? BITS[familyOf(address)] : Number(digits);
  return length <= BITS[familyOf(address)] ? { address, length } : undefined;
}

function parsed(text: string): Prefix {
  const prefix = parse(text);
  if (!prefix) throw new InvalidValue(`expected a prefix such as 10.0.0.0/8 or 2001:db8::/32, got ${shown(text)}`);
  return prefix;
}

function networkText({ address, length }: Prefix): string {
  const written = `${addressText(address)}/${length}`;
  const kind = address instanceof ipaddr.IPv6 ? ipaddr.IPv6 : ipaddr.IPv4;
  return `${addressText(kind.networkAddressFromCIDR(written))}/${length}`;
}

export const isPrefix = (text: string): boolean => parse(text) !== undefined;

/** Checks a prefix and gives its canonical text; refuses one whose address has bits beyond its length, and says which is meant. */
export function readPrefix(text: string): string {
  const prefix = parsed(text);
  const network = networkText(prefix);
  if (network !== `${addressText(prefix.address)}/${prefix.length}`)
    throw new InvalidValue(`${shown(text)} has bits beyond its length; the prefix is ${network}`);
  return network;
}

/** The canonical prefix that an address lies in, by the length in bits: what clouds tell with bits beyond the length becomes exact. */
export const prefixAround = (address: string, length: number): string => networkText(parsed(`${address}/${length}`));

export const prefixFamily = (text: string): Family => familyOf(parsed(text).address);
export const prefixLength = (text: string): number => parsed(text).length;
/** The first address of a prefix. */
export const prefixAddress = (text: string): string => networkText(parsed(text)).split("/")[0]!;

/** Whether every address of the inner prefix (or the inner address) lies in the outer one; never across families. */
export function prefixContains(outer: string, inner: string): boolean {
  const [around, within] = [parsed(outer), parsed(inner)];
  return around.length <= within.length && networkText({ ...within, length: around.length }) === networkText(around);
}

/** Table 34: the mask of a length (24: 255.255.255.0; for IPv6 ffff:ffff:…). */
export function netmaskOf(length: number, family: Family = 4): string {
  if (!Number.isInteger(length) || length < 0 || length > BITS[family])
    throw new InvalidValue(`expected a length from 0 to ${BITS[family]}, got ${shown(length)}`);
  const kind = family === 6 ? ipaddr.IPv6 : ipaddr.IPv4;
  return addressText(kind.subnetMaskFromPrefixLength(length));
}

/** The length that a mask says; refuses masks whose ones do not all stand first. */
export function lengthOfNetmask(netmask: string): number {
  addressFamily(netmask);
  const length = parseAddress(netmask.trim())!.prefixLengthFromSubnetMask();
  if (length === null) throw new InvalidValue(`expected a netmask such as 255.255.255.0, got ${shown(netmask)}`);
  return length;
}
