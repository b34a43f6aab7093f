import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open, type SandboxAdapter, settings } from "@cimi-gateway/adapter-sandbox";
import { type RunningServer, startServer } from "@cimi-gateway/server";

/** A gateway over a simulated cloud of its own that can be looked into. */
export interface Scene {
  readonly port: number;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly world: SandboxAdapter["world"];
  close(): Promise<void>;
}

/** Nothing takes time, so that what a request starts is over soon after it. */
const CONFIGURATION = {
  server: { writeWait: 20, pollShortest: 1, pollLongest: 20, probeWindow: 0, listAge: 50 },
  clouds: { sandbox: { adapter: "sandbox", delay: 0 } },
};

/** Starts on a free port of the loopback address. */
export async function openScene(): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), "cimi-fuzz-"));
  const file = join(folder, "gateway.yaml");
  await writeFile(file, JSON.stringify(CONFIGURATION));
  const opened: SandboxAdapter[] = [];
  const adapter = {
    settings,
    open: async (options: Parameters<typeof open>[0]) => {
      opened.push(await open(options));
      return opened[0]!;
    },
  };
  const variables = { PORT: "0", CIMI_CONFIG: file, CIMI_DATA_DIR: ":memory:", LOG_LEVEL: "error" };
  const server: RunningServer = await startServer({ variables, loadAdapter: async () => adapter }).finally(() =>
    rm(folder, { recursive: true }),
  );
  const port = Number(new URL(server.url).port);
  return { port, origin: `http://127.0.0.1:${port}`, world: opened[0]!.world, close: () => server.close() };
}
