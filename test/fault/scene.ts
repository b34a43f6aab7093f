import { type Clock, silentLog } from "@cimi-gateway/adapter";
import { open, type SandboxAdapter } from "@cimi-gateway/adapter-sandbox";
import type { Rule } from "@cimi-gateway/adapter-sandbox/world";
import type { GatewayOptions, GatewayResponse } from "@cimi-gateway/core";
import { type Shown, TestGateway } from "../support/gateway.js";
import { hastyClock } from "./hasty-clock.js";
import type { Counts } from "./native.js";

export interface SceneOptions extends Partial<GatewayOptions> {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What stands between the gateway and the sandbox. */
  readonly between?: (sandbox: SandboxAdapter) => SandboxAdapter;
}

const BASE = "/cimi/2/sandbox";
/** How many times as fast as usual time passes. */
const HASTE = 50;

/** A gateway and a simulated cloud in this process, with the gateway's own limits, in a time that runs fast. */
export class Scene {
  private constructor(
    readonly gateway: TestGateway,
    readonly clock: Clock,
    readonly sandbox: SandboxAdapter,
  ) {}

  static async open({ settings = {}, between = (same) => same, ...options }: SceneOptions = {}): Promise<Scene> {
    const clock = options.clock ?? hastyClock(HASTE);
    const sandbox = await open({ cloud: "sandbox", settings, folder: ":memory:", clock, log: silentLog });
    return new Scene(await TestGateway.open(between(sandbox), { ...options, clock }), clock, sandbox);
  }

  script(...rules: readonly Rule[]): Promise<void> {
    return this.sandbox.world.script(rules);
  }

  /** What the cloud has, of the kinds that consumers make. */
  async present(): Promise<Counts> {
    const { present } = await this.sandbox.world.census();
    const { machine = 0, disk = 0, volume = 0, attachment = 0, credential = 0 } = present;
    return { machine, disk, volume, attachment, credential };
  }

  /** How often the cloud was called by one name. */
  async calls(name: string): Promise<number> {
    return (await this.sandbox.world.census()).calls[name] ?? 0;
  }

  post(collection: string, body: object): Promise<GatewayResponse> {
    return this.gateway.send("POST", `${BASE}/${collection}`, { body });
  }

  /** Sends a create and follows its Job to the end. */
  async end(collection: string, body: object): Promise<Shown> {
    return this.gateway.job(await this.post(collection, body));
  }

  close(): Promise<void> {
    return this.gateway.close();
  }
}

/** The cloud without anything that consumers make. */
export const EMPTY: Counts = { machine: 0, disk: 0, volume: 0, attachment: 0, credential: 0 };
export const ONE_MACHINE: Counts = { ...EMPTY, machine: 1, disk: 1 };
export const STOCK = { configuration: "tiny", image: "debian-12" };
