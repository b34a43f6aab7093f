import type { VpnConnection } from "@aws-sdk/client-ec2";
import type { Context, WriteContext } from "@cimi-gateway/adapter";
import { policyFault, type StringMap } from "@cimi-gateway/model";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { markerIn } from "./tags.js";
import { vpnConnections } from "./vpn-connections.js";
import { makePeer, unlessTold } from "./vpn-create.js";
import { customerGateways, deletePeer, until, vpnGateways } from "./vpn-gateways.js";
import { addRoute, dropRoute } from "./vpn-routes.js";
import { type Wish, wishIn } from "./vpn-wish.js";

type Present = {
  readonly address: string;
  readonly peerNumber: number;
  readonly localNumber: number;
  readonly isStatic: boolean;
  readonly prefixes: readonly string[];
  /** The customer gateway, and whether it goes when it is of no use. */
  readonly peer: string;
  readonly isOurs: boolean;
};

/**
 * Replaces the policies: the peer by another customer gateway, keys tunnel by tunnel, static routes one by one. A key that is not named stays.
 * What was there is kept by a step, as a second run would find it changed.
 */
export async function changeVpn(cloud: Cloud, id: string, policies: StringMap, context: WriteContext): Promise<void> {
  const present = await context.step("present", {
    send: async () => {
      const found = await presentOf(cloud, id, context);
      checkKept(wishIn(policies, found), found);
      return found;
    },
  });
  const wish = wishIn(policies, present);
  const isMoved = wish.address !== present.address || wish.peerNumber !== present.peerNumber;
  if (isMoved) await movePeer(cloud, id, wish, present, context);
  if (wish.key !== undefined) await changeKeys(cloud, id, wish.key, context);
  await changeRoutes(cloud, id, wish, present, context);
  if (isMoved && present.isOurs)
    await context.step("old peer", { send: () => deletePeer(cloud, present.peer, context).then(() => undefined) });
}

async function connectionOf(cloud: Cloud, id: string, context: Context): Promise<VpnConnection> {
  const [found] = await vpnConnections(cloud, context, [filter("vpn-connection-id", [id])]);
  if (!found) throw gone("service", id);
  return found;
}

async function presentOf(cloud: Cloud, id: string, context: Context): Promise<Present> {
  const { CustomerGatewayId = "", VpnGatewayId = "", Options, Routes = [], Tags } = await connectionOf(cloud, id, context);
  const [[peer], [gateway]] = await Promise.all([
    customerGateways(cloud, context, [filter("customer-gateway-id", [CustomerGatewayId])]),
    vpnGateways(cloud, context, [filter("vpn-gateway-id", [VpnGatewayId])]),
  ]);
  return {
    address: peer?.IpAddress ?? "",
    peerNumber: Number(peer?.BgpAsn ?? 0),
    localNumber: gateway?.AmazonSideAsn ?? 0,
    isStatic: Options?.StaticRoutesOnly === true,
    prefixes: Routes.flatMap(({ DestinationCidrBlock }) => DestinationCidrBlock ?? []),
    peer: CustomerGatewayId,
    isOurs: markerIn(Tags) !== undefined,
  };
}

/** @throws InvalidValue for what EC2 keeps as it was made */
function checkKept(wish: Wish, present: Present): void {
  const routing = present.isStatic ? "static" : "bgp";
  if (wish.isStatic !== present.isStatic)
    throw policyFault(`EC2 keeps the routing of a connection; accepted: ${routing}, or another service`, "routing");
  if (wish.localNumber !== undefined && wish.localNumber !== present.localNumber)
    throw policyFault(
      `EC2 keeps the number of a network's gateway; accepted: ${present.localNumber}, or another service once this one is deleted`,
      "localAutonomousSystem",
    );
}

/** ModifyVpnConnection, which takes minutes in which nothing goes through. */
async function movePeer(cloud: Cloud, id: string, wish: Wish, present: Present, context: WriteContext): Promise<void> {
  const peer = await context.step("peer", {
    send: ({ token }) => makePeer(cloud, wish, token, context),
    undo: ({ id: made }) => deletePeer(cloud, made, context),
  });
  const lead = async (CustomerGatewayId: string): Promise<void> => {
    const input = { VpnConnectionId: id, CustomerGatewayId };
    await cloud.client.write(context, (ec2, sending) => ec2.modifyVpnConnection(input, sending));
  };
  await context.step("modify", {
    send: () => lead(peer.id).then(() => undefined),
    undo: async () => {
      await settled(cloud, id, context);
      await lead(present.peer);
      await settled(cloud, id, context);
    },
  });
  await settled(cloud, id, context);
}

const settled = (cloud: Cloud, id: string, context: Context): Promise<void> =>
  until(`modify ${id}`, async () => (await connectionOf(cloud, id, context)).State === "available", context);

/** ModifyVpnTunnelOptions, one tunnel after the other, so that one stays. EC2 tells the keys: those that are right stay. */
async function changeKeys(cloud: Cloud, id: string, key: string, context: WriteContext): Promise<void> {
  const tunnels = await context.step("keys", {
    send: async () => {
      const { Options } = await connectionOf(cloud, id, context);
      const others = (Options?.TunnelOptions ?? []).filter(({ PreSharedKey }) => PreSharedKey !== key);
      return others.flatMap(({ OutsideIpAddress }) => OutsideIpAddress ?? []);
    },
  });
  for (const tunnel of tunnels) {
    const input = { VpnConnectionId: id, VpnTunnelOutsideIpAddress: tunnel, TunnelOptions: { PreSharedKey: key } };
    await context.step(`key ${tunnel}`, {
      send: async () => {
        await cloud.client
          .write<unknown>(context, (ec2, sending) => ec2.modifyVpnTunnelOptions(input, sending))
          .catch(unlessTold);
        return undefined;
      },
    });
    await settled(cloud, id, context);
  }
}

/** What is added comes first: what both ends reach goes through all the time. */
async function changeRoutes(cloud: Cloud, id: string, wish: Wish, present: Present, context: WriteContext): Promise<void> {
  const [before, after] = [new Set(present.prefixes), new Set(wish.prefixes)];
  for (const prefix of wish.prefixes.filter((one) => !before.has(one)))
    await context.step(`route ${prefix}`, {
      send: () => addRoute(cloud, id, prefix, context),
      undo: async () => {
        await dropRoute(cloud, id, prefix, context);
      },
    });
  for (const prefix of present.prefixes.filter((one) => wish.isStatic && !after.has(one)))
    await context.step(`drop ${prefix}`, {
      send: () => dropRoute(cloud, id, prefix, context),
      undo: async () => {
        await addRoute(cloud, id, prefix, context);
      },
    });
}
