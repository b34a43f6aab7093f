/** What is wrong with one setting. */
export interface Problem {
  /** Where it stands, e.g. `clouds.private.region`; empty: the file as a whole. */
  readonly path: string;
  /** What was refused and what would be accepted; never a value, which may be a secret. */
  readonly problem: string;
}

/** A configuration that cannot be used: the message has a line for each problem, with the file and the setting's path. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(
    /** The file, or `environment` for variables. */
    readonly source: string,
    readonly problems: readonly Problem[],
  ) {
    super(problems.map(({ path, problem }) => [source, path, problem].filter((part) => part !== "").join(": ")).join("\n"));
  }
}
