import { type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { path } from "./paths.js";
import { oneServer } from "./servers.js";
import { readVolumes } from "./volumes.js";
import { type Sent, sent } from "./writes.js";

interface Wish {
  readonly device?: string | undefined;
  /** Whether the volume goes with the server, by which it becomes a Disk. */
  readonly isOwn?: boolean;
}

/** POST …/os-volume_attachments as a step. It has no token (RELIABILITY.md, A9), so that an interrupted one is looked for. */
export const attach = (
  cloud: Cloud,
  context: WriteContext,
  server: string,
  volume: string,
  { device, isOwn = false }: Wish,
  step: string,
): Promise<Sent> =>
  context.step(step, {
    send: async () => {
      const volumeAttachment = { volumeId: volume, delete_on_termination: isOwn, ...(device !== undefined && { device }) };
      return sent(
        volume,
        await cloud.client.write(context, { ...attachments(server), method: "POST", body: { volumeAttachment } }),
      );
    },
    find: async () => ((await isAttached(cloud, server, volume, context)) ? { id: volume } : undefined),
    undo: async () => {
      if (await isAttached(cloud, server, volume, context)) await detach(cloud, context, server, volume);
    },
  });

const attachments = (server: string) => ({ service: "compute", path: path`/servers/${server}/os-volume_attachments` }) as const;

/** Nova lists an attachment from when it was asked for until it is undone. */
export const isAttached = async (cloud: Cloud, server: string, volume: string, context: Context): Promise<boolean> =>
  (await oneServer(cloud, server, context)).volumes.some(({ id }) => id === volume);

/** What is not attached any more is no error. */
export const detach = ({ client }: Cloud, context: Context, server: string, volume: string): Promise<Sent> =>
  client
    .write(context, { service: "compute", method: "DELETE", path: path`/servers/${server}/os-volume_attachments/${volume}` })
    .then(
      (answer) => sent(volume, answer),
      (error) => unlessGone(error, { id: volume }),
    );

/** DELETE …/os-volume_attachments as a step; an interrupted one has acted where the volume is on its way. */
export const detachStep = (cloud: Cloud, context: WriteContext, server: string, volume: string, step: string): Promise<Sent> =>
  context.step(step, {
    send: () => detach(cloud, context, server, volume),
    find: async () => {
      const status = (await readVolumes(cloud, [volume], context)).get(volume)?.status;
      return status === "in-use" || status === "attaching" ? undefined : { id: volume };
    },
  });

/** The machine that a nested resource is in. @throws ProviderFault invalid */
export function machineOf(parent: string | undefined): string {
  if (parent === undefined) throw new ProviderFault("invalid", "the request does not say which machine it is about");
  return parent;
}
