import { z } from "zod";

const milliseconds = z.number().nonnegative();

const durations = z.strictObject({
  instancePending: milliseconds,
  instanceStopping: milliseconds,
  instanceShuttingDown: milliseconds,
  volumeCreating: milliseconds,
  volumeDeleting: milliseconds,
  volumeModifying: milliseconds,
  volumeOptimizing: milliseconds,
  attaching: milliseconds,
  detaching: milliseconds,
  snapshotPending: milliseconds,
  imagePending: milliseconds,
  /** Of VPCs and subnets; of NAT gateways also how long they are `deleting`. */
  networkPending: milliseconds,
  /** `pending` and `in-progress` of a replace root volume task, half of it each. */
  rootReplacing: milliseconds,
});

/** How long each transient state is shown, in milliseconds. */
export type Durations = z.infer<typeof durations>;

/** One duration for all, or some of them; those left out stay as they were. */
export const durationsInputSchema = z.union([milliseconds, durations.partial()]);

export type DurationsInput = z.infer<typeof durationsInputSchema>;

const DEFAULT = 300;

export function durationsFrom(input: DurationsInput, before = every(DEFAULT)): Durations {
  if (typeof input === "number") return every(input);
  return durations.parse({ ...before, ...input });
}

function every(duration: number): Durations {
  return durations.parse(Object.fromEntries(Object.keys(durations.shape).map((name) => [name, duration])));
}
