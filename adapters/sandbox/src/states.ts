import type { StateTable } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import type { Attachment, ImageState, ImageType, MachineState, Volume } from "./world/things.js";

export const MACHINE_STATES = {
  creating: "CREATING",
  starting: "STARTING",
  running: "STARTED",
  stopping: "STOPPING",
  off: "STOPPED",
  pausing: "PAUSING",
  paused: "PAUSED",
  suspending: "SUSPENDING",
  suspended: "SUSPENDED",
  capturing: "CAPTURING",
  restoring: "RESTORING",
  deleting: "DELETING",
  error: "ERROR",
  failed: "FAILED",
} as const satisfies StateTable<MachineState, StateOf<"Machine">>;

export const VOLUME_STATES = {
  creating: "CREATING",
  available: "AVAILABLE",
  capturing: "CAPTURING",
  restoring: "RESTORING",
  deleting: "DELETING",
  error: "ERROR",
} as const satisfies StateTable<Volume["state"], StateOf<"Volume">>;

/** Of machine images and volume images. */
export const IMAGE_STATES = {
  creating: "CREATING",
  available: "AVAILABLE",
  deleting: "DELETING",
  error: "ERROR",
} as const satisfies StateTable<ImageState, StateOf<"MachineImage">>;

/** Whether a locatedVolume exists for CIMI: from attached until it is detached. */
export const CONNECTED = {
  attaching: false,
  attached: true,
  detaching: true,
  error: false,
} as const satisfies Record<Attachment["state"], boolean>;

export const IMAGE_TYPES = {
  image: "IMAGE",
  snapshot: "SNAPSHOT",
  partial: "PARTIAL_SNAPSHOT",
} as const satisfies Record<ImageType, string>;

/** 5.14.2.1: the states in which a new machine can end, by the native words. */
export const INITIAL_STATES: Readonly<Record<string, MachineState>> = {
  STARTED: "running",
  STOPPED: "off",
  PAUSED: "paused",
  SUSPENDED: "suspended",
};
