import type { Accepted, Action, ResourceAdapter, WriteContext } from "@cimi-gateway/adapter";
import { capture } from "./capture.js";
import type { Cloud } from "./cloud.js";
import { pause, reboot, start, stop, suspend } from "./power.js";
import { restore } from "./restore.js";
import type { Server } from "./server.js";
import { oneServer } from "./servers.js";
import { toMake } from "./writes.js";

type Operations = NonNullable<ResourceAdapter<"Machine", Server>["operations"]>;

/** What Nova allows in which status (Compute API, "Servers - run an action"); a locked server allows nothing. */
const within =
  (...statuses: readonly string[]) =>
  ({ status, isLocked }: Server): boolean =>
    !isLocked && statuses.includes(status);

/** What an image of a server that starts from a volume holds are snapshots of its volumes, from which nothing is rebuilt. */
const withOwnRoot =
  (...statuses: readonly string[]) =>
  (server: Server): boolean =>
    within(...statuses)(server) && server.image !== undefined;

/** 5.14.1.2. */
export const machineOperations = (cloud: Cloud): Operations => ({
  start: {
    run: (id, _input, context) => start(cloud, id, context),
    available: within("SHUTOFF", "PAUSED", "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED"),
  },
  stop: {
    run: (id, _input, context) => stopped(cloud, id, context),
    available: within("ACTIVE", "PAUSED", "SUSPENDED", "RESCUE"),
  },
  restart: {
    run: (id, { force }, context) => restart(cloud, id, force === true, context),
    available: within("ACTIVE", "SHUTOFF"),
  },
  pause: { run: (id, _input, context) => pause(cloud, id, context), available: within("ACTIVE") },
  suspend: { run: (id, _input, context) => suspend(cloud, id, context), available: within("ACTIVE") },
  capture: {
    run: (id, { creates }, context) => capture(cloud, id, "IMAGE", toMake(creates), context),
    available: within("ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"),
  },
  // 5.14.7: a SNAPSHOT of a machine that runs holds its memory, which an image of Glance cannot.
  snapshot: {
    run: (id, { creates }, context) => capture(cloud, id, "SNAPSHOT", toMake(creates), context),
    available: withOwnRoot("SHUTOFF"),
  },
  restore: {
    run: (id, { image }, context) => restore(cloud, id, image, context),
    available: withOwnRoot("ACTIVE", "SHUTOFF"),
  } satisfies Action<"Machine", "restore", Server>,
});

/** Nova stops what is active: what is paused or suspended is started first. */
async function stopped(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const was = await statusOf(cloud, id, context);
  if (was === "PAUSED" || was === "SUSPENDED") {
    await start(cloud, id, context);
    await context.reach("Machine", id, ["STARTED"]);
  }
  return stop(cloud, id, context);
}

/** 5.14.1.2: of a stopped machine a start. */
async function restart(cloud: Cloud, id: string, isForced: boolean, context: WriteContext): Promise<Accepted> {
  return (await statusOf(cloud, id, context)) === "SHUTOFF" ? start(cloud, id, context) : reboot(cloud, id, isForced, context);
}

/** Kept, since a later run would find it changed. */
const statusOf = (cloud: Cloud, id: string, context: WriteContext): Promise<string> =>
  context.step("state", { send: async () => (await oneServer(cloud, id, context)).status });
