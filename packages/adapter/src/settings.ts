import type { Absences } from "./absence.js";
import type { Adapter } from "./adapter.js";
import type { Clock, Log } from "./context.js";

/** One setting of a cloud in the configuration. Validation, the sample file and the reference pages come from these lists. */
export interface Setting {
  /** Its path in the cloud's entry, e.g. `credentials.accessKeyId`. */
  readonly name: string;
  readonly type: "string" | "strings" | "integer" | "number" | "boolean" | "map";
  readonly help: string;
  readonly required?: boolean;
  /** The setting whose place it takes: only one of both is given. */
  readonly insteadOf?: string;
  /** Never shown or logged. */
  readonly secret?: boolean;
  readonly default?: string | number | boolean | readonly string[];
  /** The values allowed. */
  readonly choices?: readonly string[];
  readonly example?: string | Readonly<Record<string, string>>;
}

/** The cloud's validated entry, by the paths of its settings. */
export type Settings = Readonly<Record<string, unknown>>;

export interface AdapterOptions {
  /** The cloud's name in the configuration. */
  readonly cloud: string;
  readonly settings: Settings;
  /** Where an adapter that keeps something itself may do so. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What every adapter package exports. */
export interface AdapterPackage {
  readonly settings: readonly Setting[];
  /** Why the adapter leaves out what it leaves out, for the support table. */
  readonly absent?: Absences;
  open(options: AdapterOptions): Promise<Adapter>;
}
