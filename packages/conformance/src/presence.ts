import { EDITIONS, type Edition, type ResourceName } from "@cimi-gateway/model";

/**
 * What a case needs: `Machine`, `Machine.create`, `Machine.pause`, `Machine#cpu` (an attribute), `Machine?UserData` (a capability),
 * `@1` (a face of that edition), `Network+segments.insert` (existing resources enter a Collection).
 */
export type Need = string;

/** 5.1: what is offered of a type beyond CIMI. */
export interface Added {
  /** By name, as ResourceMetadata describes them. */
  readonly attributes: ReadonlyMap<string, { readonly namespace: string; readonly type: string }>;
  /** The URIs of operations. */
  readonly operations: readonly string[];
  /** The URIs of capabilities. */
  readonly capabilities: readonly string[];
}

/** What is offered of one type; attributes and functions are those beyond CIMI, too. */
export interface Offer {
  readonly attributes: ReadonlySet<string>;
  /** `create`, `update`, `delete`, the type's own operations, and what its Collections take in and let go: `segments.insert`. */
  readonly functions: ReadonlySet<string>;
  /** With the values that ResourceMetadata shows; what is false is not there. */
  readonly capabilities: ReadonlyMap<string, string>;
  readonly added?: Added;
}

/** What is offered, by type; that is all that decides which cases are skipped. */
export class Presence {
  constructor(
    private readonly offers: ReadonlyMap<string, Offer>,
    readonly editions: readonly Edition[] = EDITIONS,
  ) {}

  /** What of these is absent. */
  absent(needs: readonly Need[]): readonly Need[] {
    return needs.filter((need) => !this.has(need));
  }

  has(need: Need): boolean {
    const [, type = "", sign, name = ""] = NEED.exec(need) ?? [];
    if (sign === "@") return this.editions.some((edition) => String(edition) === name);
    const offer = this.offers.get(type);
    if (!offer || sign === undefined) return offer !== undefined;
    return { "#": offer.attributes, "?": offer.capabilities, ".": offer.functions, "+": offer.functions }[sign]!.has(name);
  }

  /** What there is of a type beyond CIMI (5.1). */
  added(type: string): Added | undefined {
    return this.offers.get(type)?.added;
  }

  /** The value of a capability as ResourceMetadata shows it. */
  capability(type: string, name: string): string | undefined {
    return this.offers.get(type)?.capabilities.get(name);
  }

  attributes(type: string): ReadonlySet<string> {
    return this.offers.get(type)?.attributes ?? new Set();
  }

  /** 5.14.2.1: the states in which a new machine can end. */
  get initialStates(): readonly string[] {
    return this.initialStatesOf("Machine");
  }

  get defaultInitialState(): string {
    return this.defaultInitialStateOf("Machine");
  }

  initialStatesOf(type: ResourceName): readonly string[] {
    return (this.capability(type, "InitialStates") ?? this.defaultInitialStateOf(type)).split(",").map((state) => state.trim());
  }

  /** 5.16.10.1, 5.16.14.1: where nothing else is said endpoints and interfaces end DISABLED, all else STOPPED. */
  defaultInitialStateOf(type: ResourceName): string {
    const otherwise = type === "ProtocolEndpoint" || type === "NetworkInterface" ? "DISABLED" : "STOPPED";
    return this.capability(type, "DefaultInitialState") ?? otherwise;
  }

  get types(): readonly string[] {
    return [...this.offers.keys()];
  }
}

const NEED = /^(\w*)(?:([.#?@+])([\w.]+))?$/;
