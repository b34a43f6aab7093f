import type { GatewayProcess } from "./gateway.js";
import type { Backend, Census } from "./native.js";

export interface Request {
  readonly method: string;
  /** Relative to the base of edition 2. */
  readonly target: string;
  readonly body?: object;
}

/** A write, and what there must be of it afterwards, wherever the gateway died. */
export interface Scenario {
  readonly name: string;
  /** Makes what the request needs; nobody dies meanwhile. */
  prepare(gateway: GatewayProcess, backend: Backend): Promise<Request>;
  /** How the Job ends. */
  readonly ends: "SUCCESS" | "FAILED";
  /** What the cloud made, and has more or less than before. */
  readonly expected: Census;
  /** What the consumer sees then. `created` is the path of what the request makes. */
  check?(gateway: GatewayProcess, request: Request, created: string | undefined): Promise<void>;
}

const MACHINE_CREATE = "http://schemas.dmtf.org/cimi/2/MachineCreate";

/** The body that asks for a machine. */
export const machineOf = ({ configuration, image }: Backend, template: object = {}): object => ({
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
