import { type Accepted, type Changes, gather, type WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { flavorFor } from "./flavor-choice.js";
import { flavorPages } from "./flavors.js";
import { cpuOf, memoryOf } from "./hardware.js";
import { resize } from "./resize.js";
import type { Server } from "./server.js";
import { oneServer } from "./servers.js";
import { type Kind, redescribe } from "./writes.js";

const SERVERS: Kind = { service: "compute", collection: "servers", key: "server" };

/** Processors and memory change with the flavor; the rest are name, description and metadata. */
export async function updateMachine(
  cloud: Cloud,
  id: string,
  changes: Changes<"Machine">,
  context: WriteContext,
): Promise<Accepted> {
  const server = await oneServer(cloud, id, context);
  const { cpu, memory } = changes;
  if (typeof cpu === "number" || typeof memory === "number") await resized(cloud, server, { cpu, memory }, context);
  return redescribe(cloud.client, context, SERVERS, id, server, changes, cloud.settings);
}

interface Wish {
  readonly cpu: number | null | undefined;
  readonly memory: number | null | undefined;
}

async function resized(cloud: Cloud, server: Server, wish: Wish, context: WriteContext): Promise<void> {
  const { flavor } = server;
  const wanted = { cpu: wish.cpu ?? cpuOf(flavor) ?? 0, memory: wish.memory ?? memoryOf(flavor) ?? 0 };
  const target = await context.step("flavor", {
    send: async () => flavorFor(await gather(flavorPages(cloud, context)), flavor, wanted)?.id ?? null,
  });
  if (target !== null) await resize(cloud, server.id, target, context);
}
