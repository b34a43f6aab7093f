import { BlockList, isIP } from "node:net";
import { familyOf } from "./loopback.js";

const BITS = { ipv4: 32, ipv6: 128 } as const;

/** Adds `10.0.0.0/8` or a single address to a list; false for what is neither. */
function add(list: BlockList, range: string): boolean {
  const [address, prefix, ...rest] = range.split("/") as [string, string?, ...string[]];
  if (isIP(address) === 0 || rest.length > 0) return false;
  const family = familyOf(address);
  const bits = prefix === undefined ? BITS[family] : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(bits <= BITS[family])) return false;
  list.addSubnet(address, bits, family);
  return true;
}

export const isRange = (range: string): boolean => add(new BlockList(), range);

/** Whether an address is in one of the ranges; undefined where there are none. */
export function peersIn(ranges: readonly string[]): ((address: string) => boolean) | undefined {
  if (ranges.length === 0) return undefined;
  const list = new BlockList();
  for (const range of ranges) if (!add(list, range)) throw new Error(`${range} is no address and no range of addresses`);
  return (address) => list.check(address, familyOf(address));
}
