import type { Accepted, CreateRequest, WriteContext } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { createBackup } from "./backup-writes.js";
import type { NativeAnswer } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { fresh, freshOverlay } from "./metadata-writing.js";
import { path } from "./paths.js";
import { markedSnapshot } from "./snapshots.js";
import { choiceOf } from "./volume-image-extensions.js";
import { oneVolume } from "./volumes.js";
import { sent } from "./writes.js";

interface ImageSource {
  readonly kind: "volumes" | "snapshots";
  readonly id: string;
}

/** An image of what a volume holds now, also while it is in use, of the kind that the request names. */
export async function takeImage(
  cloud: Cloud,
  source: ImageSource,
  request: CreateRequest<ResourceName>,
  context: WriteContext,
): Promise<Accepted> {
  const { kind, incremental } = choiceOf(request.template);
  return kind === "backup"
    ? createBackup(cloud, { ...source, incremental }, request, context)
    : snapshotVolume(cloud, source.id, request, context);
}

async function snapshotVolume(
  cloud: Cloud,
  volume: string,
  request: CreateRequest<ResourceName>,
  context: WriteContext,
): Promise<Accepted> {
  const made = await context.step("create", {
    send: async ({ marker }) => {
      await oneVolume(cloud, volume, context);
      const snapshot = { ...fresh(cloud.settings, marker, request), volume_id: volume, force: true };
      const call = { service: "volume", method: "POST", path: "/snapshots", body: { snapshot } } as const;
      const answer: NativeAnswer<{ snapshot?: { id?: string } }> = await cloud.client.write(context, call);
      return sent(answer.body?.snapshot?.id, answer);
    },
    find: ({ marker }) => markedSnapshot(cloud, marker, context),
    undo: async ({ id }) => {
      const call = { service: "volume", method: "DELETE", path: path`/snapshots/${id}` } as const;
      await cloud.client.write(context, call).catch((error) => unlessGone(error, undefined));
    },
  });
  return { ...made, ...freshOverlay(cloud.settings, request) };
}
