import type { BalancingClient, Client } from "./client.js";
import type { InstanceTypes } from "./instance-types.js";
import type { Ec2Settings } from "./read-settings.js";
import type { Zones } from "./zones.js";

/** What every type of this adapter works with: one account in one region. */
export interface Cloud {
  readonly client: Client;
  readonly balancing: BalancingClient;
  readonly settings: Ec2Settings;
  readonly types: InstanceTypes;
  readonly zones: Zones;
}
