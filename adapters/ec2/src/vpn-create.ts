import { type Accepted, type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { markedWith } from "./marked.js";
import type { ServiceRequest } from "./service.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { RESERVED } from "./tags.js";
import { vpnConnections } from "./vpn-connections.js";
import {
  attachedVpc,
  customerGateways,
  deleteConnection,
  deleteGateway,
  deletePeer,
  detachGateway,
  until,
  vpnGateways,
} from "./vpn-gateways.js";
import { addRoute } from "./vpn-routes.js";
import { type Wish, wishIn } from "./vpn-wish.js";
import { type Sent, sent } from "./writes.js";

const TYPE = "ipsec.1";

/**
 * None of the calls has a token (PROVIDERS.md, section 4): what an interrupted one made is found by its marker. Routes are for a connection that is
 * there.
 */
export async function createVpn(cloud: Cloud, request: ServiceRequest, vpc: string, context: WriteContext): Promise<Accepted> {
  const wish = wishIn(request.template.policies);
  const gateway = await gatewayOf(cloud, vpc, wish, context);
  const peer = await peerOf(cloud, wish, context);
  const made = await connection(cloud, request, { gateway, peer, ...wish }, context);
  if (wish.prefixes.length > 0) await context.reach("NetworkService", made.id, ["STARTED"]);
  for (const prefix of wish.prefixes) await route(cloud, made.id, prefix, context);
  return { ...made, ...newOverlay(cloud.settings, request) };
}

interface Gateway {
  readonly id: string;
  /** Whether it was made for this connection, and goes with it. */
  readonly isOwn: boolean;
}

/** A network has one VPN gateway: the one that it has, else a new one. */
async function gatewayOf(cloud: Cloud, vpc: string, { localNumber }: Wish, context: WriteContext): Promise<Gateway> {
  const present = await context.step("gateway", {
    send: async () => {
      const found = await vpnGateways(cloud, context, [filter("attachment.vpc-id", [vpc])]);
      return found.find((gateway) => attachedVpc(gateway) === vpc)?.VpnGatewayId ?? "";
    },
  });
  if (present !== "") return { id: present, isOwn: false };
  const { id } = await newGateway(cloud, localNumber, context);
  await context.step("attach", {
    send: async () => {
      await cloud.client.write(context, (ec2, sending) => ec2.attachVpnGateway({ VpnGatewayId: id, VpcId: vpc }, sending));
      return id;
    },
    find: async () => ((await networkOf(cloud, id, context)) === vpc ? id : undefined),
    undo: async () => {
      await detachGateway(cloud, id, vpc, context);
      await until(`detach ${id}`, async () => (await networkOf(cloud, id, context)) === undefined, context);
    },
  });
  return { id, isOwn: true };
}

async function networkOf(cloud: Cloud, id: string, context: Context): Promise<string | undefined> {
  const [gateway] = await vpnGateways(cloud, context, [filter("vpn-gateway-id", [id])]);
  return gateway && attachedVpc(gateway);
}

const newGateway = (cloud: Cloud, AmazonSideAsn: number | undefined, context: WriteContext): Promise<Sent> =>
  context.step("new gateway", {
    send: async ({ marker }) => {
      const tags = newTags(cloud.settings, ["vpn-gateway"], marker, {});
      const input = { Type: TYPE, ...(AmazonSideAsn !== undefined && { AmazonSideAsn }), ...tags } as const;
      const answer = await cloud.client.write(context, (ec2, sending) => ec2.createVpnGateway(input, sending));
      return sent(answer.VpnGateway?.VpnGatewayId, answer);
    },
    find: async ({ marker }) => identified((await vpnGateways(cloud, context, [markedWith(marker)]))[0]?.VpnGatewayId),
    undo: ({ id }) => deleteGateway(cloud, id, context),
  });

const identified = (id: string | undefined): Sent | undefined => (id === undefined ? undefined : { id });

const peerOf = (cloud: Cloud, wish: Wish, context: WriteContext): Promise<Sent> =>
  context.step("peer", {
    send: ({ marker }) => makePeer(cloud, wish, marker, context),
    find: async ({ marker }) => identified((await customerGateways(cloud, context, [markedWith(marker)]))[0]?.CustomerGatewayId),
    undo: ({ id }) => deletePeer(cloud, id, context),
  });

/** CreateCustomerGateway, which gives the one that is there for the same address and number (EC2 API reference). */
export async function makePeer(cloud: Cloud, { address, peerNumber }: Wish, marker: string, context: Context): Promise<Sent> {
  const tags = newTags(cloud.settings, ["customer-gateway"], marker, {});
  const input = { Type: TYPE, IpAddress: address, BgpAsn: peerNumber, ...tags } as const;
  const answer = await cloud.client.write(context, (ec2, sending) => ec2.createCustomerGateway(input, sending));
  return sent(answer.CustomerGateway?.CustomerGatewayId, answer);
}

type Ends = Wish & { readonly gateway: Gateway; readonly peer: Sent };

const connection = (cloud: Cloud, request: ServiceRequest, ends: Ends, context: WriteContext): Promise<Sent> =>
  context.step("create", {
    send: async ({ marker }) => {
      const own = { [RESERVED.gateway]: ends.gateway.isOwn ? ends.gateway.id : undefined };
      const tags = newTags(cloud.settings, ["vpn-connection"], marker, request, own);
      const keys = ends.key === undefined ? {} : { TunnelOptions: [{ PreSharedKey: ends.key }, { PreSharedKey: ends.key }] };
      const input = {
        Type: TYPE,
        VpnGatewayId: ends.gateway.id,
        CustomerGatewayId: ends.peer.id,
        Options: { StaticRoutesOnly: ends.isStatic, ...keys },
        ...tags,
      };
      const answer = await cloud.client
        .write(context, (ec2, sending) => ec2.createVpnConnection(input, sending))
        .catch(unlessTold);
      return sent(answer.VpnConnection?.VpnConnectionId, answer);
    },
    find: async ({ marker }) => identified((await vpnConnections(cloud, context, [markedWith(marker)]))[0]?.VpnConnectionId),
    undo: async ({ id }) => {
      await deleteConnection(cloud, id, context);
      const isGone = async () => (await vpnConnections(cloud, context, [filter("vpn-connection-id", [id])])).length === 0;
      await until(`delete ${id}`, isGone, context);
    },
  });

/** EC2 repeats a key that it refuses. */
export function unlessTold(error: unknown): never {
  if (!(error instanceof ProviderFault) || error.code !== "InvalidParameterValue") throw error;
  throw new ProviderFault(
    "invalid",
    "EC2 refused the connection; accepted as preSharedKey: 8 to 64 letters, digits, dots and underscores, the first of them no 0",
    { code: error.code, requestId: error.requestId },
  );
}

const route = (cloud: Cloud, id: string, prefix: string, context: WriteContext): Promise<string> =>
  context.step(`route ${prefix}`, { send: () => addRoute(cloud, id, prefix, context) });
