import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

const SCRIPTS = resolve(import.meta.dirname, "../../scripts");

export interface Ended {
  /** The exit code; null where it was ended from outside. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
  /** The last line that it printed. */
  readonly last: string;
}

/** Runs one of the repository's commands as its users do: as a process. */
export async function runCommand(
  name: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  // Not what this test run was told, least of all by its own runner.
  const env = { PATH: process.env.PATH ?? "", ...environment };
  const child = spawn(process.execPath, [resolve(SCRIPTS, `${name}.mjs`), ...parameters], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((settle, reject) => child.once("error", reject).once("close", settle));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output, errors, last: output.trimEnd().split("\n").at(-1) ?? "" };
}
