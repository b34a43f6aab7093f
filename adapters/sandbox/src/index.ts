import { join } from "node:path";
import type { AdapterOptions } from "@cimi-gateway/adapter";
import { type SandboxAdapter, sandboxAdapter } from "./adapter.js";
import { readSettings, type SandboxSettings } from "./settings.js";
import type { World } from "./world/world.js";

export { absent } from "./absent.js";
export { type SandboxAdapter, sandboxAdapter } from "./adapter.js";
export { settings } from "./settings.js";

/** A folder that keeps nothing. */
const MEMORY = ":memory:";

/** Opens the simulated cloud: in this process with a file `sandbox-<cloud>.db` in the folder, or at the endpoint of another process. */
export async function open({ cloud, settings, folder, clock }: AdapterOptions): Promise<SandboxAdapter> {
  const given = readSettings(settings);
  const file = folder === MEMORY ? undefined : join(folder, `sandbox-${cloud}.db`);
  return sandboxAdapter(await worldOf(given, file, clock), given);
}

async function worldOf(
  { endpoint, delay, quota, timeout }: SandboxSettings,
  file: string | undefined,
  clock: AdapterOptions["clock"],
): Promise<World> {
  if (endpoint !== undefined) {
    const { RemoteWorld } = await import("./world/remote.js");
    return new RemoteWorld(endpoint, timeout);
  }
  const { openWorld } = await import("./world/local.js");
  return openWorld({ clock, file, delay, quota, patience: timeout });
}
