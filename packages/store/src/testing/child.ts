import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { transformFile } from "@swc/core";

/** The store's source as plain JavaScript, in a folder from which its dependencies can be found. */
export interface Compiled {
  readonly folder: string;
  remove(): Promise<void>;
}

const SOURCE = join(import.meta.dirname, "..");
const CACHE = join(SOURCE, "..", ".cache");

/** What jest does for this process, done for another one: the test needs no build before it. */
export async function compile(): Promise<Compiled> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, "store-"));
  for (const name of await sources()) {
    const { code } = await transformFile(join(SOURCE, name), {
      jsc: { parser: { syntax: "typescript" }, target: "es2023" },
      module: { type: "es6" },
    });
    const target = join(folder, name.replace(/\.ts$/, ".js"));
    await mkdir(join(target, ".."), { recursive: true });
    await writeFile(target, code);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function sources(): Promise<readonly string[]> {
  const names = await readdir(SOURCE, { recursive: true });
  return names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.endsWith(".d.ts"));
}

/** Another process that holds a store and writes one operation after the other. */
export class Writer {
  readonly #process: ChildProcess;
  readonly #acknowledged: string[] = [];
  #heard: () => void = () => undefined;

  constructor(compiled: Compiled, folder: string, prefix: string) {
    const script = join(compiled.folder, "testing", "writer.js");
    this.#process = spawn(process.execPath, [script, folder, prefix], { stdio: ["ignore", "pipe", "inherit"] });
    if (this.#process.stdout === null) throw new Error("the writer has no output");
    createInterface(this.#process.stdout).on("line", (id) => {
      this.#acknowledged.push(id);
      this.#heard();
    });
  }

  /** The ids of operations whose `begin` had resolved. */
  get acknowledged(): readonly string[] {
    return this.#acknowledged;
  }

  /** Resolves when so many writes were acknowledged. */
  async reach(count: number): Promise<void> {
    while (this.#acknowledged.length < count) await new Promise<void>((resolve) => (this.#heard = resolve));
  }

  /** kill -9; resolves when the process is gone and all it had said is heard. */
  async kill(): Promise<void> {
    const closed = once(this.#process, "close");
    this.#process.kill("SIGKILL");
    await closed;
  }
}
