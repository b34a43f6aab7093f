import { InvalidValue, shown } from "../fault.js";
import { addressFamily, type Family } from "../network/address.js";
import { lengthOfNetmask, netmaskOf } from "../network/prefix.js";
import { address } from "../vocabulary/addresses.js";
import type { Notation, Unlimited } from "../vocabulary/notation.js";

/** An address of one version of the Internet Protocol. */
export const addressOf = (family: Family): Notation<string, Unlimited> => ({
  form: `an IPv${family} address`,
  read(text) {
    const value = address.read(text);
    if (addressFamily(value) !== family) throw new InvalidValue(`expected an IPv${family} address, got ${shown(text)}`);
    return value;
  },
  write: (value) => value,
  beyond: () => [],
});

const dotted = addressOf(4);

/** Table 34: an IPv4 mask in dotted decimal. */
export const netmask: Notation<string, Unlimited> = {
  ...dotted,
  form: "a netmask such as 255.255.255.0",
  read: (text) => netmaskOf(lengthOfNetmask(dotted.read(text))),
};
