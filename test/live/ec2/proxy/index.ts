import { Backend } from "./backend.js";
import { type Clock, systemClock } from "./clock.js";
import { type Control, controlOf } from "./control-client.js";
import type { DurationsInput } from "./durations.js";
import { FaultScript } from "./faults.js";
import { Journal } from "./journal.js";
import { Memory } from "./memory.js";
import { startMoto } from "./moto.js";
import { startProxy } from "./proxy.js";

export type { Clock } from "./clock.js";
export type { Command, Status } from "./control.js";
export { type Control, controlOf } from "./control-client.js";
export type { Durations, DurationsInput } from "./durations.js";
export type { Fault } from "./faults.js";
export { type Moto, startMoto } from "./moto.js";

/** How a client of the live back end is to be set up; moto alone takes the same. */
export const REGION = "eu-west-1";
export const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" } as const;

export interface Ec2Options {
  /** How long transient states are shown: milliseconds for all, or for each kind. 300 for those left out. */
  readonly durations?: DurationsInput;
  /** The time that transient states and stale reads go by. The system's when left out. */
  readonly clock?: Clock;
  /** For faults that strike a share of the calls: numbers from 0 up to 1. Math.random when left out. */
  readonly random?: () => number;
  /** The port of the proxy. A free one when left out. */
  readonly port?: number;
}

export interface LiveEc2 {
  /** Of the proxy: what the adapter is given. */
  readonly endpoint: string;
  /** Of moto behind it: what is really there, without transient states, faults and counts. */
  readonly motoEndpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly control: Control;
  stop(): Promise<void>;
}

/** Starts moto and, in this process, the proxy in front of it, both on free ports of the loopback address. */
export async function startEc2(options: Ec2Options = {}): Promise<LiveEc2> {
  const { durations = {}, clock = systemClock, random = Math.random, port = 0 } = options;
  const moto = await startMoto();
  const parts = {
    backend: new Backend(moto.endpoint),
    memory: new Memory(clock, durations),
    faults: new FaultScript(random),
    journal: new Journal(),
  };
  const proxy = await startProxy(parts, { accessKeyId: CREDENTIALS.accessKeyId, port }).catch(async (error: unknown) => {
    await moto.stop();
    throw error;
  });
  const stop = async () => {
    await proxy.stop();
    await moto.stop();
  };
  return {
    endpoint: proxy.endpoint,
    motoEndpoint: moto.endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    control: controlOf(proxy.endpoint),
    stop,
  };
}
