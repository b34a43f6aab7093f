import { type StateTable, stateIn } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import type { NativeBalancer } from "./balancers.js";
import type { FloatingIp } from "./floating-ips.js";
import type { NeutronNetwork } from "./networks.js";
import type { NeutronPort } from "./ports.js";
import type { NeutronRouter } from "./routers.js";

/** neutron_lib/constants.py, NET_STATUS_*. */
type NetworkStatus = "ACTIVE" | "BUILD" | "DOWN" | "ERROR";

const NETWORK = {
  ACTIVE: "STARTED",
  BUILD: "CREATING",
  DOWN: "STOPPED",
  ERROR: "ERROR",
} as const satisfies StateTable<NetworkStatus, StateOf<"Network">>;

/** Administrators, and owners by other ways than this gateway, take a network out of use (Networking API v2.0, admin_state_up). */
export const networkState = ({ status, admin_state_up }: NeutronNetwork): StateOf<"Network"> | undefined =>
  admin_state_up === false ? "STOPPED" : stateIn(NETWORK, status, "ERROR");

/** neutron_lib/constants.py, PORT_STATUS_*. One that no host has, or whose machine is off, is down, and can be used all the same. */
type PortStatus = "ACTIVE" | "BUILD" | "DOWN" | "ERROR" | "N/A";

const INTERFACE = {
  ACTIVE: "ENABLED",
  BUILD: "CREATING",
  DOWN: "ENABLED",
  ERROR: "ERROR",
  "N/A": "ENABLED",
} as const satisfies StateTable<PortStatus, StateOf<"NetworkInterface">>;

export const interfaceState = ({ status, admin_state_up }: NeutronPort): StateOf<"NetworkInterface"> | undefined =>
  admin_state_up === false ? "DISABLED" : stateIn(INTERFACE, status, "ERROR");

/** neutron_lib/constants.py, FLOATINGIP_STATUS_*. One that nothing is connected to is down. */
type FloatingStatus = "ACTIVE" | "DOWN" | "ERROR";

const FLOATING = {
  ACTIVE: "ENABLED",
  DOWN: "ENABLED",
  ERROR: "ERROR",
} as const satisfies StateTable<FloatingStatus, StateOf<"ProtocolEndpoint">>;

export const floatingState = ({ status }: FloatingIp): StateOf<"ProtocolEndpoint"> | undefined =>
  stateIn(FLOATING, status, "ERROR");

/** neutron_lib/constants.py, ROUTER_STATUS_*, and ALLOCATING, while a router that several hosts serve is set up. */
type RouterStatus = "ACTIVE" | "ALLOCATING" | "DOWN" | "ERROR";

const ROUTER = {
  ACTIVE: "STARTED",
  ALLOCATING: "CREATING",
  DOWN: "STOPPED",
  ERROR: "ERROR",
} as const satisfies StateTable<RouterStatus, StateOf<"NetworkService">>;

export const routerState = ({ status, admin_state_up }: NeutronRouter): StateOf<"NetworkService"> | undefined =>
  admin_state_up === false ? "STOPPED" : stateIn(ROUTER, status, "ERROR");

/**
 * octavia_lib/common/constants.py, SUPPORTED_PROVISIONING_STATUSES. While it is changed a load balancer serves as before. The operating status
 * tells of members alone: a load balancer none of which is healthy is there all the same.
 */
type ProvisioningStatus = "ACTIVE" | "PENDING_CREATE" | "PENDING_UPDATE" | "PENDING_DELETE" | "DELETED" | "ERROR";

const BALANCER = {
  ACTIVE: "STARTED",
  PENDING_CREATE: "CREATING",
  PENDING_UPDATE: "STARTED",
  PENDING_DELETE: "DELETING",
  DELETED: undefined,
  ERROR: "ERROR",
} as const satisfies StateTable<ProvisioningStatus, StateOf<"NetworkService">>;

/** What Octavia makes, changes and gives up on: a load balancer, or a part of one. */
interface Provisioned {
  readonly provisioning_status?: string;
}

export const isFailed = ({ provisioning_status }: Provisioned): boolean => provisioning_status === "ERROR";

/** One with listeners or pools that failed does not do what its policies say, although Octavia gives it as ACTIVE. */
export function balancerState(
  { provisioning_status, admin_state_up }: NativeBalancer,
  parts: readonly Provisioned[] = [],
): StateOf<"NetworkService"> | undefined {
  const state = stateIn(BALANCER, provisioning_status, "ERROR");
  if (state !== "STARTED") return state;
  if (parts.some(isFailed)) return "ERROR";
  return admin_state_up === false ? "STOPPED" : state;
}
