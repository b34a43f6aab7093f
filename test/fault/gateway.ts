import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { Arming, Order, ProcessOptions, Report } from "./messages.js";

const LOADER = pathToFileURL(join(import.meta.dirname, "loader", "register.mjs")).href;

/** Options of node with which a process runs the sources. */
export const FROM_SOURCE: readonly string[] = ["--conditions=source", "--import", LOADER];

/** Items in one answer. */
const PAGE = 1_000;
/** Milliseconds for an answer. */
const PATIENCE = 20_000;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export type Shown = Readonly<Record<string, unknown>> & { readonly id: string; readonly state?: string };

/**
 * A process that has loaded all that a gateway consists of, and is none yet. Loading takes most of a start: what is to follow a gateway
 * that dies is loaded while that one lives.
 */
export class Standby {
  readonly #child: ChildProcess;
  readonly #said: Promise<string>;
  /** Resolves when the process is gone. */
  readonly #gone: Promise<undefined>;
  readonly #loaded: Promise<void>;

  constructor(readonly options: ProcessOptions) {
    const main = join(import.meta.dirname, "gateway-process.ts");
    this.#child = fork(main, [JSON.stringify(options)], {
      execArgv: [...FROM_SOURCE],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    this.#said = text(this.#child.stderr!);
    this.#gone = new Promise((resolve) => this.#child.once("exit", () => resolve(undefined)));
    this.#loaded = this.#report().then(() => {});
  }

  /** @throws Error with what the process said, when it does not come up */
  async serve(): Promise<GatewayProcess> {
    await this.#loaded;
    const ready = this.#report();
    this.#child.send({ kind: "serve" } satisfies Order, () => {});
    const report = await ready;
    if (report?.kind === "ready") return new GatewayProcess(report.endpoint, this.options.cloud, this.#child, this.#gone);
    const { exitCode, signalCode } = this.#child;
    throw new Error(`the gateway did not start (exit code ${exitCode}, signal ${signalCode}): ${await this.#said}`);
  }

  /** What it says next; undefined when it ends before. */
  async #report(): Promise<Report | undefined> {
    const message = once(this.#child, "message") as Promise<[Report]>;
    return (await Promise.race([message, this.#gone]))?.[0];
  }

  async end(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#gone;
  }
}

/** A gateway in a process of its own, which can be killed. */
export class GatewayProcess {
  /** The checkpoint at which it died; undefined where it did not, or was killed from outside. */
  point: string | undefined;
  #trace: (points: readonly string[]) => void = () => {};

  constructor(
    readonly endpoint: string,
    readonly cloud: string,
    private readonly child: ChildProcess,
    /** Resolves when the process is gone. */
    readonly gone: Promise<undefined>,
  ) {
    child.on("message", (report: Report) => {
      if (report.kind === "dying") this.point = report.point;
      if (report.kind === "trace") this.#trace(report.points);
    });
  }

  /** From now on checkpoints are counted. */
  arm(arming: Arming): Promise<readonly string[]> {
    return this.#order({ kind: "arm", arming });
  }

  /** The checkpoints passed since it was armed. */
  trace(): Promise<readonly string[]> {
    return this.#order({ kind: "trace" });
  }

  /** The answer was received: who waits for that may die. Who is dead needs no telling. */
  answered(): void {
    if (this.child.connected) this.child.send({ kind: "answered" } satisfies Order, () => {});
  }

  #order(order: Order): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      this.#trace = resolve;
      this.child.send(order, (error) => error && reject(error));
    });
  }

  /** Kills it as `kill -9` does, unless it is dead. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.gone;
  }

  /** The target is absolute, or relative to the base of edition 2. Rejects when the process dies before it answers. */
  send(method: string, target: string, body?: object): Promise<Answer> {
    const url = new URL(target, `${this.endpoint}/cimi/2/${this.cloud}/`);
    const headers = { Accept: "application/json", ...(body && { "Content-Type": "application/json" }) };
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, agent: false, signal: AbortSignal.timeout(PATIENCE) }, (message) => {
        text(message).then(
          (received) => resolve({ status: message.statusCode!, headers: message.headers as Answer["headers"], body: received }),
          reject,
        );
      });
      sent.on("error", reject).end(body && JSON.stringify(body));
    });
  }

  /** @throws Error unless the answer is 200 */
  async get(target: string): Promise<Shown> {
    const { status, body } = await this.send("GET", target);
    if (status !== 200) throw new Error(`GET ${target} answered ${status}: ${body}`);
    return JSON.parse(body) as Shown;
  }

  /** All items of a Collection, of which one answer holds so many at most (5.5.12). */
  async list(collection: string): Promise<readonly Shown[]> {
    const all: Shown[] = [];
    for (;;) {
      const range = `$first=${all.length + 1}&$last=${all.length + PAGE}`;
      const { operations: _, ...members } = await this.get(`${collection}${collection.includes("?") ? "&" : "?"}${range}`);
      const items = (Object.values(members).find(Array.isArray) ?? []) as readonly Shown[];
      all.push(...items);
      if (items.length === 0 || all.length >= Number(members.count)) return all;
    }
  }
}
