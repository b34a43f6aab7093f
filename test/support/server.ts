import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { systemClock } from "@cimi-gateway/adapter";
import { FROM_SOURCE } from "../fault/gateway.js";

const MAIN = resolve(import.meta.dirname, "../../packages/server/src/main.ts");
const START_LIMIT = 30_000;

/** A gateway as users start it: a process of its own, told everything by its environment. */
export interface Served {
  /** Scheme, host and port. */
  readonly gateway: string;
  /** Ends it as SIGTERM does; gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a gateway on a free port of the loopback address, with a data folder of its own. */
export async function serve(environment: Readonly<Record<string, string>> = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), "cimi-gateway-"));
  const port = await freePort();
  const env = { PATH: process.env.PATH ?? "", PORT: String(port), CIMI_DATA_DIR: folder, LOG_LEVEL: "error", ...environment };
  const child = spawn(process.execPath, [...FROM_SOURCE, MAIN], { env, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(child, "exit").then(() => rm(folder, { recursive: true, force: true }));
  const said = Promise.all([text(child.stdout), text(child.stderr)]).then((parts) => parts.join(""));
  const gateway = `http://127.0.0.1:${port}`;
  if (!(await lives(`${gateway}/healthz`, child))) {
    child.kill("SIGKILL");
    throw new Error(`the gateway did not start: ${await said}`);
  }
  return {
    gateway,
    async stop() {
      child.kill("SIGTERM");
      await gone;
      return child.exitCode;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function lives(url: string, child: ChildProcess): Promise<boolean> {
  for (const end = Date.now() + START_LIMIT; Date.now() < end && child.exitCode === null; ) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return true;
    await systemClock.sleep(50);
  }
  return false;
}
