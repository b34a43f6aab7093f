import { InvalidValue, shown } from "../fault.js";
import { addressFamily, compareAddresses, type Family, readAddress } from "../network/address.js";
import { isGroupAddress, readHardwareAddress } from "../network/hardware-address.js";
import { readHostName } from "../network/host-name.js";
import { prefixFamily, readPrefix } from "../network/prefix.js";
import type { Reference } from "../types/data-type.js";
import { readUri } from "../types/uri.js";
import { type Notation, notTaken, type Unlimited } from "./notation.js";

export interface FamilyLimits {
  /** The versions of the Internet Protocol that a cloud takes. Absent: both. */
  readonly families?: readonly Family[];
}

const notOf = (family: Family, { families }: FamilyLimits): readonly string[] =>
  families && !families.includes(family)
    ? [
        notTaken(
          `IPv${family}`,
          families.map((taken) => `IPv${taken}`),
        ),
      ]
    : [];

/** An IPv4 or IPv6 address in its canonical text. */
export const address: Notation<string, FamilyLimits> = {
  form: "an address such as 192.0.2.1 or 2001:db8::1",
  read: readAddress,
  write: (value) => value,
  beyond: (value, limits) => notOf(addressFamily(value), limits),
};

/** An IPv4 or IPv6 prefix in its canonical text; an address is the prefix of its full length. */
export const prefix: Notation<string, FamilyLimits> = {
  form: "a prefix such as 10.0.0.0/8 or 2001:db8::/32",
  read: readPrefix,
  write: (value) => value,
  beyond: (value, limits) => notOf(prefixFamily(value), limits),
};

/** Addresses from one to another, both included. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

export const addressRange: Notation<AddressRange, FamilyLimits> = {
  form: "addresses such as 10.0.0.10-10.0.0.99",
  read(text) {
    const [first, last = first, more] = text.split("-").map(readAddress);
    if (more !== undefined || addressFamily(first!) !== addressFamily(last!) || compareAddresses(first!, last!) > 0)
      throw new InvalidValue(
        `expected a first and a last address of one family, such as 10.0.0.10-10.0.0.99, got ${shown(text)}`,
      );
    return { first: first!, last: last! };
  },
  write: ({ first, last }) => (first === last ? first : `${first}-${last}`),
  beyond: ({ first }, limits) => notOf(addressFamily(first), limits),
};

const named = (wildcard: boolean, form: string): Notation<string, Unlimited> => ({
  form,
  read: (text) => readHostName(text, { wildcard }),
  write: (value) => value,
  beyond: () => [],
});

/** RFC 1123: the name of a host or a domain. */
export const hostName = named(false, "a host name such as www.example.com");
/** RFC 4592: the name of a host, or of all below a domain. */
export const wildcardName = named(true, "a host name such as www.example.com or *.example.com");

/** IEEE 802: the address of an interface, or of a group of them. */
const hardware = (form: string, isGroup: boolean): Notation<string, Unlimited> => ({
  form,
  read(text) {
    const value = readHardwareAddress(text);
    if (isGroupAddress(value) !== isGroup) throw new InvalidValue(`expected ${form}, got ${shown(text)}`);
    return value;
  },
  write: (value) => value,
  beyond: () => [],
});

export const hardwareAddress = hardware("a unicast MAC address such as 02:00:5e:10:00:01", false);
export const groupAddress = hardware("a multicast MAC address such as 01:00:5e:00:00:01", true);

/** 5.5.6: a reference to a resource by its href, absolute or relative, as anywhere else. */
export const reference = (target: string): Notation<Reference, Unlimited> => ({
  form: `the href of a ${target}`,
  read(text) {
    const href = readUri(text);
    if (href === "") throw new InvalidValue(`expected the href of a ${target}, got an empty text`);
    return { href };
  },
  write: ({ href = "" }) => href,
  beyond: () => [],
  mapReferences: (value, replace) => replace(value, target),
  made: { of: "reference", target },
});
