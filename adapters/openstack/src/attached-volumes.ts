import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import type { Server } from "./server.js";
import { readServers, serverPages } from "./servers.js";
import { isDiskOf, readVolumes, type Volume } from "./volumes.js";

/** A volume of Cinder as one server has it. */
export interface Attached {
  readonly server: Server;
  readonly volume: Volume;
  /** The device's name, where the hypervisor tells it. */
  readonly device: string | undefined;
  readonly isDisk: boolean;
}

/** The servers, of all when their ids are left out. */
export async function* serversOf(
  cloud: Cloud,
  ids: readonly string[] | undefined,
  context: Context,
): AsyncGenerator<readonly Server[]> {
  if (ids === undefined) yield* serverPages(cloud, context);
  else yield [...(await readServers(cloud, ids, context)).values()];
}

/** What is attached to servers: they know which, Cinder knows where. It costs the calls for the servers and those for their volumes. */
export async function* attachedPages(
  cloud: Cloud,
  ids: readonly string[] | undefined,
  context: Context,
): AsyncGenerator<readonly Attached[]> {
  for await (const servers of serversOf(cloud, ids, context)) yield await attachedTo(cloud, servers, context);
}

export async function attachedTo(cloud: Cloud, servers: readonly Server[], context: Context): Promise<readonly Attached[]> {
  const ids = servers.flatMap(({ volumes }) => volumes.map(({ id }) => id));
  const found = await readVolumes(cloud, ids, context);
  return servers.flatMap((server) =>
    server.volumes.flatMap(({ id }) => {
      const volume = found.get(id);
      const attachment = volume?.attachments?.find(({ server_id }) => server_id === server.id);
      return volume && attachment
        ? [{ server, volume, device: attachment.device || undefined, isDisk: isDiskOf(server, volume) }]
        : [];
    }),
  );
}
