/** Whose rows: both are part of every condition, so that a foreign id is no better known than one that never was. */
export interface Scope {
  /** The tenant on whose behalf the request runs. */
  readonly tenant: string;
  /** The name of the cloud in the configuration. */
  readonly cloud: string;
}

/** The scope's columns as they stand in an inserted row. */
export const scopeColumns = ({ tenant, cloud }: Scope): Scope => ({ tenant, cloud });
