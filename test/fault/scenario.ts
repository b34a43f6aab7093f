import type { GatewayProcess } from "./gateway.js";
import type { Backend, Counts } from "./native.js";

export interface Request {
  readonly method: string;
  /** Relative to the base of edition 2. */
  readonly target: string;
  readonly body?: object;
}

export interface End {
  readonly state: "SUCCESS" | "FAILED";
  /** What the cloud made meanwhile, of the kinds that count; absent: it does not matter. */
  readonly made?: Counts;
  /** What the cloud has more or less than before. */
  readonly present: Counts;
}

export interface Seen {
  readonly gateway: GatewayProcess;
  readonly backend: Backend;
}

/** A write, and what there must be of it afterwards, wherever the gateway died. */
export interface Scenario {
  readonly name: string;
  /** The answer waits for the end of the Job, so that nobody dies after it. */
  readonly answersLast?: boolean;
  /** Makes what the request needs; nobody dies meanwhile. */
  prepare(gateway: GatewayProcess, backend: Backend): Promise<Request>;
  /** How it ends after a death. */
  readonly end: End;
  /** How it ends when nobody dies; absent: in the same way. */
  readonly unharmed?: End;
  /** What the consumer sees then. `created` is the path of what the request makes. */
  check?(seen: Seen, request: Request, created: string | undefined): Promise<void>;
}

const MACHINE_CREATE = "http://schemas.dmtf.org/cimi/2/MachineCreate";

/** The body that asks for a machine. */
export const machineOf = ({ configuration, image }: Pick<Backend, "configuration" | "image">, template: object = {}): object => ({
  resourceURI: MACHINE_CREATE,
  name: "web",
  machineTemplate: {
    machineConfig: { href: `machineConfigs/${configuration}` },
    machineImage: { href: `machineImages/${image}` },
    ...template,
  },
});

/** A template of a Volume, in kilobytes. */
export const volumeOf = (capacity: number): object => ({ volumeConfig: { capacity } });

export const actionOf = (action: string): object => ({
  resourceURI: "http://schemas.dmtf.org/cimi/2/Action",
  action: `http://schemas.dmtf.org/cimi/2/action/${action}`,
});
