import { describe, expect, it } from "@jest/globals";
import { answered, context, refused, request, scripted, shown, writing } from "./testing.js";

const empty = (action: string): string => answered(action);
const network = { href: "networks/vpc-1" };
const wanted = (type: string, policies: Record<string, string>) => ({ network, type, policies });

describe("VPN is a connection with its gateways", () => {
  const connections = (state: string): string =>
    answered(
      "DescribeVpnConnections",
      `<vpnConnectionSet><item><vpnConnectionId>vpn-1</vpnConnectionId><state>${state}</state><customerGatewayId>cgw-1</customerGatewayId><vpnGatewayId>vgw-1</vpnGatewayId>
       <options><staticRoutesOnly>true</staticRoutesOnly><tunnelOptionSet><item><preSharedKey>do.not.tell</preSharedKey></item></tunnelOptionSet></options>
       <routes><item><destinationCidrBlock>192.168.0.0/16</destinationCidrBlock></item></routes>
       <tagSet><item><key>cimi-op</key><value>id-1</value></item><item><key>cimi-gateway</key><value>vgw-1</value></item></tagSet></item></vpnConnectionSet>`,
    );
  const gateways = (attached: boolean): string =>
    answered(
      "DescribeVpnGateways",
      `<vpnGatewaySet><item><vpnGatewayId>vgw-1</vpnGatewayId><state>available</state><amazonSideAsn>64512</amazonSideAsn><attachments>
       <item><vpcId>vpc-1</vpcId><state>${attached ? "attached" : "detached"}</state></item></attachments></item></vpnGatewaySet>`,
    );
  const PEERS = answered(
    "DescribeCustomerGateways",
    `<customerGatewaySet><item><customerGatewayId>cgw-1</customerGatewayId><state>available</state><ipAddress>203.0.113.9</ipAddress><bgpAsn>65000</bgpAsn></item></customerGatewaySet>`,
  );
  const policies = { "tunnel.1": "203.0.113.9", "preSharedKey.1": "do.not.tell", remotePrefixes: "192.168.0.0/16" };

  it("that the network's VPN gateway ends, or a new one where it has none", async () => {
    let attached = false;
    const ec2 = await scripted({
      DescribeVpnGateways: () => gateways(attached),
      CreateVpnGateway: answered("CreateVpnGateway", "<vpnGateway><vpnGatewayId>vgw-1</vpnGatewayId></vpnGateway>"),
      AttachVpnGateway: () => {
        attached = true;
        return empty("AttachVpnGateway");
      },
      CreateCustomerGateway: answered(
        "CreateCustomerGateway",
        "<customerGateway><customerGatewayId>cgw-1</customerGatewayId></customerGateway>",
      ),
      CreateVpnConnection: answered(
        "CreateVpnConnection",
        "<vpnConnection><vpnConnectionId>vpn-1</vpnConnectionId></vpnConnection>",
      ),
      CreateVpnConnectionRoute: empty("CreateVpnConnectionRoute"),
    });
    const course = writing();
    await ec2.of("NetworkService").create!(request(wanted("VPN", policies)), course);
    expect(course.course).toEqual(["gateway", "new gateway", "attach", "peer", "create", "route 192.168.0.0/16"]);
    expect(ec2.forms("CreateVpnConnection")[0]).toMatchObject({
      VpnGatewayId: "vgw-1",
      CustomerGatewayId: "cgw-1",
      "Options.StaticRoutesOnly": "true",
      "Options.TunnelOptions.2.PreSharedKey": "do.not.tell",
    });
    const again = writing();
    await ec2.of("NetworkService").create!(request(wanted("VPN", policies)), again);
    expect(again.course).toEqual(["gateway", "peer", "create", "route 192.168.0.0/16"]);
  });

  it("that shows no key, and repeats none that EC2 refuses", async () => {
    const ec2 = await scripted({
      DescribeVpnConnections: connections("available"),
      DescribeVpnGateways: gateways(true),
      DescribeCustomerGateways: PEERS,
      CreateCustomerGateway: answered(
        "CreateCustomerGateway",
        "<customerGateway><customerGatewayId>cgw-1</customerGatewayId></customerGateway>",
      ),
      CreateVpnConnection: refused("InvalidParameterValue", "The key do.not.tell is weak"),
    });
    const service = ec2.of("NetworkService");
    const [native] = (await service.read(["vpn-1"], context())).values();
    expect({ ...(shown(service, native).policies as object) }).toEqual({
      "tunnel.1": "203.0.113.9",
      remotePrefixes: "192.168.0.0/16",
      routing: "static",
      localAutonomousSystem: "64512",
      remoteAutonomousSystem: "65000",
    });
    const create = service.create!(request(wanted("VPN", policies)), writing());
    await expect(create).rejects.toMatchObject({ kind: "invalid", message: expect.not.stringContaining("do.not.tell") });
  });

  it("that takes with it what was made for it", async () => {
    let [state, attached] = ["available", true];
    const ec2 = await scripted({
      DescribeVpnConnections: () => connections(state),
      DescribeVpnGateways: () => gateways(attached),
      DeleteVpnConnection: () => {
        state = "deleted";
        return empty("DeleteVpnConnection");
      },
      DeleteCustomerGateway: empty("DeleteCustomerGateway"),
      DetachVpnGateway: () => {
        attached = false;
        return empty("DetachVpnGateway");
      },
      DeleteVpnGateway: empty("DeleteVpnGateway"),
    });
    const course = writing();
    await ec2.of("NetworkService").delete!("vpn-1", course);
    expect(course.course).toEqual(["ends", "delete", "peer", "network", "detach", "gateway"]);
  });

  it("is refused without a peer, before any call", async () => {
    const ec2 = await scripted({});
    const create = async () => ec2.of("NetworkService").create!(request(wanted("VPN", {})), writing());
    await expect(create).rejects.toThrow(/tunnel: is missing/);
    expect(ec2.calls).toEqual([]);
  });
});
