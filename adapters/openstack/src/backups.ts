import { type Context, gather } from "@cimi-gateway/adapter";
import type { NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { type Metadata, markerIn } from "./metadata.js";
import { path } from "./paths.js";
import { firstOf, readMany } from "./reading.js";
import { isInside } from "./scope.js";
import { backupState } from "./states.js";
import type { Sent } from "./writes.js";

/** cinder/objects/fields.py, BackupStatus. */
export type BackupStatus = "creating" | "available" | "restoring" | "deleting" | "deleted" | "error" | "error_deleting";

/** A backup of a volume: its data are kept apart from the volume's storage, and outlive it. */
export interface Backup {
  readonly id: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly status?: string;
  readonly fail_reason?: string | null;
  /** Gibibytes of the volume. */
  readonly size?: number;
  readonly volume_id?: string;
  readonly is_incremental?: boolean;
  readonly has_dependent_backups?: boolean;
  /** When the volume held what is in it. */
  readonly data_timestamp?: string | null;
  readonly created_at?: string;
  readonly updated_at?: string | null;
  readonly metadata?: Metadata;
}

type Query = NonNullable<NativeCall["query"]>;

/** Page by page; those that are gone or outside the scope left out. */
export async function* backupPages(cloud: Cloud, context: Context, query: Query = {}): AsyncGenerator<readonly Backup[]> {
  const pages = cloud.client.pages<Backup>(context, { service: "volume", path: "/backups/detail", query }, "backups");
  for await (const page of pages) yield page.filter((backup) => isShown(cloud, backup));
}

const isShown = ({ settings: { scope } }: Cloud, { status, metadata }: Backup): boolean =>
  backupState(status) !== undefined && isInside(scope, metadata);

export const readBackups = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Backup>> =>
  readMany(ids, {
    idOf: ({ id }) => id,
    one: async (id) => {
      const call = { service: "volume", path: path`/backups/${id}` } as const;
      const backup = (await cloud.client.readIfThere<{ backup?: Backup }>(context, call))?.backup;
      return backup && isShown(cloud, backup) ? backup : undefined;
    },
    list: () => backupPages(cloud, context),
  });

/** What an interrupted POST /backups made. */
export async function markedBackup(cloud: Cloud, marker: string, context: Context): Promise<Sent | undefined> {
  const found = await firstOf(backupPages(cloud, context), ({ metadata }) => markerIn(metadata) === marker);
  return found && { id: found.id };
}

/**
 * The incremental backups that build on one, the newest first: those of its volume since then, up to the next whole one. Cinder tells of no
 * backup on which other it builds; an incremental one builds on the newest before it, which may be of the same second. Whatever the scope: a
 * hidden one holds it, too.
 */
export async function dependentsOf(cloud: Cloud, { id, volume_id = "" }: Backup, context: Context): Promise<readonly Backup[]> {
  const call = { service: "volume", path: "/backups/detail", query: { volume_id } } as const;
  const all = await gather(cloud.client.pages<Backup>(context, call, "backups"));
  const sorted = [...all].sort((one, other) => timeOf(one) - timeOf(other) || isLater(one) - isLater(other));
  const later = sorted.slice(sorted.findIndex((backup) => backup.id === id) + 1);
  const whole = later.findIndex(({ is_incremental }) => !is_incremental);
  return (whole < 0 ? later : later.slice(0, whole)).reverse();
}

const isLater = ({ is_incremental = false }: Backup): number => Number(is_incremental);

const timeOf = ({ data_timestamp, created_at = "" }: Backup): number => Date.parse(data_timestamp ?? created_at);
