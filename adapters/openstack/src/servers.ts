import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { markerIn } from "./metadata.js";
import { path } from "./paths.js";
import { firstOf, readMany } from "./reading.js";
import { isInside } from "./scope.js";
import { type NovaServer, type Server, serverOf } from "./server.js";
import { machineState } from "./states.js";

/** Page by page, those that are gone or outside the scope left out. */
export async function* serverPages(cloud: Cloud, context: Context): AsyncGenerator<readonly Server[]> {
  const pages = cloud.client.pages<NovaServer>(context, { service: "compute", path: "/servers/detail" }, "servers");
  for await (const page of pages) yield page.map(serverOf).filter((server) => isShown(cloud, server));
}

/** Those that changed since a moment, page by page, also those that are gone (Compute API, "List servers", changes-since). */
export async function* changedServers(cloud: Cloud, since: Date, context: Context): AsyncGenerator<readonly Server[]> {
  const call = { service: "compute", path: "/servers/detail", query: { "changes-since": since.toISOString() } } as const;
  for await (const page of cloud.client.pages<NovaServer>(context, call, "servers"))
    yield page.map(serverOf).filter(({ metadata }) => isInside(cloud.settings.scope, metadata));
}

const isShown = ({ settings: { scope } }: Cloud, server: Server): boolean =>
  machineState(server) !== undefined && isInside(scope, server.metadata);

export const readServers = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Server>> =>
  readMany(ids, {
    idOf: ({ id }) => id,
    one: (id) => findServer(cloud, id, context),
    list: () => serverPages(cloud, context),
  });

async function findServer(cloud: Cloud, id: string, context: Context): Promise<Server | undefined> {
  const server = await presentServer(cloud, id, context);
  return server && isShown(cloud, server) ? server : undefined;
}

/** Also one that counts as gone, as the cloud has put it aside. */
export async function presentServer({ client }: Cloud, id: string, context: Context): Promise<Server | undefined> {
  const body = await client.readIfThere<{ server?: NovaServer }>(context, { service: "compute", path: path`/servers/${id}` });
  return body && serverOf(body.server);
}

/** @throws ProviderFault notFound */
export async function oneServer(cloud: Cloud, id: string, context: Context): Promise<Server> {
  const server = await findServer(cloud, id, context);
  if (!server) throw gone("server", id);
  return server;
}

/** What an interrupted POST /servers made: metadata cannot be asked for, so that the servers are looked through. */
export const markedServer = (cloud: Cloud, marker: string, context: Context): Promise<Server | undefined> =>
  firstOf(serverPages(cloud, context), ({ metadata }) => markerIn(metadata) === marker);
