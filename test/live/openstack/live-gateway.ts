import type { Adapter } from "@cimi-gateway/adapter";
import type { GatewayOptions, GatewayResponse } from "@cimi-gateway/core";
import { machineOf } from "../../fault/scenario.js";
import { type Shown, TestGateway } from "../../support/gateway.js";
import { SPARING } from "../../support/harness.js";
import { openCloud } from "./adapter-harness.js";
import type { Relay } from "./relay.js";

export const FACE = "/cimi/2/private/";
/** Milliseconds for a Job on a busy machine: a server takes seconds, and a service as long again until it is back. */
const PATIENCE = 120_000;

/** A gateway over the real OpenStack by way of a relay. */
export class LiveGateway {
  private constructor(
    readonly gateway: TestGateway,
    readonly hardware: { readonly configuration: string; readonly image: string },
  ) {}

  static async open(relay: Relay, limits: GatewayOptions["limits"] = {}, settings: object = {}): Promise<LiveGateway> {
    return LiveGateway.over(await openCloud({ ...relay.settings, ...settings }), limits);
  }

  static async over(adapter: Adapter, limits: GatewayOptions["limits"] = {}): Promise<LiveGateway> {
    const gateway = await TestGateway.open(adapter, { cloud: "private", limits: { ...SPARING, listAge: 0, ...limits } });
    const first = async (target: string, items: string): Promise<string> => {
      const [one] = (await gateway.get(`${FACE}${target}`))[items] as readonly Shown[];
      return one!.id.replace(/.*\//, "");
    };
    const configuration = await first("machineConfigs?$orderby=memory:asc&$last=1", "machineConfigurations");
    return new LiveGateway(gateway, { configuration, image: await first("machineImages?$last=1", "machineImages") });
  }

  /** Asks for a machine. */
  create(template: object = {}): Promise<GatewayResponse> {
    return this.gateway.send("POST", `${FACE}machines`, { body: machineOf(this.hardware, template) });
  }

  /** How the Job of an answer ends. */
  end(answer: GatewayResponse): Promise<Shown> {
    if (answer.status >= 400) throw new Error(`answered ${answer.status}: ${answer.body}`);
    return this.gateway.job(answer, PATIENCE);
  }

  /** Makes a machine, to its end. Returns its URI. */
  async machine(template: object = {}): Promise<string> {
    const answer = await this.create(template);
    const { state, statusMessage } = await this.end(answer);
    if (state !== "SUCCESS") throw new Error(`the machine's Job ended ${state}: ${statusMessage}`);
    return answer.headers.Location!;
  }

  async remove(href: string): Promise<void> {
    const { state, statusMessage } = await this.end(await this.gateway.send("DELETE", href));
    if (state !== "SUCCESS") throw new Error(`deleting ${href} ended ${state}: ${statusMessage}`);
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.gateway.adapter.close?.();
  }
}
