import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { type NetworkObject, type ObjectKind, oneOf, ownPages, type Query, readBy } from "./network-objects.js";

export const PORTS: ObjectKind = { collection: "ports", key: "port", title: "interface" };

export interface FixedIp {
  readonly subnet_id: string;
  readonly ip_address: string;
  readonly [key: string]: string;
}

/** Networking API v2.0, "Ports". */
export interface NeutronPort extends NetworkObject {
  readonly network_id: string;
  readonly mac_address?: string;
  readonly status?: string;
  readonly admin_state_up?: boolean;
  readonly device_id?: string;
  readonly device_owner?: string;
  readonly fixed_ips?: readonly FixedIp[];
  readonly security_groups?: readonly string[];
}

export const portPages = (cloud: Cloud, context: Context, query: Query = {}): AsyncGenerator<readonly NeutronPort[]> =>
  ownPages<NeutronPort>(cloud, PORTS, context, query);

export const readPorts = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, NeutronPort>> =>
  readBy(ids, (id) => portPages(cloud, context, { id }));

/** @throws ProviderFault notFound */
export const onePort = async (cloud: Cloud, id: string, context: Context): Promise<NeutronPort> =>
  oneOf(await readPorts(cloud, [id], context), id, PORTS);

const isOfCompute = ({ device_owner = "" }: NeutronPort): boolean => device_owner.startsWith("compute:");

/** The machine that has it. */
export const machineOf = (port: NeutronPort): string | undefined => (isOfCompute(port) && port.device_id) || undefined;

/** A service of OpenStack (a router, DHCP) made it for itself, and takes it away again. */
export const isServed = (port: NeutronPort): boolean => Boolean(port.device_owner) && !isOfCompute(port);

/** Of a port for a new machine: it goes with it. The compute service keeps ports that it did not make itself. */
export const MADE_FOR = "cimi-machine";
