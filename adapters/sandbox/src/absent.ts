import type { Absences } from "@cimi-gateway/adapter";

/** What this cloud leaves out, and why. */
export const absent = {
  "Machine.MachineStopForceDefault": {
    reason: "A stop without `force` shuts the guest down.",
    source: "adapters/sandbox/src/machine.ts",
  },
  "*AvailabilityLevel": { reason: "The simulated cloud has no availability levels.", source: "adapters/sandbox/src/world" },
  "Volume.SharedVolumeSupport": {
    reason: "A simulated volume is connected to one machine at a time.",
    source: "adapters/sandbox/src/world/attachment.ts",
  },
} as const satisfies Absences;
