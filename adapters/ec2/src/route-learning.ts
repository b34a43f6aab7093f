import { type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { type StringMap, takenPolicies } from "@cimi-gateway/model";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { oneTable } from "./route-tables.js";
import { ROUTING_LIMITS } from "./routes.js";
import { attachedVpc, vpnGateways } from "./vpn-gateways.js";

/** Whether the table is to have what the VPN gateway of its network learns. */
export const isLearning = (given: StringMap | undefined): boolean =>
  takenPolicies("IP Routing", given, ROUTING_LIMITS).learn === true;

/** The VPN gateway of a network, which has one at most. Throws ProviderFault `invalid` where there is none. */
async function gatewayOf(cloud: Cloud, vpc: string, context: Context): Promise<string> {
  const found = await vpnGateways(cloud, context, [filter("attachment.vpc-id", [vpc])]);
  const gateway = found.find((one) => attachedVpc(one) === vpc)?.VpnGatewayId;
  if (gateway !== undefined) return gateway;
  throw new ProviderFault("invalid", "policies.learn: the network has no VPN gateway to learn from; make a VPN in it first");
}

/** EC2 API reference, EnableVgwRoutePropagation and DisableVgwRoutePropagation: from which gateways a table learns. */
export async function changeLearning(cloud: Cloud, id: string, wanted: boolean, context: WriteContext): Promise<void> {
  const { begin, end } = await context.step("learning", {
    send: async () => {
      const { PropagatingVgws = [], VpcId = "" } = await oneTable(cloud, id, context);
      const present = PropagatingVgws.flatMap(({ GatewayId }) => GatewayId ?? []);
      if (!wanted) return { begin: [], end: present };
      return { begin: present.length > 0 ? [] : [await gatewayOf(cloud, VpcId, context)], end: [] };
    },
  });
  for (const gateway of begin) await step(`learn ${gateway}`, gateway, learn, forget);
  for (const gateway of end) await step(`forget ${gateway}`, gateway, forget, learn);

  async function step(name: string, gateway: string, send: Turn, undo: Turn): Promise<void> {
    await context.step(name, {
      send: () => send(cloud, id, gateway, context),
      undo: async () => {
        await undo(cloud, id, gateway, context);
      },
    });
  }
}

/** Both may be sent again without harm. */
type Turn = (cloud: Cloud, table: string, gateway: string, context: Context) => Promise<undefined>;

const learn: Turn = async ({ client }, RouteTableId, GatewayId, context) => {
  await client.write(context, (ec2, sending) => ec2.enableVgwRoutePropagation({ RouteTableId, GatewayId }, sending));
};

const forget: Turn = async ({ client }, RouteTableId, GatewayId, context) => {
  await client.write(context, (ec2, sending) => ec2.disableVgwRoutePropagation({ RouteTableId, GatewayId }, sending));
};
