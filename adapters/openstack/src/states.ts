import { type StateTable, stateIn } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import type { BackupStatus } from "./backups.js";
import type { ImageStatus } from "./images.js";
import type { NovaStatus, NovaTask, Server } from "./server.js";
import type { SnapshotStatus } from "./snapshots.js";
import type { VolumeStatus } from "./volumes.js";

type MachineState = StateOf<"Machine">;

/** What goes on is told by the task, whatever the status (nova/compute/task_states.py). Null: the status tells. */
const TASKS: Readonly<Record<NovaTask, MachineState | null>> = {
  scheduling: null,
  block_device_mapping: null,
  networking: null,
  spawning: null,
  image_snapshot: "CAPTURING",
  image_snapshot_pending: "CAPTURING",
  image_pending_upload: "CAPTURING",
  image_uploading: "CAPTURING",
  image_backup: "CAPTURING",
  updating_password: null,
  resize_prep: null,
  resize_migrating: null,
  resize_migrated: null,
  resize_finish: null,
  resize_confirming: null,
  resize_reverting: null,
  rebooting: "STARTING",
  reboot_pending: "STARTING",
  reboot_started: "STARTING",
  rebooting_hard: "STARTING",
  reboot_pending_hard: "STARTING",
  reboot_started_hard: "STARTING",
  pausing: "PAUSING",
  unpausing: "STARTING",
  suspending: "SUSPENDING",
  resuming: "STARTING",
  "powering-off": "STOPPING",
  "powering-on": "STARTING",
  rescuing: null,
  unrescuing: null,
  rebuilding: "RESTORING",
  rebuild_block_device_mapping: "RESTORING",
  rebuild_spawning: "RESTORING",
  migrating: null,
  deleting: "DELETING",
  "soft-deleting": "DELETING",
  restoring: "STARTING",
  shelving: "STOPPING",
  shelving_image_pending_upload: "STOPPING",
  shelving_image_uploading: "STOPPING",
  shelving_offloading: "STOPPING",
  unshelving: "STARTING",
};

/** Compute API guide, "Server concepts". Null: the power state tells. A soft-deleted server can be brought back; until then it is gone. */
const MACHINE: Readonly<Record<NovaStatus, MachineState | undefined | null>> = {
  ACTIVE: "STARTED",
  BUILD: "CREATING",
  DELETED: undefined,
  ERROR: "ERROR",
  HARD_REBOOT: "STARTING",
  MIGRATING: null,
  PASSWORD: null,
  PAUSED: "PAUSED",
  REBOOT: "STARTING",
  REBUILD: "RESTORING",
  RESCUE: null,
  RESIZE: null,
  REVERT_RESIZE: null,
  SHELVED: "STOPPED",
  SHELVED_OFFLOADED: "STOPPED",
  SHUTOFF: "STOPPED",
  SOFT_DELETED: undefined,
  SUSPENDED: "SUSPENDED",
  UNKNOWN: "ERROR",
  VERIFY_RESIZE: null,
};

/** nova/objects/fields.py, InstancePowerState. */
const POWER: Readonly<Record<number, MachineState>> = { 1: "STARTED", 3: "PAUSED", 4: "STOPPED", 6: "FAILED", 7: "SUSPENDED" };
const CRASHED = 6;

/** While its size changes a guest is down; it ends as it was. */
const RESIZING: ReadonlySet<string> = new Set(["RESIZE", "REVERT_RESIZE"]);

/** Undefined: the machine is gone. */
export function machineState(server: Server): MachineState | undefined {
  const { status, task, power } = server;
  if (!Object.hasOwn(MACHINE, status)) return "ERROR";
  const known = MACHINE[status as NovaStatus];
  if (known === undefined) return undefined;
  const going = task !== undefined && Object.hasOwn(TASKS, task) ? TASKS[task as NovaTask] : null;
  if (going === "DELETING" || (going !== null && known !== "CREATING" && known !== "ERROR")) return going;
  const powered = (power === undefined ? undefined : POWER[power]) ?? "STARTED";
  if (RESIZING.has(status)) return powered === "STARTED" ? "STARTING" : "STOPPING";
  if (status === "ACTIVE" && power === CRASHED) return "FAILED";
  return known ?? powered;
}

/** Block Storage API v3, "Volumes": an attached volume serves like every other; what failed at it since leaves its data. */
const VOLUME = {
  creating: "CREATING",
  downloading: "CREATING",
  managing: "CREATING",
  available: "AVAILABLE",
  reserved: "AVAILABLE",
  attaching: "AVAILABLE",
  detaching: "AVAILABLE",
  "in-use": "AVAILABLE",
  maintenance: "AVAILABLE",
  extending: "AVAILABLE",
  retyping: "AVAILABLE",
  "awaiting-transfer": "AVAILABLE",
  error_extending: "AVAILABLE",
  "error_backing-up": "AVAILABLE",
  "backing-up": "CAPTURING",
  uploading: "CAPTURING",
  "restoring-backup": "RESTORING",
  reverting: "RESTORING",
  deleting: "DELETING",
  unmanaging: "DELETING",
  error: "ERROR",
  error_deleting: "ERROR",
  error_managing: "ERROR",
  error_restoring: "ERROR",
} as const satisfies StateTable<VolumeStatus, StateOf<"Volume">>;

export const volumeState = (native: string | undefined): StateOf<"Volume"> | undefined => stateIn(VOLUME, native, "ERROR");

const VOLUME_IMAGE = {
  creating: "CREATING",
  available: "AVAILABLE",
  "backing-up": "AVAILABLE",
  restoring: "AVAILABLE",
  deleting: "DELETING",
  unmanaging: "DELETING",
  deleted: undefined,
  error: "ERROR",
  error_deleting: "ERROR",
} as const satisfies StateTable<SnapshotStatus, StateOf<"VolumeImage">>;

export const volumeImageState = (native: string | undefined): StateOf<"VolumeImage"> | undefined =>
  stateIn(VOLUME_IMAGE, native, "ERROR");

/** cinder/objects/fields.py, BackupStatus. One that is being restored from serves others meanwhile. */
const BACKUP = {
  creating: "CREATING",
  available: "AVAILABLE",
  restoring: "AVAILABLE",
  deleting: "DELETING",
  deleted: undefined,
  error: "ERROR",
  error_deleting: "ERROR",
} as const satisfies StateTable<BackupStatus, StateOf<"VolumeImage">>;

export const backupState = (native: string | undefined): StateOf<"VolumeImage"> | undefined => stateIn(BACKUP, native, "ERROR");

/** Image service API v2, "Image statuses". A deactivated image exists, but nothing can be made from it. */
const MACHINE_IMAGE = {
  queued: "CREATING",
  saving: "CREATING",
  uploading: "CREATING",
  importing: "CREATING",
  active: "AVAILABLE",
  killed: "ERROR",
  deactivated: "ERROR",
  pending_delete: "DELETING",
  deleted: undefined,
} as const satisfies StateTable<ImageStatus, StateOf<"MachineImage">>;

export const machineImageState = (native: string | undefined): StateOf<"MachineImage"> | undefined =>
  stateIn(MACHINE_IMAGE, native, "ERROR");
