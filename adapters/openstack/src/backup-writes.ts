import { type Accepted, type CreateRequest, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { dependentsOf, markedBackup, readBackups } from "./backups.js";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone, unlessGone } from "./errors.js";
import { markerIn } from "./metadata.js";
import { type Described, fresh, freshOverlay, rewriting } from "./metadata-writing.js";
import { path } from "./paths.js";
import { readSnapshots } from "./snapshots.js";
import { backupId } from "./volume-images.js";
import { oneVolume } from "./volumes.js";
import { act, type Sent, sent } from "./writes.js";

/** What a backup is taken of. */
export interface BackupSource {
  readonly kind: "volumes" | "snapshots";
  readonly id: string;
  readonly incremental: boolean;
}

/** POST /backups has no token (RELIABILITY.md, A9): what an interrupted one made is known by its marker. The Job follows its handle, which tells why one fails. */
export async function createBackup(
  cloud: Cloud,
  source: BackupSource,
  request: CreateRequest<ResourceName>,
  context: WriteContext,
): Promise<Accepted> {
  const made = await context.step("create", {
    send: async ({ marker }) => {
      if (!(await cloud.backups.offered(context)))
        throw new ProviderFault(
          "invalid",
          "the block storage service lets this project have no backups: leave the kind out, or name snapshot",
        );
      const { incremental } = source;
      const backup = {
        ...fresh(cloud.settings, marker, request),
        ...(await sourceOf(cloud, source, context)),
        incremental,
        force: true,
      };
      const call = { service: "volume", method: "POST", path: "/backups", body: { backup } } as const;
      const answer: NativeAnswer<{ backup?: { id?: string } }> = await cloud.client.write(context, call);
      return sent(answer.body?.backup?.id, answer);
    },
    find: ({ marker }) => markedBackup(cloud, marker, context),
    undo: async ({ id }) => {
      await discard(cloud, id, context).catch((error) => unlessGone(error, undefined));
    },
  });
  const id = backupId(made.id);
  return { ...made, id, handle: id, ...freshOverlay(cloud.settings, request) };
}

async function sourceOf(cloud: Cloud, { kind, id }: BackupSource, context: WriteContext): Promise<object> {
  if (kind === "volumes") return { volume_id: (await oneVolume(cloud, id, context)).id };
  const snapshot = (await readSnapshots(cloud, [id], context)).get(id);
  if (!snapshot) throw gone("snapshot", id);
  return { volume_id: snapshot.volume_id, snapshot_id: id };
}

const discard = async ({ client }: Cloud, id: string, context: WriteContext): Promise<Sent> =>
  sent(id, await client.write(context, { service: "volume", method: "DELETE", path: path`/backups/${id}` }));

/** Deletes one on which no other builds. @throws ProviderFault conflict that names those */
export const deleteBackup = (cloud: Cloud, native: string, context: WriteContext): Promise<Accepted> =>
  context
    .step("delete", {
      send: () =>
        discard(cloud, native, context).catch(async (error: unknown) => {
          if (error instanceof ProviderFault && error.kind === "conflict") throw await conflictOf(cloud, native, error, context);
          return unlessGone(error, { id: native });
        }),
    })
    .then((accepted) => ({ ...accepted, id: backupId(native) }));

async function conflictOf(cloud: Cloud, native: string, cause: ProviderFault, context: WriteContext): Promise<ProviderFault> {
  const backup = (await readBackups(cloud, [native], context)).get(native);
  const dependents = backup?.has_dependent_backups ? await dependentsOf(cloud, backup, context) : [];
  const names = dependents.map(({ id, metadata }) => markerIn(metadata) ?? backupId(id));
  return names.length === 0
    ? cause
    : new ProviderFault(
        "conflict",
        `the backup ${native} is what ${names.join(", ")} build on; delete these first, in this order`,
        {
          code: cause.code,
          requestId: cause.requestId,
          cause,
        },
      );
}

/** PUT /backups/{id} replaces all metadata: name, description and properties change by one call. */
export async function redescribeBackup(
  cloud: Cloud,
  native: string,
  changes: Described,
  context: WriteContext,
): Promise<Accepted> {
  const bearer = (await readBackups(cloud, [native], context)).get(native);
  if (!bearer) throw gone("backup", native);
  const id = backupId(native);
  const { name, description, set, remove, overlay } = rewriting(bearer, changes, cloud.settings, markerIn(bearer.metadata) ?? id);
  const kept = Object.entries(bearer.metadata ?? {}).filter(([key]) => !remove.includes(key));
  const isSame = Object.keys(set).length === 0 && remove.length === 0;
  const backup = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(!isSame && { metadata: { ...Object.fromEntries(kept), ...set } }),
  };
  const call = { service: "volume", method: "PUT", path: path`/backups/${native}`, body: { backup } } as const;
  const done = Object.keys(backup).length === 0 ? {} : await act(cloud.client, context, "describe", native, call);
  return { ...done, id, ...(Object.keys(overlay).length > 0 && { overlay }) };
}
