import type { StateTable } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import { initialStates } from "./initial-state.js";
import type { Network, Passing, Serving } from "./world/network-things.js";
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

/** 5.14.2.1: the states in which a new machine can end. */
export const MACHINE_INITIAL = initialStates<MachineState>({
  STOPPED: "off",
  STARTED: "running",
  PAUSED: "paused",
  SUSPENDED: "suspended",
});

export const NETWORK_STATES = {
  creating: "CREATING",
  starting: "STARTING",
  started: "STARTED",
  stopping: "STOPPING",
  stopped: "STOPPED",
  deleting: "DELETING",
  error: "ERROR",
} as const satisfies StateTable<Network["state"], StateOf<"Network">>;

/** Of segments and services. */
export const PASSING_STATES = {
  creating: "CREATING",
  started: "STARTED",
  stopped: "STOPPED",
  deleting: "DELETING",
  error: "ERROR",
} as const satisfies StateTable<Passing, StateOf<"ProtocolSegment">>;

/** Of endpoints and interfaces. */
export const SERVING_STATES = {
  creating: "CREATING",
  enabled: "ENABLED",
  disabled: "DISABLED",
  deleting: "DELETING",
  error: "ERROR",
} as const satisfies StateTable<Serving, StateOf<"ProtocolEndpoint">>;

/** 5.16.2.1, 5.16.6.1, 5.16.18.1: as other clouds do, a new network carries traffic unless its maker says otherwise. */
export const INITIAL_PASSING = initialStates({ STARTED: "started", STOPPED: "stopped" });

/** 5.16.10.1, 5.16.14.1. */
export const INITIAL_SERVING = initialStates({ ENABLED: "enabled", DISABLED: "disabled" });
