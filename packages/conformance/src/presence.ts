import { EDITIONS, type Edition } from "@cimi-gateway/model";

/**
 * What a case needs: `Machine`, `Machine.create`, `Machine.pause`, `Machine#cpu` (an attribute), `Machine?UserData` (a capability),
 * `@1` (a face of that edition).
 */
export type Need = string;

/** What is offered of one type. */
export interface Offer {
  readonly attributes: ReadonlySet<string>;
  /** `create`, `update`, `delete` and the type's own operations. */
  readonly functions: ReadonlySet<string>;
  /** With the values that ResourceMetadata shows; what is false is not there. */
  readonly capabilities: ReadonlyMap<string, string>;
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
    return { "#": offer.attributes, "?": offer.capabilities, ".": offer.functions }[sign]!.has(name);
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
    return (this.capability("Machine", "InitialStates") ?? "STOPPED").split(",").map((state) => state.trim());
  }

  get defaultInitialState(): string {
    return this.capability("Machine", "DefaultInitialState") ?? "STOPPED";
  }

  get types(): readonly string[] {
    return [...this.offers.keys()];
  }
}

const NEED = /^(\w*)(?:([.#?@])(\w+))?$/;
