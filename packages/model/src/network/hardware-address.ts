import { InvalidValue, shown } from "../fault.js";

const FORM = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}$/i;

/** IEEE 802: six octets, written with colons in lower case; hyphens are read as well. Refuses whatever else. */
export function readHardwareAddress(text: string): string {
  const trimmed = text.trim();
  if (!FORM.test(trimmed)) throw new InvalidValue(`expected a MAC address such as 02:00:5e:10:00:01, got ${shown(text)}`);
  return trimmed.toLowerCase().replaceAll("-", ":");
}

/** IEEE 802: the lowest bit of the first octet says that an address names a group. */
export const isGroupAddress = (text: string): boolean => (Number.parseInt(readHardwareAddress(text).slice(0, 2), 16) & 1) === 1;
