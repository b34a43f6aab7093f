import { isIPv4, isIPv6 } from "node:net";
import type { Protocol } from "./network-things.js";
import { Refusal } from "./refusal.js";

/** An address of the Internet Protocol as a number. */
type Numeric = { readonly family: "IPv4" | "IPv6"; readonly value: bigint };

export interface Prefix extends Numeric {
  /** Bits. */
  readonly length: number;
}

export const BITS = { IPv4: 32, IPv6: 128 } as const;

/** The lengths of prefixes in this cloud: there is room for a router and somebody else. */
const LENGTHS = { IPv4: [8, 30], IPv6: [16, 126] } as const;

/** @throws Refusal Invalid */
export function addressIn(text: string): Numeric {
  if (isIPv4(text)) return { family: "IPv4", value: text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  if (isIPv6(text) && !text.includes("%")) return { family: "IPv6", value: numberOf(groupsOf(text)) };
  throw new Refusal("Invalid", `the address ${JSON.stringify(text)} is not accepted; accepted: such as 192.0.2.7 or 2001:db8::7`);
}

const numberOf = (groups: readonly string[]): bigint =>
  groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group === "" ? "0" : group}`), 0n);

/** The eight groups of digits: a URL writes the host canonically, and two colons stand for the groups that are left out. */
function groupsOf(text: string): readonly string[] {
  const [head = "", tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split("::");
  const before = head === "" ? [] : head.split(":");
  if (tail === undefined) return before;
  const after = tail === "" ? [] : tail.split(":");
  return [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
}

/** RFC 5952 for IPv6. */
export function addressText({ family, value }: Numeric): string {
  if (family === "IPv4") return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65_535n).toString(16));
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

/** @throws Refusal Invalid for what is no prefix of a segment of that protocol */
export function prefixIn(text: string, protocol: Protocol): Prefix {
  const [base = "", digits = ""] = text.split("/");
  const { family, value } = addressIn(base);
  const length = Number(digits);
  const [least, most] = LENGTHS[family];
  if (family !== protocol) throw new Refusal("Invalid", `the prefix ${text} is not accepted in a segment of ${protocol}`);
  if (!Number.isInteger(length) || length < least || length > most)
    throw new Refusal("Invalid", `the prefix ${text} is not accepted; accepted: lengths from ${least} to ${most}`);
  const first = (value >> tail({ family, length })) << tail({ family, length });
  if (first !== value)
    throw new Refusal(
      "Invalid",
      `${text} has bits beyond its length; accepted: ${addressText({ family, value: first })}/${length}`,
    );
  return { family, value, length };
}

export const prefixText = (prefix: Prefix): string => `${addressText(prefix)}/${prefix.length}`;

/** How many bits of an address the prefix leaves open. */
const tail = ({ family, length }: Pick<Prefix, "family" | "length">): bigint => BigInt(BITS[family] - length);

const size = (prefix: Prefix): bigint => 1n << tail(prefix);

export const contains = (prefix: Prefix, { family, value }: Numeric): boolean =>
  family === prefix.family && value >= prefix.value && value < prefix.value + size(prefix);

export const overlap = (one: Prefix, other: Prefix): boolean => contains(one, other) || contains(other, one);

/** The addresses that endpoints may have: not the first (the segment itself), the second (its router), nor IPv4's last (broadcast). */
export function usable(prefix: Prefix): { readonly first: bigint; readonly last: bigint } {
  return { first: prefix.value + 2n, last: prefix.value + size(prefix) - (prefix.family === "IPv4" ? 2n : 1n) };
}
