import type { CustomerGateway, Filter, VpnGateway } from "@aws-sdk/client-ec2";
import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { vpnState } from "./states.js";

/** Whatever the scope: a connection is told with its ends. These lists have no pages. */
export async function vpnGateways({ client }: Cloud, context: Context, Filters: Filter[] = []): Promise<readonly VpnGateway[]> {
  const input = Filters.length > 0 ? { Filters } : {};
  const { VpnGateways = [] } = await client.read(context, (ec2, sending) => ec2.describeVpnGateways(input, sending));
  return VpnGateways.filter(({ State }) => vpnState(State) !== undefined);
}

export async function customerGateways(
  { client }: Cloud,
  context: Context,
  Filters: Filter[] = [],
): Promise<readonly CustomerGateway[]> {
  const input = Filters.length > 0 ? { Filters } : {};
  const { CustomerGateways = [] } = await client.read(context, (ec2, sending) => ec2.describeCustomerGateways(input, sending));
  return CustomerGateways.filter(({ State }) => vpnState(State) !== undefined);
}

/** The network that a VPN gateway is attached to, or about to be. */
export const attachedVpc = ({ VpcAttachments = [] }: VpnGateway): string | undefined =>
  VpcAttachments.find(({ State }) => State === "attached" || State === "attaching")?.VpcId;

/** Milliseconds between two looks, and how many there are: EC2 takes minutes for a connection. */
const PAUSE = 2000;
const LOOKS = 600;

export async function until(what: string, test: () => Promise<boolean>, context: Context): Promise<void> {
  for (let look = 1; look <= LOOKS; look++) {
    if (await test()) return;
    await context.clock.sleep(PAUSE, context.signal);
  }
  throw new ProviderFault("unavailable", `EC2 did not ${what} in time`);
}

export async function detachGateway({ client }: Cloud, VpnGatewayId: string, VpcId: string, context: Context): Promise<void> {
  await client
    .write<unknown>(context, (ec2, sending) => ec2.detachVpnGateway({ VpnGatewayId, VpcId }, sending))
    .catch((error) => unlessGone(error, undefined));
}

export async function deleteGateway({ client }: Cloud, VpnGatewayId: string, context: Context): Promise<void> {
  await client
    .write<unknown>(context, (ec2, sending) => ec2.deleteVpnGateway({ VpnGatewayId }, sending))
    .catch((error) => unlessGone(error, undefined));
}

export async function deletePeer({ client }: Cloud, CustomerGatewayId: string, context: Context): Promise<void> {
  await client
    .write<unknown>(context, (ec2, sending) => ec2.deleteCustomerGateway({ CustomerGatewayId }, sending))
    .catch((error) => unlessGone(error, undefined));
}

export async function deleteConnection({ client }: Cloud, VpnConnectionId: string, context: Context): Promise<void> {
  await client
    .write<unknown>(context, (ec2, sending) => ec2.deleteVpnConnection({ VpnConnectionId }, sending))
    .catch((error) => unlessGone(error, undefined));
}
