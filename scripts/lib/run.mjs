import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a command in the repository with this terminal, hands signals on to it, and resolves with its exit code.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ env?: Record<string, string | undefined>, cwd?: string, output?: number }} [options] variables are added to those of this
 *   process; an open file takes what the command prints
 * @returns {Promise<number>}
 */
export function run(command, parameters, { env = {}, cwd = ROOT, output } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = output === undefined ? "inherit" : ["ignore", output, output];
    const child = spawn(command, parameters, { cwd, stdio, env: { ...process.env, ...env } });
    const forward = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, forward);
    const settle = (act) => {
      for (const signal of SIGNALS) process.off(signal, forward);
      act();
    };
    child.once("error", (error) => settle(() => reject(error)));
    child.once("exit", (code, signal) => settle(() => resolve(code ?? (signal ? 1 : 0))));
  });
}

/** Runs a command and ends this process with its exit code if that is not 0. */
export async function must(command, parameters, options) {
  const code = await run(command, parameters, options);
  if (code !== 0) process.exit(code);
}

/** Runs a Node program of the repository. */
export const node = (parameters, options) => run(process.execPath, parameters, options);

const JEST = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", join(ROOT, "node_modules/jest/bin/jest.js")];

/** Runs jest; resolves with its exit code. A program `within` gets jest's command as its parameters, and runs that. */
export const jest = (parameters, { within, ...options } = {}) => {
  const [command, ...rest] = [...(within ? [within] : []), process.execPath, ...JEST, ...parameters];
  return run(command, rest, options);
};
