import type { Cloud } from "./cloud.js";
import { requireState } from "./labels.js";
import { Refusal } from "./refusal.js";
import type { Machine } from "./things.js";

/** Where machines stand; the same names in every zone. */
export const RACKS: readonly string[] = ["rack-1", "rack-2", "rack-3", "rack-4"];

/** @throws Refusal Invalid for a rack that the cloud lacks */
export function inRack(rack = RACKS[0]!): string {
  if (RACKS.includes(rack)) return rack;
  throw new Refusal("Invalid", `the rack ${JSON.stringify(rack)} is not accepted; accepted: ${RACKS.join(", ")}`);
}

export interface Migrating {
  readonly id: string;
  readonly rack: string;
}

/** Carries a machine to another rack, with what its memory holds, in no time. */
export function migrateMachine(cloud: Cloud, { id, rack }: Migrating): Machine {
  const machine = cloud.need("machine", id);
  requireState(machine, ["running", "off"], "migrate");
  return cloud.put(machine, { rack: inRack(rack) });
}
