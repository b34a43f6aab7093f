import type { Adapter, Extensions } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";

/** What a case needs: `Machine`, `Machine.create`, `Machine.pause`, `Machine#cpu` (an attribute), `Machine?UserData` (a capability). */
export type Need = string;

interface Offered {
  readonly attributes: object;
  readonly operations?: object;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly extensions?: Extensions<unknown>;
}

/** Reads off an adapter what it leaves out; that is all that decides which cases are skipped. */
export class Presence {
  constructor(readonly resources: Adapter["resources"]) {}

  /** What of these is absent. */
  absent(needs: readonly Need[]): readonly Need[] {
    return needs.filter((need) => !this.has(need));
  }

  has(need: Need): boolean {
    const [, type = "", sign, name = ""] = NEED.exec(need) ?? [];
    const offered = this.resources[type as ResourceName] as Offered | undefined;
    if (!offered || sign === undefined) return offered !== undefined;
    if (sign === "#") return name in { ...offered.attributes, ...offered.extensions?.attributes };
    if (sign === "?") return ![undefined, false].includes(offered.capabilities?.[name] as boolean | undefined);
    return name in offered || name in { ...offered.operations, ...offered.extensions?.operations };
  }

  /** What the cloud has of a type beyond CIMI (5.1). */
  extensions(type: ResourceName): Extensions<unknown> | undefined {
    return (this.resources[type] as Offered | undefined)?.extensions;
  }

  /** The value of a capability as ResourceMetadata shows it. */
  capability(type: ResourceName, name: string): string | undefined {
    const value = (this.resources[type] as Offered | undefined)?.capabilities?.[name];
    return value === undefined ? undefined : String(value);
  }

  /** 5.14.2.1: the states in which a new machine can end. */
  get initialStates(): readonly string[] {
    return (this.capability("Machine", "InitialStates") ?? "STOPPED").split(",").map((state) => state.trim());
  }

  get defaultInitialState(): string {
    return this.capability("Machine", "DefaultInitialState") ?? "STOPPED";
  }

  get types(): readonly ResourceName[] {
    return Object.keys(this.resources) as ResourceName[];
  }
}

const NEED = /^(\w+)(?:([.#?])(\w+))?$/;
