import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { RemoteWorld, type Rule } from "@cimi-gateway/adapter-sandbox/world";
import { FROM_SOURCE } from "./gateway.js";
import type { Backend } from "./native.js";

const MAIN = join(import.meta.dirname, "../../adapters/sandbox/src/world/main.ts");

export interface SandboxBackend extends Backend {
  readonly world: RemoteWorld;
}

export interface SandboxOptions {
  readonly adapter?: string;
  /** Milliseconds that the slowest change of state takes. */
  readonly delay?: number;
  /** Milliseconds for which what was made is not shown. */
  readonly lag?: number;
  readonly rules?: readonly Rule[];
}

/** The simulated cloud in a process of its own, in memory. */
export async function sandboxBackend({
  delay = 20,
  lag = 0,
  rules = [],
  ...options
}: SandboxOptions = {}): Promise<SandboxBackend> {
  const child = spawn(process.execPath, [...FROM_SOURCE, MAIN, "--delay", String(delay)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  const world = new RemoteWorld(endpoint);
  const late: readonly Rule[] = lag === 0 ? [] : [{ fault: "stale", action: "*.create", milliseconds: lag }];
  await world.script([...rules, ...late]);
  return {
    adapter: options.adapter ?? "@cimi-gateway/adapter-sandbox",
    settings: { endpoint },
    configuration: "tiny",
    image: "debian-12",
    initialState: "STOPPED",
    along: { networkInterface: 1, protocolEndpoint: 2 },
    lag,
    world,
    census: () => world.census(),
    async close() {
      await world.close();
      child.kill();
      await once(child, "exit");
    },
  };
}
