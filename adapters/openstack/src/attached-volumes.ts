import type { Context, Holders } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import type { AttachedVolume, Server } from "./server.js";
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

/** Machines in whose Collections something is. */
export interface Machines {
  /** All that there are when left out. */
  readonly ids: readonly string[] | undefined;
  /** Those of them that the same request has read. */
  readonly known: Holders<Server>;
}

export const machinesIn = (parent: string | undefined, holder?: Server): Machines => ({
  ids: parent === undefined ? undefined : [parent],
  known: new Map(parent === undefined || holder === undefined ? [] : [[parent, holder]]),
});

/** What is known costs no call. */
export async function* serversOf(cloud: Cloud, { ids, known }: Machines, context: Context): AsyncGenerator<readonly Server[]> {
  if (ids === undefined) return yield* serverPages(cloud, context);
  const others = ids.filter((id) => !known.has(id));
  yield [...known.values(), ...(await readServers(cloud, others, context)).values()];
}

/** Which of the volumes at a server are looked for: it tells which go with it. */
type Choice = (attached: AttachedVolume) => boolean;

/** What goes with its server is a Disk. */
export const mayBeDisk: Choice = ({ isOwn }) => isOwn;
export const mayBeVolume: Choice = ({ isOwn }) => !isOwn;

/** What is attached to servers: they know which, Cinder knows where. It costs the calls for the volumes, none where there are none. */
export async function attachedTo(
  cloud: Cloud,
  servers: readonly Server[],
  context: Context,
  choice: Choice,
): Promise<readonly Attached[]> {
  const chosen = servers.flatMap((server) => server.volumes.filter(choice).map(({ id }) => ({ server, id })));
  const found = await readVolumes(
    cloud,
    chosen.map(({ id }) => id),
    context,
  );
  return chosen.flatMap(({ server, id }) => {
    const volume = found.get(id);
    const attachment = volume?.attachments?.find(({ server_id }) => server_id === server.id);
    return volume && attachment
      ? [{ server, volume, device: attachment.device || undefined, isDisk: isDiskOf(server, volume) }]
      : [];
  });
}
