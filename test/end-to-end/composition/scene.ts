import { expect } from "@jest/globals";
import type { Call, Shown, TestGateway } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";

export const N2 = "http://schemas.dmtf.org/cimi/2";
export const FACE = "/cimi/2/sandbox/";
export const FACE_1 = "/cimi/1/sandbox/";

export const ready = { machineConfig: { href: "machineConfigs/tiny" }, machineImage: { href: "machineImages/debian-12" } };

export interface Scene {
  readonly gateway: TestGateway;
  /** Makes a resource, waits until it is there, and gives its href. */
  make(collection: string, type: string, content: object): Promise<string>;
  machine(state: string, template?: object): Promise<string>;
  volume(): Promise<string>;
  /** A snapshot of a machine, or one of the changes since the last. */
  snapshot(machine: string, type?: string): Promise<string>;
  /** Asks for an operation of a resource and waits for its end; gives the Job. */
  act(href: string, operation: string, input?: object): Promise<Shown>;
  remove(href: string): Promise<void>;
  get(href: string): Promise<Shown>;
  /** The status of an answer, and what it says. */
  asked(method: string, target: string, call?: Call): Promise<readonly [status: number, message: string]>;
  close(): Promise<void>;
}

/** A gateway over the clouds `sandbox` and `other`. */
export async function openScene(): Promise<Scene> {
  const { gateway, close } = await openSandbox({ others: ["other"], limits: { listAge: 0 } });

  async function make(collection: string, type: string, content: object): Promise<string> {
    const body = { resourceURI: `${N2}/${type}`, ...content };
    const response = await gateway.send("POST", `${FACE}${collection}`, { body });
    const job = await gateway.job(response);
    expect([job.state, job.statusMessage]).toEqual(["SUCCESS", undefined]);
    return response.headers.Location!;
  }

  async function act(href: string, operation: string, input: object = {}): Promise<Shown> {
    const body = { resourceURI: `${N2}/Action`, action: `${N2}/action/${operation}`, ...input };
    return gateway.job(await gateway.send("POST", `${href}/${operation}`, { body }));
  }

  async function remove(href: string): Promise<void> {
    const job = await gateway.job(await gateway.send("DELETE", href));
    expect([job.state, job.statusMessage]).toEqual(["SUCCESS", undefined]);
  }

  async function asked(method: string, target: string, call: Call = {}): Promise<readonly [number, string]> {
    const { status, body } = await gateway.send(method, target, call);
    return [status, body === "" ? "" : String((JSON.parse(body) as Shown).statusMessage)];
  }

  return {
    gateway,
    make,
    act,
    remove,
    asked,
    close,
    machine: (initialState, template = {}) =>
      make("machines", "MachineCreate", { machineTemplate: { ...ready, initialState, ...template } }),
    volume: () => make("volumes", "VolumeCreate", { volumeTemplate: { volumeConfig: { capacity: 1_000_000 } } }),
    snapshot: (machine, type = "SNAPSHOT") => make("machineImages", "MachineImage", { type, imageLocation: machine }),
    get: (href) => gateway.get(href),
  };
}

export const hrefOf = (shown: Shown, attribute: string): string | undefined =>
  (shown[attribute] as { href?: string } | undefined)?.href;
