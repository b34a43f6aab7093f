import type { CustomerGateway, VpnConnection, VpnGateway } from "@aws-sdk/client-ec2";
import { type StringMap, writePolicies } from "@cimi-gateway/model";
import { filter, portions } from "./client.js";
import type { Service, ServiceKind } from "./service.js";
import { vpnState } from "./states.js";
import { changeVpn } from "./vpn-change.js";
import { vpnConnections } from "./vpn-connections.js";
import { createVpn } from "./vpn-create.js";
import { deleteVpn } from "./vpn-delete.js";
import { attachedVpc, customerGateways, vpnGateways } from "./vpn-gateways.js";

/** A VPN connection with the VPN gateway of the network and the customer gateway that stands for its peer. */
export const vpn: ServiceKind = {
  type: "VPN",
  prefix: "vpn-",
  async *list(cloud, context) {
    const [connections, gateways, peers] = await Promise.all([
      vpnConnections(cloud, context),
      vpnGateways(cloud, context),
      customerGateways(cloud, context),
    ]);
    yield connections.map((connection) => serviceOf(connection, gateways, peers));
  },
  async read(cloud, ids, context) {
    const pages = portions(ids).map((portion) => vpnConnections(cloud, context, [filter("vpn-connection-id", portion)]));
    const connections = (await Promise.all(pages)).flat();
    const [gateways, peers] = await Promise.all([vpnGateways(cloud, context), customerGateways(cloud, context)]);
    return connections.map((connection) => serviceOf(connection, gateways, peers));
  },
  create: createVpn,
  change: changeVpn,
  delete: deleteVpn,
};

function serviceOf(connection: VpnConnection, gateways: readonly VpnGateway[], peers: readonly CustomerGateway[]): Service {
  const gateway = gateways.find(({ VpnGatewayId }) => VpnGatewayId === connection.VpnGatewayId);
  const peer = peers.find(({ CustomerGatewayId }) => CustomerGatewayId === connection.CustomerGatewayId);
  return {
    type: "VPN",
    id: connection.VpnConnectionId ?? "",
    tags: connection.Tags,
    state: vpnState(connection.State),
    network: gateway && attachedVpc(gateway),
    policies: policiesOf(connection, gateway, peer),
  };
}

/** Without the keys, which EC2 tells. */
function policiesOf({ Options, Routes = [] }: VpnConnection, gateway?: VpnGateway, peer?: CustomerGateway): StringMap {
  const prefixes = Routes.flatMap(({ DestinationCidrBlock }) => DestinationCidrBlock ?? []);
  return writePolicies("VPN", {
    ...(peer?.IpAddress && { tunnel: { "1": { peer: { kind: "address", value: peer.IpAddress } } } }),
    ...(prefixes.length > 0 && { remotePrefixes: prefixes }),
    routing: Options?.StaticRoutesOnly === true ? "static" : "bgp",
    ...(gateway?.AmazonSideAsn !== undefined && { localAutonomousSystem: gateway.AmazonSideAsn }),
    ...(peer?.BgpAsn && { remoteAutonomousSystem: Number(peer.BgpAsn) }),
  });
}
