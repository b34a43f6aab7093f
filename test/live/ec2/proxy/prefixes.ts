import { BlockList } from "node:net";
import { refuse } from "./refusal.js";

/** Whether an address lies in a prefix of either version. */
export function contains(prefix: string, address: string): boolean {
  const [base = "", length = "0"] = prefix.split("/");
  const family = base.includes(":") ? "ipv6" : "ipv4";
  if (address.includes(":") !== (family === "ipv6")) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(length), family);
  return list.check(address, family);
}

/** Whether two prefixes have an address in common. */
export const overlap = (one: string, other: string): boolean =>
  contains(one, other.split("/")[0] ?? "") || contains(other, one.split("/")[0] ?? "");

/** EC2 keeps the first four addresses and the last one of each subnet to itself. */
const KEPT = 4;

export function checkInside(prefix: string, address: string): void {
  const last = Number(address.split(".")[3]);
  const isKept = !address.includes(":") && prefix.endsWith("/24") && (last < KEPT || last === 255);
  if (!contains(prefix, address) || isKept)
    refuse("InvalidParameterValue", `Address ${address} does not fall within the subnet's address range, or is reserved`);
}
