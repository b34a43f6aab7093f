import { type Accepted, type Context, gather, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { dropAttachment, forceDelete, untilGone, untilReleased } from "./machine-end.js";
import { metadataOf } from "./network-objects.js";
import { discard } from "./network-writes.js";
import { path } from "./paths.js";
import { MADE_FOR, PORTS, portPages } from "./ports.js";
import type { NovaTask, Server } from "./server.js";
import { readServers } from "./servers.js";
import { remove } from "./writes.js";

/**
 * DELETE of a server. Ports that were there before it stay, so that those that were made for it are deleted once it is gone; volumes stay,
 * and are free when this ends.
 */
export async function deleteMachine(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const { ports, hasVolumes } = await context.step("held", { send: () => heldBy(cloud, id, context) });
  const accepted = await remove(cloud.client, context, "delete", id, { service: "compute", path: path`/servers/${id}` });
  const force = () => context.step("force", { send: () => forceDelete(cloud, id, context) });
  if (ports.length > 0 || hasVolumes) await untilGone(cloud, id, context, force);
  for (const port of ports) await context.step(`delete ${port}`, { send: () => discard(cloud, context, PORTS, port) });
  const drop = (attachment: string) =>
    context.step(`drop ${attachment}`, { send: () => dropAttachment(cloud, attachment, context) });
  if (hasVolumes) await untilReleased(cloud, id, context, drop);
  return accepted;
}

async function heldBy(cloud: Cloud, machine: string, context: Context) {
  const [ports, servers] = await Promise.all([
    gather(portPages(cloud, context, { device_id: machine })),
    readServers(cloud, [machine], context),
  ]);
  return {
    ports: ports.filter((port) => metadataOf(port)?.[MADE_FOR] === machine).map(({ id }) => id),
    hasVolumes: await mayHoldVolumes(cloud, servers.get(machine), context),
  };
}

/** Nova does not tell the volumes of a server for which it still looks for a host, although Cinder keeps them for it by then. */
async function mayHoldVolumes({ client }: Cloud, server: Server | undefined, context: Context): Promise<boolean> {
  if (server?.volumes.some(({ isOwn }) => !isOwn)) return true;
  return server?.task === ("scheduling" satisfies NovaTask) && client.offers(context, "volume");
}
