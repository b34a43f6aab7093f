import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { ROOT } from "../../architecture/sources.js";

jest.setTimeout(240_000);

const SERVE = join(ROOT, "test/live/openstack/serve");

const started: ChildProcess[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A second stack, beside the one that runs the tests, in a folder below one of its own. */
function serve(command: readonly string[]): { child: ChildProcess; stacks: () => readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), "cimi-ends-"));
  folders.push(folder);
  const child = spawn(SERVE, command, { env: { PATH: process.env.PATH, TMPDIR: folder }, stdio: "ignore" });
  started.push(child);
  return { child, stacks: () => readdirSync(folder).map((name) => join(folder, name)) };
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 200_000; !holds(); await sleep(100)) {
    if (Date.now() > end) throw new Error(`not so in time: ${what}`);
  }
}

const commandOf = (process: number): string => {
  try {
    return readFileSync(`/proc/${process}/cmdline`, "utf8");
  } catch {
    return "";
  }
};

/** The process of a server of a stack, once it is started. */
function processOf(stack: string | undefined, name: string): number | undefined {
  const record = join(stack ?? "", "processes", name);
  return stack && existsSync(record)
    ? Number(/^(\d+) \d+$/.exec(readFileSync(record, "utf8"))?.[1] ?? 0) || undefined
    : undefined;
}

describe("a stack ends with what it was started for, beside another one", () => {
  it("when that has ended, with its exit code", async () => {
    const { child, stacks } = serve(["sh", "-c", 'test -n "$OS_AUTH_URL" && exit 7']);
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(7);
    expect(stacks()).toEqual([]);
  });

  it("when it is killed while it starts", async () => {
    const { child, stacks } = serve(["sleep", "600"]);
    await until(() => processOf(stacks()[0], "mariadb") !== undefined, "MariaDB is started");
    const stack = stacks()[0]!;
    const database = processOf(stack, "mariadb")!;
    await until(() => commandOf(database).includes("mariadbd"), "it has its own program");
    child.kill("SIGKILL");
    await until(() => stacks().length === 0, "its folder is removed");
    expect(commandOf(database)).not.toContain(stack);
  });
});
