import type { Clock } from "./clock.js";
import { type Durations, type DurationsInput, durationsFrom } from "./durations.js";
import { Transitions } from "./transitions.js";
import type { Connection } from "./vpn-connections.js";
import type { Element } from "./xml.js";

/** The first answer to a ClientToken, and the parameters that it was for. */
export interface Remembered {
  readonly parameters: string;
  readonly answer: Element;
}

export interface ReplaceRootTask {
  readonly id: string;
  readonly instanceId: string;
  readonly fields: readonly Element[];
  completeTime?: string;
  failed?: true;
}

/** Everything that the proxy knows beyond moto. */
export class Memory {
  readonly clock: Clock;
  readonly transitions: Transitions;
  /** Instances that were stopped by hibernation and not started since. */
  readonly hibernated = new Set<string>();
  readonly tokens = new Map<string, Remembered>();
  readonly replaceRootTasks = new Map<string, ReplaceRootTask>();
  /** GiB, by snapshot: moto's snapshots show the present size of their volume. */
  readonly snapshotSizes = new Map<string, number>();
  /** moto takes seconds to list its instance types, which never change. */
  readonly catalogue = new Map<string, Promise<Element>>();
  /** Interfaces that go with their instance. */
  readonly goingInterfaces = new Set<string>();
  /** Interfaces that a service of EC2 made for itself. */
  readonly managedInterfaces = new Set<string>();
  /** By their ids. */
  readonly connections = new Map<string, Connection>();
  durations: Durations;
  /** For how many milliseconds what was made is missing from Describe calls (eventual consistency). */
  staleReads = 0;
  /** How many items a page has at most: EC2 may give fewer than were asked for. */
  pageSize = Number.POSITIVE_INFINITY;
  readonly #hiddenUntil = new Map<string, number>();

  constructor(clock: Clock, durations: DurationsInput = {}) {
    this.clock = clock;
    this.transitions = new Transitions(clock);
    this.durations = durationsFrom(durations);
  }

  /** To be called with the id of each thing made. */
  made(id: string): void {
    if (this.staleReads > 0) this.#hiddenUntil.set(id, this.clock.now() + this.staleReads);
  }

  isHidden(id: string | undefined): boolean {
    return id !== undefined && (this.#hiddenUntil.get(id) ?? 0) > this.clock.now();
  }

  /** For a new world in moto. */
  forget(): void {
    this.transitions.clear();
    this.hibernated.clear();
    this.tokens.clear();
    this.replaceRootTasks.clear();
    this.snapshotSizes.clear();
    this.goingInterfaces.clear();
    this.managedInterfaces.clear();
    this.connections.clear();
    this.#hiddenUntil.clear();
  }
}
