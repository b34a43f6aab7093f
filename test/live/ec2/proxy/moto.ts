import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, null, Readable>;

/** What moto checks only when told to: types, images and key pairs of RunInstances. */
const VALIDATION = {
  MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION: "true",
  MOTO_ENABLE_AMI_VALIDATION: "true",
  MOTO_ENABLE_KEYPAIR_VALIDATION: "true",
};

const START_LIMIT = 60_000;

/**
 * Starts moto's server on a free port of the loopback address. It ends with this process, however that ends.
 * @throws Error when it is not installed or does not come up within a minute
 */
export async function startMoto(): Promise<Moto> {
  const root = repositoryRoot(dirname(fileURLToPath(import.meta.url)));
  const python = join(root, ".cache/ec2/bin/python");
  if (!existsSync(python)) throw new Error("moto is not installed: run test/live/ec2/install");
  const child = spawn(python, ["-u", join(root, "test/live/ec2/serve.py")], {
    stdio: ["pipe", "ignore", "pipe"],
    env: { PATH: "/usr/bin:/bin", ...VALIDATION },
  });
  const endpoint = await listening(child);
  return { endpoint, stop: () => stop(child) };
}

/** The sources run from test/live, their compiled form from test/dist. */
function repositoryRoot(folder: string): string {
  if (existsSync(join(folder, "package-lock.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error("package-lock.json, which marks the root of the repository, is in no folder above this file");
  return repositoryRoot(parent);
}

function listening(child: Child): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => fail("did not start in time"), START_LIMIT);
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill();
      reject(new Error(`moto ${why}. It printed:\n${printed}`));
    };
    const read = (chunk: string) => {
      printed += chunk;
      const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (endpoint === undefined) return;
      clearTimeout(timer);
      // What it prints later is read away: a full pipe would stop it.
      child.stderr.off("data", read).resume();
      resolve(endpoint);
    };
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    child.once("exit", (code) => fail(`ended with code ${code}`));
    child.stderr.setEncoding("utf8").on("data", read);
  });
}

function stop(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
