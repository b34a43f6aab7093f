import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Limits } from "@cimi-gateway/core";
import { type GatewayProcess, Standby } from "./gateway.js";
import type { ProcessOptions } from "./messages.js";
import type { Backend } from "./native.js";

type Times = Pick<Limits, "writeWait" | "listAge" | "pollShortest" | "pollLongest" | "probeWindow">;

/** Of the section `server` of the configuration: times in milliseconds; the answer does not wait for the end. */
export const LIMITS: Times = {
  writeWait: 0,
  listAge: 0,
  pollShortest: 5,
  pollLongest: 50,
  probeWindow: 300,
};

/** A gateway over a cloud that outlives it, on a data folder that outlives it too. */
export class Harness {
  #gateway: GatewayProcess | undefined;
  #next: Standby;

  private constructor(
    readonly backend: Backend,
    readonly options: ProcessOptions,
  ) {
    this.#next = new Standby(options);
  }

  static async open(backend: Backend, limits: Partial<Times> = {}): Promise<Harness> {
    const folder = await mkdtemp(join(tmpdir(), "cimi-fault-"));
    const configuration = join(folder, "gateway.yaml");
    const server = { ...LIMITS, ...limits };
    const { adapter, loads = [] } = backend;
    // JSON is YAML.
    await writeFile(configuration, JSON.stringify({ server, clouds: { cloud: { adapter: "native", ...backend.settings } } }));
    const harness = new Harness(backend, { adapter, loads, configuration, cloud: "cloud", folder });
    await harness.restart();
    return harness;
  }

  get gateway(): GatewayProcess {
    if (!this.#gateway) throw new Error("the gateway was not started");
    return this.#gateway;
  }

  /** After the death of the one before. */
  async restart(): Promise<GatewayProcess> {
    this.#gateway = await this.#next.serve();
    this.#next = new Standby(this.options);
    return this.#gateway;
  }

  async close(): Promise<void> {
    await Promise.all([this.#gateway?.kill(), this.#next.end()]);
    await this.backend.close();
    await rm(this.options.folder, { recursive: true, force: true });
  }
}
