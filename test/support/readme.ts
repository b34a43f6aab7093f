import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

const README = resolve(import.meta.dirname, "../../README.md");

/** The blocks of a document that are marked as bash, joined: what a reader pastes, one after the other, into one shell. */
export const blocksIn = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);

export interface Tour {
  /** Scheme, host and port of a running gateway. */
  readonly gateway: string;
  readonly cloud: string;
  /** Milliseconds after which the shell is ended. */
  readonly patience?: number;
}

export interface Toured {
  /** The shell's exit code; null where it was ended from outside. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the tour of README.md as it is printed, against any gateway and cloud. */
export async function runTour(tour: Tour): Promise<Toured> {
  const blocks = blocksIn(await readFile(README, "utf8"));
  if (blocks.length === 0) throw new Error("README.md has no blocks marked as bash");
  return inFolder((folder) => runShell(blocks.join("\n"), folder, tour));
}

async function runShell(script: string, cwd: string, { gateway, cloud, patience = 120_000 }: Tour): Promise<Toured> {
  // Nothing of the reader's own settings, among them proxies, which would not find a loopback address.
  const env = { PATH: process.env.PATH ?? "", HOME: cwd, GATEWAY: gateway, CLOUD: cloud };
  await writeFile(join(cwd, "tour.sh"), script);
  const shell = spawn("bash", ["-euo", "pipefail", "tour.sh"], {
    cwd,
    env,
    timeout: patience,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((settle, reject) => shell.once("error", reject).once("close", settle));
  const [output, errors, code] = await Promise.all([text(shell.stdout), text(shell.stderr), ended]);
  return { code, output, errors };
}

async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "cimi-tour-"));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
