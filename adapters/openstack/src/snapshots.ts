import type { Context } from "@cimi-gateway/adapter";
import type { NativeCall } from "./client.js";
import type { Cloud } from "./cloud.js";
import { type Metadata, markerIn } from "./metadata.js";
import { inNewWords } from "./older-members.js";
import { path } from "./paths.js";
import { firstOf, readMany } from "./reading.js";
import { isInside } from "./scope.js";
import { volumeImageState } from "./states.js";
import type { Sent } from "./writes.js";

/** Block Storage API v3, "Volume snapshots", status. */
export type SnapshotStatus =
  | "creating"
  | "available"
  | "backing-up"
  | "restoring"
  | "deleting"
  | "unmanaging"
  | "deleted"
  | "error"
  | "error_deleting";

/** A snapshot of a volume. */
export interface Snapshot {
  readonly id: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly status?: string;
  readonly volume_id?: string;
  /** Gibibytes of the volume. */
  readonly size?: number;
  readonly created_at?: string;
  readonly updated_at?: string | null;
  readonly metadata?: Metadata;
}

/** Page by page; those that are gone or outside the scope left out. */
export async function* snapshotPages(
  cloud: Cloud,
  context: Context,
  query: NonNullable<NativeCall["query"]> = {},
): AsyncGenerator<readonly Snapshot[]> {
  const pages = cloud.client.pages<Snapshot>(context, { service: "volume", path: "/snapshots/detail", query }, "snapshots");
  for await (const page of pages) yield page.map(inNewWords).filter((snapshot) => isShown(cloud, snapshot));
}

const isShown = ({ settings: { scope } }: Cloud, { status, metadata }: Snapshot): boolean =>
  volumeImageState(status) !== undefined && isInside(scope, metadata);

export const readSnapshots = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Snapshot>> =>
  readMany(ids, {
    idOf: ({ id }) => id,
    one: async (id) => {
      const call = { service: "volume", path: path`/snapshots/${id}` } as const;
      const snapshot = (await cloud.client.readIfThere<{ snapshot?: Snapshot }>(context, call))?.snapshot;
      return snapshot && isShown(cloud, snapshot) ? inNewWords(snapshot) : undefined;
    },
    list: () => snapshotPages(cloud, context),
  });

/** What an interrupted POST /snapshots made. */
export async function markedSnapshot(cloud: Cloud, marker: string, context: Context): Promise<Sent | undefined> {
  const found = await firstOf(snapshotPages(cloud, context), ({ metadata }) => markerIn(metadata) === marker);
  return found && { id: found.id };
}
