import { type StateTable, stateIn } from "@cimi-gateway/adapter";
import type { StateOf } from "@cimi-gateway/model";
import type { NeutronNetwork } from "./networks.js";

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
