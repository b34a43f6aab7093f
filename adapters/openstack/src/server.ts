import { garbled } from "./errors.js";
import type { Flavor } from "./flavors.js";
import type { Metadata } from "./metadata.js";

/** Compute API, "Servers", status. */
export type NovaStatus =
  | "ACTIVE"
  | "BUILD"
  | "DELETED"
  | "ERROR"
  | "HARD_REBOOT"
  | "MIGRATING"
  | "PASSWORD"
  | "PAUSED"
  | "REBOOT"
  | "REBUILD"
  | "RESCUE"
  | "RESIZE"
  | "REVERT_RESIZE"
  | "SHELVED"
  | "SHELVED_OFFLOADED"
  | "SHUTOFF"
  | "SOFT_DELETED"
  | "SUSPENDED"
  | "UNKNOWN"
  | "VERIFY_RESIZE";

/** nova/compute/task_states.py. */
export type NovaTask =
  | "scheduling"
  | "block_device_mapping"
  | "networking"
  | "spawning"
  | `image_${"snapshot" | "snapshot_pending" | "pending_upload" | "uploading" | "backup"}`
  | "updating_password"
  | `resize_${"prep" | "migrating" | "migrated" | "finish" | "confirming" | "reverting"}`
  | `${"rebooting" | "reboot_pending" | "reboot_started"}${"" | "_hard"}`
  | "pausing"
  | "unpausing"
  | "suspending"
  | "resuming"
  | "powering-off"
  | "powering-on"
  | "rescuing"
  | "unrescuing"
  | "rebuilding"
  | "rebuild_block_device_mapping"
  | "rebuild_spawning"
  | "migrating"
  | "deleting"
  | "soft-deleting"
  | "restoring"
  | "shelving"
  | `shelving_${"image_pending_upload" | "image_uploading" | "offloading"}`
  | "unshelving";

/** A server as the API gives it, as far as it is read here; a cell that is down leaves most of it out. */
export interface NovaServer {
  /** A number before there were UUIDs. */
  readonly id?: string | number;
  readonly name?: string;
  readonly description?: string | null;
  readonly status?: string;
  readonly created?: string;
  readonly updated?: string;
  readonly metadata?: Metadata;
  readonly image?: { readonly id?: string } | "" | null;
  readonly flavor?: EmbeddedFlavor;
  readonly locked?: boolean | null;
  /** Since 2.71; lists leave it out. */
  readonly server_groups?: readonly string[];
  readonly fault?: { readonly message?: string };
  readonly "OS-EXT-STS:task_state"?: string | null;
  readonly "OS-EXT-STS:power_state"?: number;
  readonly "OS-EXT-AZ:availability_zone"?: string;
  readonly "os-extended-volumes:volumes_attached"?: readonly { readonly id?: string; readonly delete_on_termination?: boolean }[];
}

/** Since 2.47 a server has its flavor with it, by value. */
export interface EmbeddedFlavor {
  readonly vcpus?: number;
  /** Mebibytes. */
  readonly ram?: number;
  /** Gibibytes. */
  readonly disk?: number;
  readonly ephemeral?: number;
  readonly original_name?: string;
  readonly extra_specs?: Flavor["extra_specs"];
}

export interface AttachedVolume {
  readonly id: string;
  /** Whether it goes with the server. */
  readonly isOwn: boolean;
}

/** A server, in words without prefixes. */
export interface Server {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | null | undefined;
  readonly status: string;
  readonly task: string | undefined;
  readonly power: number | undefined;
  readonly created: string | undefined;
  readonly updated: string | undefined;
  readonly metadata: Metadata;
  /** Undefined: it starts from a volume. */
  readonly image: string | undefined;
  readonly flavor: EmbeddedFlavor;
  readonly zone: string | undefined;
  readonly isLocked: boolean;
  readonly fault: string | undefined;
  readonly volumes: readonly AttachedVolume[];
  /** Undefined: it is not told; a server is in one at most. */
  readonly groups: readonly string[] | undefined;
}

/** @throws ProviderFault garbled */
export function serverOf(native: NovaServer | undefined): Server {
  if (native?.id === undefined || typeof native.status !== "string") throw garbled("the id or the status of a server");
  return {
    id: String(native.id),
    name: native.name,
    description: native.description,
    status: native.status,
    task: native["OS-EXT-STS:task_state"] ?? undefined,
    power: native["OS-EXT-STS:power_state"],
    created: native.created,
    updated: native.updated,
    metadata: native.metadata,
    image: native.image ? native.image.id : undefined,
    flavor: native.flavor ?? {},
    zone: native["OS-EXT-AZ:availability_zone"] || undefined,
    isLocked: native.locked === true,
    fault: native.fault?.message,
    volumes: (native["os-extended-volumes:volumes_attached"] ?? []).flatMap(({ id, delete_on_termination }) =>
      id === undefined ? [] : [{ id, isOwn: delete_on_termination === true }],
    ),
    groups: native.server_groups,
  };
}
