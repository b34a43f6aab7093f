import { type Accepted, type Context, gather, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { metadataOf } from "./network-objects.js";
import { discard } from "./network-writes.js";
import { path } from "./paths.js";
import { MADE_FOR, PORTS, portPages } from "./ports.js";
import { readServers } from "./servers.js";
import { remove } from "./writes.js";

/** DELETE of a server; ports that were there before it stay, so that those that were made for it are deleted once it is gone. */
export async function deleteMachine(cloud: Cloud, id: string, context: WriteContext): Promise<Accepted> {
  const ports = await context.step("interfaces", { send: () => madeFor(cloud, id, context) });
  const accepted = await remove(cloud.client, context, "delete", id, { service: "compute", path: path`/servers/${id}` });
  if (ports.length > 0) await untilGone(cloud, id, context);
  for (const port of ports) await context.step(`delete ${port}`, { send: () => discard(cloud, context, PORTS, port) });
  return accepted;
}

async function madeFor(cloud: Cloud, machine: string, context: Context): Promise<readonly string[]> {
  const ports = await gather(portPages(cloud, context, { device_id: machine }));
  return ports.filter((port) => metadataOf(port)?.[MADE_FOR] === machine).map(({ id }) => id);
}

/** Milliseconds between two looks, and how many there are: a host takes its time. */
const PAUSE = 1000;
const LOOKS = 300;

async function untilGone(cloud: Cloud, id: string, context: Context): Promise<void> {
  for (let look = 1; look <= LOOKS; look++) {
    if (!(await readServers(cloud, [id], context)).has(id)) return;
    await context.clock.sleep(PAUSE, context.signal);
  }
  throw new ProviderFault("unavailable", `OpenStack did not delete the server ${id} in time`);
}
