/** Native objects by kind. */
export type Counts = Readonly<Record<string, number>>;

/** What the cloud itself says, past the gateway: the judge of these tests. */
export interface Census {
  /** Made ever. */
  readonly made: Counts;
  readonly present: Counts;
}

/** A cloud that outlives the gateway, with an adapter to it. */
export interface Backend {
  /** The module of the adapter: a package's name, or a file's URL. */
  readonly adapter: string;
  /** Modules that the adapter loads when it opens; none where it is left out. */
  readonly loads?: readonly string[];
  /** The cloud's entry in the configuration, without `adapter`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Ids of a configuration and of an image to make machines of. */
  readonly configuration: string;
  readonly image: string;
  /** The state, in CIMI's words, of a machine that is made without an initialState. */
  readonly initialState: string;
  /** What comes with each machine beside its disk, and goes with it. */
  readonly along?: Counts;
  /** Milliseconds for which reads may lag behind. */
  readonly lag?: number;
  census(): Promise<Census>;
  close(): Promise<void>;
}

/** What changed from one census to another, of the kinds that changed. */
export function difference(before: Counts, after: Counts): Counts {
  const kinds = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = kinds.map((kind) => [kind, (after[kind] ?? 0) - (before[kind] ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, count]) => count !== 0));
}
