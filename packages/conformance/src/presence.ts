import type { Adapter } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";

/**
 * What a case needs: `Machine`, `Machine.create`, `Machine.pause`, `Machine#cpu` (an attribute), `Machine?UserData` (a capability),
 * `Network+segments.insert` (existing resources enter a Collection).
 */
export type Need = string;

interface Offered {
  readonly attributes: object;
  readonly operations?: object;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly collections?: Readonly<Record<string, object | undefined>>;
}

/** Reads off an adapter what it leaves out; that is all that decides which cases are skipped. */
export class Presence {
  constructor(readonly resources: Adapter["resources"]) {}

  /** What of these is absent. */
  absent(needs: readonly Need[]): readonly Need[] {
    return needs.filter((need) => !this.has(need));
  }

  has(need: Need): boolean {
    const [, type = "", sign, name = "", entry = ""] = NEED.exec(need) ?? [];
    const offered = this.resources[type as ResourceName] as Offered | undefined;
    if (!offered || sign === undefined) return offered !== undefined;
    if (sign === "+") return entry in (offered.collections?.[name] ?? {});
    if (sign === "#") return name in offered.attributes;
    if (sign === "?") return ![undefined, false].includes(offered.capabilities?.[name] as boolean | undefined);
    return name in offered || name in (offered.operations ?? {});
  }

  /** The value of a capability as ResourceMetadata shows it. */
  capability(type: ResourceName, name: string): string | undefined {
    const value = (this.resources[type] as Offered | undefined)?.capabilities?.[name];
    return value === undefined ? undefined : String(value);
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

  get types(): readonly ResourceName[] {
    return Object.keys(this.resources) as ResourceName[];
  }
}

const NEED = /^(\w+)(?:([.#?+])(\w+)(?:\.(\w+))?)?$/;
