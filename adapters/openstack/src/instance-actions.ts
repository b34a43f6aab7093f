import { type Accepted, type Context, type Progress, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { path } from "./paths.js";
import type { Server } from "./server.js";
import { readServers } from "./servers.js";
import type { Sent } from "./writes.js";

interface Event {
  readonly event?: string;
  readonly result?: string | null;
  /** Since 2.84, and only for whom the policy of the cloud lets see it: its administrators, unless it says otherwise. */
  readonly details?: string | null;
}

/** Nova accepts an action before it is carried out, and logs what became of it by the id of the request (Compute API, "Servers actions"). */
interface InstanceAction {
  readonly message?: string | null;
  readonly events?: readonly Event[];
}

/** Why an action failed; undefined: it did not, or it is not known any more. */
export async function failureOf(
  { client }: Cloud,
  server: string,
  requestId: string,
  context: Context,
): Promise<string | undefined> {
  const call = { service: "compute", path: path`/servers/${server}/os-instance-actions/${requestId}` } as const;
  const action = (await client.readIfThere<{ instanceAction?: InstanceAction }>(context, call))?.instanceAction;
  if (!action?.message) return undefined;
  const errors = (action.events ?? []).filter(({ result }) => result === "Error");
  const [{ event } = {}] = errors;
  const untold = event === undefined ? action.message : `${action.message} in ${event}, of which the cloud tells no more`;
  return errors.find(({ details }) => details)?.details ?? untold;
}

/** `server/request`. */
export const withHandle = (sent: Sent): Accepted => ({
  ...sent,
  ...(sent.requestId !== undefined && { handle: `${sent.id}/${sent.requestId}` }),
});

/** How far actions are: as long as a server has a task they go on, and afterwards the log tells whether they failed. */
export async function readActions(
  cloud: Cloud,
  handles: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, Progress>> {
  const parts = handles.map((handle) => [handle, ...(handle.split("/") as [server: string, request: string])] as const);
  const servers = await readServers(
    cloud,
    parts.map(([, server]) => server),
    context,
  );
  const progress = parts.map(
    async ([handle, id, request]) => [handle, await progressOf(cloud, servers.get(id), request, context)] as const,
  );
  return new Map(await Promise.all(progress));
}

/**
 * What became of a server that is gone is told by what waits for it. One whose message was lost with RabbitMQ is in BUILD for ever, and nothing
 * tells it from one that waits for a busy conductor or scheduler: neither has a host or an event in its log, both have the task scheduling, and
 * are `updated` whenever they are looked at (nova/objects/build_request.py). The Job's deadline ends it.
 */
async function progressOf(cloud: Cloud, server: Server | undefined, request: string, context: Context): Promise<Progress> {
  if (!server) return { done: true };
  if (server.status !== "ERROR" && (server.task !== undefined || server.status === "BUILD")) return { done: false };
  const reason = server.status === "ERROR" ? server.fault : await failureOf(cloud, server.id, request, context);
  return reason === undefined ? { done: true } : { done: true, error: failed(server.id, reason, request) };
}

export const failed = (server: string, reason: string, requestId: string | undefined): ProviderFault =>
  new ProviderFault("unavailable", `OpenStack could not carry it out on the server ${server}: ${reason}`, { requestId });
