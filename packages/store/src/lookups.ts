import type { IdentityLookups } from "./identities.js";
import { direct, type Lookup, Remembering, withinTransaction } from "./lookup.js";
import type { Overlay } from "./overlays.js";

/** What may be answered from memory. */
export interface Lookups extends IdentityLookups {
  readonly overlays: Lookup<Overlay>;
}

/** Characters per kind: some tens of megabytes in all, enough for about 100,000 identities each way. */
const LIMIT = 20_000_000;

/**
 * A pair of ids never changes, so it may be kept whoever else writes. Overlays change, and absences end: those are kept
 * where this process is the only writer.
 */
export function openLookups(soleWriter: boolean): Lookups {
  const identities = { limit: LIMIT, absences: soleWriter, weigh: (id: string) => id.length };
  return {
    byId: new Remembering(identities),
    byNativeId: new Remembering(identities),
    overlays: soleWriter ? new Remembering({ limit: LIMIT, absences: true, weigh: weighOverlay }) : direct(),
  };
}

const weighOverlay = ({ value }: Overlay): number => JSON.stringify(value).length;

/** The lookups of one transaction. */
export const lookupsWithin = (outside: Lookups, atEnd: (action: () => void) => void): Lookups => ({
  byId: withinTransaction(outside.byId, atEnd),
  byNativeId: withinTransaction(outside.byNativeId, atEnd),
  overlays: withinTransaction(outside.overlays, atEnd),
});
