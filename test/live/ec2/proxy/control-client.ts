import { CONTROL_PATH, type Command, type Status } from "./control.js";
import type { DurationsInput } from "./durations.js";
import type { Fault } from "./faults.js";
import type { JournalEntry } from "./journal.js";

/** The control endpoint of a proxy, in this process or another. */
export interface Control {
  /** Forgets counts, calls, faults, stale reads and the size of pages; with `newWorld` all resources too. Durations stay. */
  reset(how?: { readonly newWorld?: true }): Promise<void>;
  inject(...faults: readonly Fault[]): Promise<void>;
  /** For how many milliseconds what is made from now on is missing from Describe calls; 0 ends it. */
  staleReads(milliseconds: number): Promise<void>;
  /** How many items a page has at most, where a request asks for pages. */
  pageSize(items: number): Promise<void>;
  durations(durations: DurationsInput): Promise<void>;
  /** Calls of the action since the reset, those that a fault struck included; without an action, of all. */
  count(action?: string): Promise<number>;
  /** The parameters of the calls of the action since the reset (the last 2000), oldest first; without an action, of all. */
  calls(action?: string): Promise<readonly JournalEntry[]>;
  status(): Promise<Status>;
}

/** @param endpoint of the proxy */
export function controlOf(endpoint: string): Control {
  const url = new URL(CONTROL_PATH, endpoint);
  const command = async (body: Command) => void (await exchange(url, { method: "POST", body: JSON.stringify(body) }));
  const status = () => exchange(url, { method: "GET" });
  return {
    reset: (how) => command({ reset: true, ...how }),
    inject: (...faults) => command({ faults: [...faults] }),
    staleReads: (staleReads) => command({ staleReads }),
    pageSize: (pageSize) => command({ pageSize }),
    durations: (durations) => command({ durations }),
    count: async (action) => total((await status()).counts, action),
    calls: async (action) => (await status()).calls.filter((call) => action === undefined || call.Action === action),
    status,
  };
}

async function exchange(url: URL, request: RequestInit): Promise<Status> {
  const response = await fetch(url, request);
  if (!response.ok) throw new Error(`the proxy refused the command: ${await response.text()}`);
  return (await response.json()) as Status;
}

function total(counts: Status["counts"], action: string | undefined): number {
  if (action !== undefined) return counts[action] ?? 0;
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
