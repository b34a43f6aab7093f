import { type Accepted, type CreateRequest, nativeId, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { describeRestored, makesFromBackups, restoreInto, sizeOf } from "./backup-restore.js";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { nativeName } from "./native-name.js";
import { backupOf } from "./volume-images.js";
import { deleteVolume, MAPPED, markedVolume, sizeFor } from "./volumes.js";
import { type Sent, sent } from "./writes.js";

interface Input {
  /** Absent: that of the request. */
  readonly name?: string;
  /** Gibibytes. Absent: as large as what it is made from. */
  readonly size?: number;
  readonly snapshot_id?: string;
  readonly backup_id?: string;
  readonly availability_zone?: string;
}

/** POST /volumes has no token (RELIABILITY.md, A9): what an interrupted one made is known by its marker. */
export const makeVolume = (
  cloud: Cloud,
  request: CreateRequest<ResourceName>,
  input: Input,
  context: WriteContext,
): Promise<Sent> =>
  context.step("create", {
    send: async ({ marker }) => {
      const { volumeType } = cloud.settings;
      const volume = {
        ...fresh(cloud.settings, marker, request),
        ...input,
        ...(volumeType !== undefined && input.snapshot_id === undefined && { volume_type: volumeType }),
      };
      const call = { service: "volume", method: "POST", path: "/volumes", body: { volume } } as const;
      const answer: NativeAnswer<{ volume?: { id?: string } }> = await cloud.client.write(context, call);
      return sent(answer.body?.volume?.id, answer);
    },
    find: ({ marker }) => markedVolume(cloud, marker, context),
    undo: async ({ id }) => {
      await deleteVolume(cloud, id, context);
    },
  });

export async function createVolume(cloud: Cloud, request: CreateRequest<"Volume">, context: WriteContext): Promise<Accepted> {
  const input = inputOf(cloud, request);
  const image = request.template.volumeImage && nativeId(request.template.volumeImage);
  const backup = image === undefined ? undefined : backupOf(image);
  const made =
    backup === undefined
      ? await makeVolume(cloud, request, { ...input, ...(image !== undefined && { snapshot_id: image }) }, context)
      : await fromBackup(cloud, request, input, backup, context);
  return { ...made, ...freshOverlay(cloud.settings, request) };
}

/**
 * Cinder replaces the marker in the metadata while it restores: as long as that may be, the volume is known by a name made of it. An older one
 * restores into a volume that is there already.
 */
async function fromBackup(
  cloud: Cloud,
  request: CreateRequest<"Volume">,
  input: Input,
  backup: string,
  context: WriteContext,
): Promise<Sent> {
  const direct = await makesFromBackups(cloud, context);
  const size = input.size ?? (await sizeOf(cloud, backup, context));
  const made = await makeVolume(
    cloud,
    request,
    { ...input, name: nativeName(request.id), size, ...(direct && { backup_id: backup }) },
    context,
  );
  await context.reach("Volume", made.id, ["AVAILABLE"]);
  if (!direct) await restoreInto(cloud, backup, made.id, context);
  await describeRestored(cloud, made.id, fresh(cloud.settings, request.id, request), context);
  return made;
}

function inputOf({ settings }: Cloud, { template, location }: CreateRequest<"Volume">): Input {
  const { capacity, type, format } = (template.volumeConfig?.value ?? {}) as {
    capacity?: number;
    type?: string;
    format?: string;
  };
  if (format)
    throw new ProviderFault(
      "invalid",
      `Cinder makes no file systems: leave the format ${JSON.stringify(format)} out of the volumeConfig`,
    );
  if (type && !/\/cimi\/[12]\/mapped$/.test(type))
    throw new ProviderFault("invalid", `Cinder has no volumes of the type ${JSON.stringify(type)}; name ${MAPPED} or none`);
  if (capacity === undefined && template.volumeImage === undefined)
    throw new ProviderFault("invalid", "the volumeConfig lacks its capacity, in kilobytes");
  const zone = location ?? settings.zone;
  return {
    ...(capacity !== undefined && { size: sizeFor(capacity) }),
    ...(zone !== undefined && { availability_zone: zone }),
  };
}
