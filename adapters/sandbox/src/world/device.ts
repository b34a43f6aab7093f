import type { Cloud } from "./cloud.js";
import { Refusal } from "./refusal.js";

/** What the guest calls its disks and volumes, in this order: sda to sdz, sdaa to sdzz. */
function* names(): Generator<string> {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  for (const first of ["", ...letters]) for (const second of letters) yield `/dev/sd${first}${second}`;
}

/** The wished device, or the first free one. @throws Refusal Conflict when it is taken, QuotaExceeded when all are */
export function freeDevice(cloud: Cloud, machine: string, wish: string | undefined): string {
  const taken = new Set([...cloud.owned("disk", machine), ...cloud.owned("attachment", machine)].map(({ device }) => device));
  if (wish !== undefined && wish !== "") {
    if (taken.has(wish))
      throw new Refusal("Conflict", `machine ${machine} has something at ${wish} already; choose another location`);
    return wish;
  }
  for (const name of names()) if (!taken.has(name)) return name;
  throw new Refusal("QuotaExceeded", `machine ${machine} has no free place for another disk or volume`);
}
