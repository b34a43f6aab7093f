import { z } from "zod";
import type { Backend } from "./backend.js";
import { durationsFrom, durationsInputSchema } from "./durations.js";
import { type Fault, type FaultScript, faultSchema } from "./faults.js";
import type { Journal, JournalEntry } from "./journal.js";
import type { Memory } from "./memory.js";

export const CONTROL_PATH = "/__control";

/** The body of `POST /__control`. What it names is done in this order. */
export const commandSchema = z.strictObject({
  /** Forgets counts, calls, faults, stale reads and the size of pages. */
  reset: z.literal(true).optional(),
  /** Forgets all resources of moto, and tokens and transitions with them. */
  newWorld: z.literal(true).optional(),
  durations: durationsInputSchema.optional(),
  /** For how many milliseconds what is made from now on is missing from Describe calls; 0 ends it. */
  staleReads: z.number().nonnegative().optional(),
  /** How many items a page has at most, where a request asks for pages: EC2 may give fewer than were asked for. */
  pageSize: z.int().positive().optional(),
  faults: z.array(faultSchema).optional(),
});

export type Command = z.infer<typeof commandSchema>;

/** The answer to `GET /__control` and to each command. */
export interface Status {
  /** Calls per action since the reset, those that a fault struck included. */
  readonly counts: Readonly<Record<string, number>>;
  /** Those of them that moto carried out: not the refused ones, nor those that a known ClientToken made a repeat. */
  readonly acted: Readonly<Record<string, number>>;
  /** The faults that are still to come. */
  readonly faults: readonly Fault[];
  readonly calls: readonly JournalEntry[];
}

export interface Controlled {
  readonly backend: Backend;
  readonly memory: Memory;
  readonly faults: FaultScript;
  readonly journal: Journal;
}

export async function obey(command: Command, { backend, memory, faults, journal }: Controlled): Promise<void> {
  if (command.reset) {
    journal.clear();
    faults.clear();
    memory.staleReads = 0;
    memory.pageSize = Number.POSITIVE_INFINITY;
  }
  if (command.newWorld) {
    await backend.reset();
    memory.forget();
  }
  if (command.durations !== undefined) memory.durations = durationsFrom(command.durations, memory.durations);
  if (command.staleReads !== undefined) memory.staleReads = command.staleReads;
  if (command.pageSize !== undefined) memory.pageSize = command.pageSize;
  for (const fault of command.faults ?? []) faults.add(fault);
}

export function statusOf({ faults, journal }: Controlled): Status {
  return { counts: journal.counts, acted: journal.acted, faults: faults.pending, calls: journal.entries };
}
