import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Served, serve } from "./server.js";

/** What a configuration file says. */
export interface Configuration {
  readonly server?: object;
  readonly clouds: Readonly<Record<string, object>>;
}

/** Starts a gateway, as `serve`, with a configuration file of its own. */
export async function serveConfigured(
  configuration: Configuration,
  environment: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), "cimi-configuration-"));
  const file = join(folder, "gateway.yaml");
  // JSON is YAML, too.
  await writeFile(file, JSON.stringify(configuration));
  const served = await serve({ CIMI_CONFIG: file, ...environment });
  return {
    ...served,
    async stop() {
      const code = await served.stop();
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}
