import type { Action, InputOf } from "./actions.js";
import type { Rule } from "./script.js";
import type { Page, PageQuery } from "./table.js";
import type { Kind, Things } from "./things.js";

/** What a write promised. */
export interface Receipt {
  /** The thing that was made or changed. */
  readonly id: string;
  readonly requestId: string;
}

export interface Census {
  /** Things ever made, by kind. */
  readonly made: Readonly<Record<Kind, number>>;
  readonly present: Readonly<Record<Kind, number>>;
  /** Calls that arrived, by name: `machine.list`, `machine.create`. */
  readonly calls: Readonly<Record<string, number>>;
}

/** What a guest finds when it asks the metadata service of the cloud (5.14.3). */
export interface Guest {
  /** Base64. */
  readonly userData?: string | undefined;
  readonly userName?: string | undefined;
  readonly key?: string | undefined;
}

/** Who asks, and for how long: the signal is looked at only where something takes time. */
export interface Caller {
  readonly signal: AbortSignal;
}

/**
 * The native API of the simulated cloud, in this process or in another. Every call may end in a Refusal.
 * An unchanged thing is the very same object at each reading.
 */
export interface World {
  /** One page. */
  list<K extends Kind>(kind: K, query: PageQuery, caller?: Caller): Promise<Page<Things[K]>>;
  /** What is missing in the answer does not exist. */
  read<K extends Kind>(kind: K, ids: readonly string[], caller?: Caller): Promise<readonly Things[K][]>;
  /** @param token the same token within a day changes nothing and gives the same id */
  write<A extends Action>(action: A, input: InputOf<A>, token?: string, caller?: Caller): Promise<Receipt>;
  /** @throws Refusal NotFound when there is no such machine */
  guest(machine: string): Promise<Guest>;
  /** From now on these things go wrong, and no others. */
  script(rules: readonly Rule[]): Promise<void>;
  census(): Promise<Census>;
  close(): Promise<void>;
}
