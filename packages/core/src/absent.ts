import type { Absences } from "@cimi-gateway/adapter";

const METERING = { reason: "This edition of the gateway measures nothing.", source: "DSP0263, 5.17.3" } as const;
const LOGGING = { reason: "This edition of the gateway keeps no logs of events.", source: "DSP0263, 5.17.8" } as const;
const SYSTEMS = { reason: "This edition of the gateway puts no Systems together.", source: "DSP0263, 5.13" } as const;

/** What the gateway offers on no cloud, whatever its adapter does. */
export const absent = {
  "*.meters": METERING,
  "Meter*": METERING,
  Sample: METERING,
  "*.eventLog": LOGGING,
  "Event*": LOGGING,
  "System*": SYSTEMS,
  RecoverableMachine: SYSTEMS,
  "Machine.MachineCredentialByValue": {
    reason: "A Credential is made first and named by its link, so that no secret stays with a request.",
    source: "DSP0263, 5.11.1, Table 7",
  },
  "Machine.MachineImageByValue": {
    reason: "An image is made first and named by its link, since making one takes a Job of its own.",
    source: "DSP0263, 5.11.1, Table 7",
  },
  "Volume.VolumeImageByValue": {
    reason: "An image is made first and named by its link, since making one takes a Job of its own.",
    source: "DSP0263, 5.11.1, Table 7",
  },
  "locatedVolume.edit": {
    reason: "The link to a Volume says where it was connected and never changes. Remove it and insert it anew.",
    source: "DSP0263, 5.14.1.1.2",
  },
} as const satisfies Absences;
