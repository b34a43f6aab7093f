import { type ChildProcessByStdio, spawn } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { ROOT } from "../../architecture/sources.js";

/** Debian's Python, which has the client. */
const PYTHON = "/usr/bin/python3";
const PROGRAM = join(ROOT, "test/live/openstack/programs/client.py");

interface Answer {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

type Process = ChildProcessByStdio<Writable, Readable, null>;

/** OpenStack's own client (python3-openstackclient), loaded once: one command after the other. It ends with this process. */
export class CommandLine {
  readonly #answers: AsyncIterator<string>;
  readonly #process: Process;
  #last: Promise<unknown> = Promise.resolve();

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#process = spawn(PYTHON, ["-B", PROGRAM], { env: environment, stdio: ["pipe", "pipe", "inherit"] });
    const lines: Interface = createInterface({ input: this.#process.stdout });
    this.#answers = lines[Symbol.asyncIterator]();
    // Nobody waits for it at the end of the tests.
    this.#process.unref();
    for (const stream of [this.#process.stdin, this.#process.stdout]) if (stream instanceof Socket) stream.unref();
  }

  /** Gives what a command printed. @throws Error when it fails, with what it said */
  run(parameters: readonly string[]): Promise<string> {
    const answer = this.#last.then(() => this.#ask(parameters));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #ask(parameters: readonly string[]): Promise<string> {
    this.#process.stdin.write(`${JSON.stringify(parameters)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("OpenStack's client has ended");
    const { code, output, errors } = JSON.parse(value) as Answer;
    if (code !== 0) throw new Error(`openstack ${parameters.join(" ")} ended with ${code}: ${errors}${output}`);
    return output;
  }
}
