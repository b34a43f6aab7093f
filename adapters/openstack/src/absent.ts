import type { Absences } from "@cimi-gateway/adapter";

/** What OpenStack leaves out, and why. */
export const absent = {} as const satisfies Absences;
