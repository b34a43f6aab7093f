/** OpenStack wants names where CIMI has none. Those of key pairs are unique for a user, so that a second creation fails instead of doubling. */
const PREFIX = "cimi-";

export const nativeName = (marker: string): string => `${PREFIX}${marker}`;

/** The CIMI id in such a name. */
export const markerOfName = (name: string | undefined): string | undefined =>
  name?.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
