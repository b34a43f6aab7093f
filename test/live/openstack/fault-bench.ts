import { setTimeout as sleep } from "node:timers/promises";
import type { GatewayOptions, GatewayResponse } from "@cimi-gateway/core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "@jest/globals";
import { eventually } from "../../fault/eventually.js";
import type { Shown } from "../../support/gateway.js";
import { Cloud, type ServiceName } from "./cloud.js";
import { FACE, LiveGateway } from "./live-gateway.js";
import { type Mishap, type Passing, Relay } from "./relay.js";

export const CREATE = "POST compute /servers";
/** Milliseconds over which it is looked for what a lost answer made. */
const PROBE = 1_000;
/** Milliseconds until what is on its way out is gone. */
const LEAVING = 60_000;

/** The native client's word. */
export interface Census {
  readonly servers: number;
  readonly ports: number;
  readonly volumes: number;
}

/** A gateway over the stack by way of a relay, another one for each test; the tests of a file leave nothing behind. */
export class FaultBench {
  readonly cloud = new Cloud();
  relay!: Relay;
  gateway!: LiveGateway;
  before!: Census;

  async open(): Promise<void> {
    this.relay = await Relay.open(this.cloud);
    this.before = await this.census();
  }

  /** Opens the gateway of a test, in place of the one that there is. */
  async begin(limits: GatewayOptions["limits"] = {}): Promise<void> {
    await this.gateway?.close();
    this.gateway = await LiveGateway.open(this.relay, { writeWait: 0, probeWindow: PROBE, ...limits });
    this.relay.take();
  }

  async census(): Promise<Census> {
    const count = async (type: string): Promise<number> => (await this.cloud.list("demo", type)).length;
    const [servers, ports, volumes] = await Promise.all(["server", "port", "volume"].map(count));
    return { servers: servers!, ports: ports!, volumes: volumes! };
  }

  async leavesNothing(): Promise<void> {
    await eventually(async () => expect(await this.census()).toEqual(this.before), LEAVING);
  }

  /** How the Job of a new machine ends. */
  async endOf(template: object = {}): Promise<Shown> {
    return this.gateway.end(await this.gateway.create(template));
  }

  /** Waits for the Job of an answer. @throws Error with what it says, unless it was a success */
  async succeeds(answer: GatewayResponse): Promise<void> {
    const { state, statusMessage } = await this.gateway.end(answer);
    if (state !== "SUCCESS") throw new Error(`the Job ended ${state}: ${statusMessage}`);
  }

  /** How often a request was sent since the last call of the relay's `take`. */
  sends(line = CREATE): number {
    return this.relay.take().filter((passed) => passed.line === line).length;
  }

  /** One native server belongs to the machine, and goes with it. */
  async isOneAndGoes({ headers }: GatewayResponse): Promise<void> {
    expect(await this.cloud.list("demo", "server")).toHaveLength(this.before.servers + 1);
    await this.gateway.remove(headers.Location!);
  }

  /** Waits until Nova has accepted a server. */
  async accepted(): Promise<void> {
    while (!this.relay.take().some(({ line, status }) => line === CREATE && status === 202)) await sleep(100);
  }

  /** Waits until the cloud has a server that runs, beside those that there were. */
  async runs(): Promise<void> {
    await eventually(async () => {
      const running = await this.cloud.list("demo", "server", ["--status", "ACTIVE"]);
      expect(running).toHaveLength(this.before.servers + 1);
    }, LEAVING);
  }

  /** Takes a service away as soon as Nova is to make a server, and brings it back at once, which takes seconds. */
  goesWhenCreating(
    service: ServiceName,
    mishap: (gone: () => Promise<void>, forward: () => Promise<Passing>) => ReturnType<Mishap>,
  ): { isBack(): Promise<void> } {
    let back: Promise<void> | undefined;
    const gone = async () => {
      await this.cloud.stop(service);
      back = this.cloud.start(service);
    };
    this.relay.once(CREATE, (forward) => mishap(gone, forward));
    return { isBack: async () => back };
  }

  /** A template with an interface that is made for the machine, in demo's own network. */
  async connected(): Promise<object> {
    const { networks } = await this.gateway.gateway.get(`${FACE}networks?$filter=name%3D'private'`);
    const [network] = networks as readonly Shown[];
    const { protocolSegments } = await this.gateway.gateway.get(`${network!.id}/segments`);
    const [segment] = protocolSegments as readonly Shown[];
    return { interfaceTemplates: [{ endpointTemplates: [{ segment: { href: segment!.id } }] }] };
  }
}

/** For the tests of a file. */
export function useFaultBench(): FaultBench {
  const bench = new FaultBench();
  beforeAll(() => bench.open());
  afterAll(() => bench.relay.close());
  beforeEach(() => bench.begin());
  afterEach(() => expect(bench.relay.awaited).toEqual([]));
  afterEach(() => bench.gateway.close());
  return bench;
}
