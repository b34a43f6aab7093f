import type { WriteContext } from "@cimi-gateway/adapter";
import { readBackups } from "./backups.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { valueIn } from "./metadata.js";
import { path } from "./paths.js";
import type { Microversion } from "./services.js";
import { oneVolume } from "./volumes.js";
import { act, type Sent, sent } from "./writes.js";

/** Block storage 3.47 is the first that makes a volume from a backup by itself. */
const FROM_BACKUP: Microversion = [3, 47];

/** The key of metadata by which Cinder says from which backup a volume came; it stays. */
const SOURCE = "src_backup_id";

export const makesFromBackups = ({ client }: Cloud, context: WriteContext): Promise<boolean> =>
  client.speaks(context, "volume", FROM_BACKUP);

/** Gibibytes of the volume that was backed up. @throws ProviderFault notFound */
export async function sizeOf(cloud: Cloud, backup: string, context: WriteContext): Promise<number> {
  const found = (await readBackups(cloud, [backup], context)).get(backup);
  if (found?.size === undefined) throw gone("backup", backup);
  return found.size;
}

/** Puts what a backup holds into a volume that nothing uses, to its end. */
export async function restoreInto(cloud: Cloud, backup: string, volume: string, context: WriteContext): Promise<Sent> {
  const body = { restore: { volume_id: volume } };
  const call = { service: "volume", method: "POST", path: path`/backups/${backup}/restore`, body } as const;
  const restored = await act(cloud.client, context, "restore", volume, call, {
    find: async () => ((await oneVolume(cloud, volume, context)).status === "restoring-backup" ? { id: volume } : undefined),
  });
  await context.reach("Volume", volume, ["AVAILABLE"]);
  return restored;
}

/** A volume goes back to what a backup holds, and stays what it is called. */
export async function restoreVolume(cloud: Cloud, backup: string, volume: string, context: WriteContext): Promise<Sent> {
  const kept = await context.step("kept", { send: () => describedAs(cloud, volume, context) });
  const restored = await restoreInto(cloud, backup, volume, context);
  await describeRestored(cloud, volume, kept, context);
  return restored;
}

/** What a volume is called, and its metadata. */
type Described = {
  readonly name: string;
  readonly description?: string;
  readonly metadata: Readonly<Record<string, string>>;
};

async function describedAs(cloud: Cloud, id: string, context: WriteContext): Promise<Required<Described>> {
  const { name, description, metadata } = await oneVolume(cloud, id, context);
  return { name: name ?? "", description: description ?? "", metadata: metadata ?? {} };
}

/**
 * With the data Cinder restores the metadata of the volume that was backed up, its marker among them, in place of what was there
 * (cinder/backup/driver.py, `_restore_vol_meta`), and gives a volume without a name that one's name and description (`_restore_vol_base_meta`).
 * They are put right.
 */
export const describeRestored = (cloud: Cloud, id: string, wanted: Described, context: WriteContext): Promise<Sent> =>
  context.step("describe", {
    send: async () => {
      const source = valueIn((await oneVolume(cloud, id, context)).metadata, SOURCE);
      const volume = { ...wanted, metadata: { ...wanted.metadata, ...(source !== undefined && { [SOURCE]: source }) } };
      return sent(
        id,
        await cloud.client.write(context, { service: "volume", method: "PUT", path: path`/volumes/${id}`, body: { volume } }),
      );
    },
  });
