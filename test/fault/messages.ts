/** What a gateway in a process of its own is started with. */
export interface ProcessOptions {
  /** The module of the adapter: a package's name, or a file's URL. */
  readonly adapter: string;
  /** Modules that the adapter loads when it opens. */
  readonly loads: readonly string[];
  /** The configuration file. */
  readonly configuration: string;
  /** The name of the cloud in URLs. */
  readonly cloud: string;
  /** The data folder of the embedded store. */
  readonly folder: string;
}

/** Where to die: at this checkpoint, counted from 0; `answered`: not before the answer was received. */
export interface Arming {
  readonly at: number;
  readonly answered: boolean;
}

/** What the test says to the gateway's process; `serve` first. */
export type Order =
  | { readonly kind: "serve" }
  | { readonly kind: "arm"; readonly arming: Arming }
  | { readonly kind: "answered" }
  | { readonly kind: "trace" };

/** What the gateway's process says to the test. */
export type Report =
  | { readonly kind: "loaded" }
  | { readonly kind: "ready"; readonly endpoint: string }
  | { readonly kind: "dying"; readonly point: string }
  | { readonly kind: "trace"; readonly points: readonly string[] };
