import type { StateTable } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import { initialStates } from "./initial-state.js";
import type { Network, Passing, Serving } from "./world/network-things.js";
import type { Attachment, ImageState, ImageType, MachineState, Volume } from "./world/things.js";

/** What anything goes through, and what may happen to it. */
const EXISTENCE = { creating: "CREATING", deleting: "DELETING", error: "ERROR" } as const;

export const MACHINE_STATES = {
  ...EXISTENCE,
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
  failed: "FAILED",
} as const satisfies StateTable<MachineState, StateOf<"Machine">>;

/** Of machine images and volume images. */
export const IMAGE_STATES = { ...EXISTENCE, available: "AVAILABLE" } as const satisfies StateTable<
  ImageState,
  StateOf<"MachineImage">
>;

export const VOLUME_STATES = {
  ...EXISTENCE,
  available: "AVAILABLE",
  capturing: "CAPTURING",
  restoring: "RESTORING",
} as const satisfies StateTable<Volume["state"], StateOf<"Volume">>;

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

/** Of segments and services. */
export const PASSING_STATES = { ...EXISTENCE, started: "STARTED", stopped: "STOPPED" } as const satisfies StateTable<
  Passing,
  StateOf<"ProtocolSegment">
>;

export const NETWORK_STATES = {
  ...PASSING_STATES,
  starting: "STARTING",
  stopping: "STOPPING",
} as const satisfies StateTable<Network["state"], StateOf<"Network">>;

/** Of endpoints and interfaces. */
export const SERVING_STATES = { ...EXISTENCE, enabled: "ENABLED", disabled: "DISABLED" } as const satisfies StateTable<
  Serving,
  StateOf<"ProtocolEndpoint">
>;

/** 5.16.2.1, 5.16.6.1, 5.16.18.1: as other clouds do, a new network carries traffic unless its maker says otherwise. */
export const INITIAL_PASSING = initialStates({ STARTED: "started", STOPPED: "stopped" });

/** 5.16.10.1, 5.16.14.1. */
export const INITIAL_SERVING = initialStates({ ENABLED: "enabled", DISABLED: "disabled" });
