import { type Context, type Mapping, type ResourceAdapter, reference, resourceAdapter } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { architectureOf, cpuOf, memoryOf } from "./hardware.js";
import { presentImages } from "./image-links.js";
import { readActions } from "./instance-actions.js";
import { interfaceMembership } from "./interface-attachment.js";
import { createMachine } from "./machine-create.js";
import { deleteMachine } from "./machine-delete.js";
import { machineExtensions } from "./machine-extensions.js";
import { machineOperations } from "./machine-operations.js";
import { INSTEAD } from "./machine-root.js";
import { updateMachine } from "./machine-update.js";
import { isManaged } from "./managed.js";
import { described, markerIn, RESERVED, valueIn } from "./metadata.js";
import type { Server } from "./server.js";
import { groupsByServer } from "./server-groups.js";
import { readServers, serverPages } from "./servers.js";
import { machineState } from "./states.js";
import { instant } from "./times.js";

/** Table 7. Nova starts what it makes; what is to end otherwise has booted once. */
const capabilities = {
  DefaultInitialState: "STARTED",
  InitialStates: "STARTED,STOPPED,PAUSED,SUSPENDED",
  MachineStopForce: false,
  RestoreFromImage: true,
} as const;

/** Bytes: user_data is at most 65535 characters of Base64 (Compute API, "Create server"). */
const MOST_USER_DATA = 49_149;

/** A server with the snapshot last taken of it, or restored, if that is still there. */
interface Machine extends Server {
  readonly latest: string | undefined;
  /** The server group in which it is. */
  readonly group: string | undefined;
}

const attributes = ({ settings }: Cloud): Mapping<Machine, "Machine"> => ({
  ...described((server: Machine) => server, settings),
  created: ({ created }) => instant(created),
  updated: ({ updated }) => instant(updated),
  state: machineState,
  cpu: ({ flavor }) => cpuOf(flavor),
  memory: ({ flavor }) => memoryOf(flavor),
  cpuArch: ({ flavor }) => architectureOf(flavor, settings),
  disks: () => undefined,
  interfaces: () => undefined,
  volumes: () => undefined,
  snapshots: () => undefined,
  latestSnapshot: ({ latest }) => (latest === undefined ? undefined : reference("MachineImage", latest)),
  nativeId: ({ id }) => id,
  location: ({ zone }) => zone,
});

/** A server of Nova. */
export const machine = (cloud: Cloud): ResourceAdapter<"Machine", unknown> =>
  resourceAdapter<Machine>()("Machine", {
    identify: ({ id, metadata }) => ({ id, marker: markerIn(metadata) }),
    attributes: attributes(cloud),
    capabilities,
    async *list(_query, context) {
      for await (const page of serverPages(cloud, context)) yield await machinesOf(cloud, page, context);
    },
    async read(ids, context) {
      const servers = await readServers(cloud, ids, context);
      return new Map((await machinesOf(cloud, [...servers.values()], context)).map((native) => [native.id, native]));
    },
    extensions: machineExtensions(cloud),
    create: (request, context) => createMachine(cloud, request, context),
    instead: INSTEAD,
    payload: { limit: MOST_USER_DATA },
    update: (id, changes, context) => updateMachine(cloud, id, changes, context),
    delete: (id, context) => deleteMachine(cloud, id, context),
    deletable: (native) => isUnlocked(native) && !isManaged(native.metadata),
    operations: machineOperations(cloud),
    collections: { interfaces: interfaceMembership(cloud) },
    poll: (handles, context) => readActions(cloud, handles, context),
  });

/** Only its administrators change a locked server (Compute API, "Lock server"). */
function isUnlocked({ isLocked }: Server): boolean {
  return !isLocked;
}

async function machinesOf(cloud: Cloud, servers: readonly Server[], context: Context): Promise<readonly Machine[]> {
  const latestOf = ({ metadata }: Server) => valueIn(metadata, RESERVED.snapshot) || undefined;
  const present = await presentImages(cloud, servers.map(latestOf), context);
  const groupOf = await groupsFor(cloud, servers, context);
  return servers.map((server) => {
    const latest = latestOf(server);
    return { ...server, latest: latest !== undefined && present.has(latest) ? latest : undefined, group: groupOf(server) };
  });
}

/** Costs a call only where the settings ask for groups and the servers do not tell theirs. */
async function groupsFor(
  cloud: Cloud,
  servers: readonly Server[],
  context: Context,
): Promise<(server: Server) => string | undefined> {
  const isUntold = cloud.settings.serverGroups && servers.some(({ groups }) => groups === undefined);
  const groups = isUntold ? await groupsByServer(cloud, context) : new Map<string, string>();
  return (server) => server.groups?.[0] ?? groups.get(server.id);
}
