/** A table of native states: every native word has its CIMI state; undefined: such an object is gone for CIMI. */
export type StateTable<Native extends string, State extends string> = Readonly<Record<Native, State | undefined>>;

/** Reads a native state; a word that the table does not have is an error of the resource, never a crash. */
export const stateIn = <Native extends string, State extends string>(
  table: StateTable<Native, State>,
  native: string | undefined,
  unknown: State,
): State | undefined => (native !== undefined && Object.hasOwn(table, native) ? table[native as Native] : unknown);
