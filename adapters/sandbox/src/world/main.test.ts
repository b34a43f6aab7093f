import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { RemoteWorld } from "./remote.js";

const program = fileURLToPath(new URL("../../dist/world/main.js", import.meta.url));
const built = existsSync(program) ? it : it.skip;

async function start(...options: string[]): Promise<{ process: ChildProcess; world: RemoteWorld }> {
  const child = spawn(process.execPath, [program, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout! })) {
    return { process: child, world: new RemoteWorld((JSON.parse(line) as { endpoint: string }).endpoint) };
  }
  throw new Error("the process ended before it said where it listens");
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) =>
    child.exitCode === null && child.signalCode === null ? child.once("exit", resolve) : resolve(child.exitCode),
  );

describe("the process of the simulated cloud (needs `npm run build`)", () => {
  built(
    "keeps what it acknowledged through kill -9, and ends with 0 on SIGTERM",
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
      try {
        const file = join(folder, "world.db");
        const first = await start("--file", file, "--delay", "0");
        const made = [];
        for (let size = 1; size <= 20; size++)
          made.push((await first.world.write("volume.create", { size }, `token-${size}`)).id);
        first.process.kill("SIGKILL");
        await ended(first.process);
        await first.world.close();

        const second = await start("--file", file);
        expect((await second.world.list("volume", {})).items.map(({ id }) => id)).toEqual(made);
        expect((await second.world.write("volume.create", { size: 1 }, "token-1")).id).toBe(made[0]);
        await second.world.close();
        second.process.kill("SIGTERM");
        expect(await ended(second.process)).toBe(0);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    30_000,
  );
});
