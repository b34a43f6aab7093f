import type { Filter, VpnConnection } from "@aws-sdk/client-ec2";
import type { Context } from "@cimi-gateway/adapter";
import type { PolicyLimits } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { confined, isInside } from "./scope.js";
import { vpnState } from "./states.js";

/** A connection of EC2 has one peer; it makes two tunnels to it. */
export const VPN_LIMITS: PolicyLimits<"VPN"> = {
  tunnel: { most: 1, each: { peer: { address: {} } } },
  preSharedKey: { most: 1, each: {} },
  remotePrefixes: { each: { families: [4] } },
  routing: {},
  localAutonomousSystem: {},
  remoteAutonomousSystem: {},
};

/** DescribeVpnConnections has no pages. */
export async function vpnConnections(
  { client, settings: { scope } }: Cloud,
  context: Context,
  filters: readonly Filter[] = [],
): Promise<readonly VpnConnection[]> {
  const { VpnConnections = [] } = await client.read(context, (ec2, sending) =>
    ec2.describeVpnConnections(confined(scope, filters), sending),
  );
  return VpnConnections.filter(({ State, Tags }) => vpnState(State) !== undefined && isInside(scope, Tags));
}
