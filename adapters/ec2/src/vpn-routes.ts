import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";

/** CreateVpnConnectionRoute: that it is there already means that this call acted before. */
export async function addRoute({ client }: Cloud, id: string, prefix: string, context: Context): Promise<string> {
  const input = { VpnConnectionId: id, DestinationCidrBlock: prefix };
  await client
    .write<unknown>(context, (ec2, sending) => ec2.createVpnConnectionRoute(input, sending))
    .catch((error) => {
      if (!(error instanceof ProviderFault) || error.code !== "RouteAlreadyExists") throw error;
    });
  return prefix;
}

/** DeleteVpnConnectionRoute. One that is gone already is no error. */
export async function dropRoute({ client }: Cloud, id: string, prefix: string, context: Context): Promise<string> {
  const input = { VpnConnectionId: id, DestinationCidrBlock: prefix };
  await client
    .write<unknown>(context, (ec2, sending) => ec2.deleteVpnConnectionRoute(input, sending))
    .catch((error) => unlessGone(error, undefined));
  return prefix;
}
