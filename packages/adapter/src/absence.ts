/** Why a cloud lacks something of the model. */
export interface Absence {
  /** A sentence for users. */
  readonly reason: string;
  /** The page of the provider, or the clause, that says so. */
  readonly source: string;
}

/**
 * The reasons for what an adapter leaves out, by what is left out: `Meter` (a whole type), `Machine.pause` (an attribute, an
 * operation, a capability, or `add`, `edit`, `delete`). A star stands for any characters: `*.updated`. The exact name wins, then the longest.
 */
export type Absences = Readonly<Record<string, Absence>>;
