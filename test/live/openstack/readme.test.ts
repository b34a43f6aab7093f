import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Served, serve } from "../../support/server.js";
import { describeTour } from "../../support/tour.js";
import { Cloud } from "./cloud.js";

const CLOUD = "private";
/** Milliseconds: on a busy computer each of some hundred native calls takes a second. */
const PATIENCE = 600_000;

/** A gateway whose only cloud is the project demo. The machines that name no network are in the one that the stack has. */
async function start(): Promise<Served> {
  const stack = new Cloud();
  const cloud = {
    adapter: "openstack",
    authUrl: stack.authUrl,
    region: stack.region,
    networks: ["private"],
    credentials: stack.credentials("demo"),
  };
  const folder = await mkdtemp(join(tmpdir(), "cimi-configuration-"));
  const file = join(folder, "gateway.yaml");
  // JSON is YAML, too.
  await writeFile(file, JSON.stringify({ clouds: { [CLOUD]: cloud } }));
  const served = await serve({ CIMI_CONFIG: file });
  return {
    ...served,
    async stop() {
      const code = await served.stop();
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}

describeTour({ cloud: CLOUD, start, patience: PATIENCE });
