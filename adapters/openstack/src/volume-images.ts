import { type Context, GIBIBYTE, kilobytes } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import { type Backup, backupPages, readBackups } from "./backups.js";
import type { NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import type { Bearer } from "./metadata.js";
import { readSnapshots, type Snapshot, snapshotPages } from "./snapshots.js";
import { backupState, volumeImageState } from "./states.js";

export const KINDS = ["snapshot", "backup"] as const;
export type ImageKind = (typeof KINDS)[number];

/** What is common to images of volumes, whatever they are natively. */
export interface VolumeImage extends Bearer {
  /** The native id; of a backup with a suffix, as ids of backups and snapshots have one form. */
  readonly id: string;
  readonly native: string;
  readonly kind: ImageKind;
  /** Whether the cloud has both kinds. */
  readonly isOneOfTwo: boolean;
  readonly state: StateOf<"VolumeImage"> | undefined;
  readonly isIncremental: boolean | undefined;
  /** Kilobytes of the volume. */
  readonly capacity: number | undefined;
  readonly volume: string | undefined;
  readonly created: string | undefined;
  readonly updated: string | null | undefined;
  /** Why it is in ERROR. */
  readonly failure: string | undefined;
}

const BACKUP = ".backup";

export const backupId = (native: string): string => `${native}${BACKUP}`;

/** The native id of a backup; undefined: the image is a snapshot. */
export const backupOf = (id: string): string | undefined => (id.endsWith(BACKUP) ? id.slice(0, -BACKUP.length) : undefined);

const ofSnapshot =
  (isOneOfTwo: boolean) =>
  (snapshot: Snapshot): VolumeImage => ({
    ...common(snapshot),
    id: snapshot.id,
    kind: "snapshot",
    isOneOfTwo,
    state: volumeImageState(snapshot.status),
    isIncremental: undefined,
    failure: undefined,
  });

const ofBackup = (backup: Backup): VolumeImage => ({
  ...common(backup),
  id: backupId(backup.id),
  kind: "backup",
  isOneOfTwo: true,
  state: backupState(backup.status),
  isIncremental: backup.is_incremental ?? false,
  failure: backup.fail_reason || undefined,
});

const common = ({ id, name, description, metadata, volume_id, size, created_at, updated_at }: Snapshot & Backup) => ({
  native: id,
  name,
  description,
  metadata,
  volume: volume_id,
  capacity: size === undefined ? undefined : kilobytes(size, GIBIBYTE),
  created: created_at,
  updated: updated_at,
});

/** Page by page: snapshots, then backups where the cloud has them. */
export async function* imagePages(
  cloud: Cloud,
  context: Context,
  query: NonNullable<NativeCall["query"]> = {},
): AsyncGenerator<readonly VolumeImage[]> {
  const offered = await cloud.backups.shown(context);
  for await (const page of snapshotPages(cloud, context, query)) yield page.map(ofSnapshot(offered));
  if (offered) for await (const page of backupPages(cloud, context, query)) yield page.map(ofBackup);
}

export async function readImages(cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, VolumeImage>> {
  const backups = ids.flatMap((id) => backupOf(id) ?? []);
  const snapshots = ids.filter((id) => backupOf(id) === undefined);
  const [some, others] = await Promise.all([
    snapshots.length === 0 ? [] : snapshotsAmong(cloud, snapshots, context),
    backups.length === 0 ? [] : backupsAmong(cloud, backups, context),
  ]);
  return new Map([...some, ...others].map((image) => [image.id, image]));
}

async function snapshotsAmong(cloud: Cloud, ids: readonly string[], context: Context): Promise<readonly VolumeImage[]> {
  const [isOneOfTwo, found] = await Promise.all([cloud.backups.shown(context), readSnapshots(cloud, ids, context)]);
  return [...found.values()].map(ofSnapshot(isOneOfTwo));
}

/** Those whose ids are known are asked for themselves: only a 404 says that they are not there. */
async function backupsAmong(cloud: Cloud, ids: readonly string[], context: Context): Promise<readonly VolumeImage[]> {
  if (!(await cloud.backups.spoken(context))) return [];
  const found = await readBackups(cloud, ids, context).catch((error) => unlessGone(error, undefined));
  return [...(found?.values() ?? [])].map(ofBackup);
}

/** @throws ProviderFault notFound */
export async function oneImage(cloud: Cloud, id: string, context: Context): Promise<VolumeImage> {
  const image = (await readImages(cloud, [id], context)).get(id);
  if (!image) throw gone("volume image", id);
  return image;
}
